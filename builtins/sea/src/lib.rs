//! `node:sea`: the program packed into this executable, and how one is packed.

mod pack;
mod packed;

runtime::builtin! {
    name: "sea",
    ops: [pack::pack, pack::inject, packed::program, packed::asset, packed::asset_keys],
}
