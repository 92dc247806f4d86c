//! `node:assert`.

mod caller;

runtime::builtin! { name: "assert", ops: [caller::caller_source] }
