//! `node:inspector`: loads, with its constants; what needs a native side says that it is not there.

runtime::builtin! { name: "inspector" }
