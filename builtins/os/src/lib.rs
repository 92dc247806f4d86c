//! `node:os`: what the system tells about itself, from `sys::os`.

mod constants;
mod host;
mod user;

runtime::builtin! {
    name: "os",
    ops: [
        constants::constants,
        host::available_parallelism,
        host::cpus,
        host::free_memory,
        host::hostname,
        host::interfaces,
        host::load_average,
        host::system_name,
        host::total_memory,
        host::uptime,
        user::priority,
        user::set_priority,
        user::user_info,
    ],
}
