//! `node:worker_threads`: loads, with its constants; what needs a native side says that it is not there.

runtime::builtin! { name: "worker_threads" }
