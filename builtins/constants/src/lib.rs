//! `node:constants`: the constants of os, fs and crypto in one object, as old programs ask for them.

runtime::builtin! { name: "constants" }
