//! The globals of the web platform: aborting, encodings, structured cloning, messaging.

runtime::builtin! { name: "web" }
