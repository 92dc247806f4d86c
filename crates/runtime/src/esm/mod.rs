//! ES modules as V8 wants them linked: a record beside each of V8's modules, and the callbacks through which V8 asks for the modules a
//! module imports, for `import.meta` and for `import()`.
//!
//! Finding and loading modules is not done here: JavaScript loads them, hands the linked modules in, and sets the two hooks.

mod callbacks;
mod record;

pub use callbacks::{create_synthetic, host_options, install, instantiate};
pub use record::{ModuleRecord, Request, requests_of};
