//! `node:events` and the event targets of the web platform. All JavaScript.

runtime::builtin! { name: "events" }
