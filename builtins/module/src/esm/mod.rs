//! ES modules for JavaScript: the class `ModuleWrap`.

mod wrap;

pub(crate) use wrap::{ModuleWrap, create_synthetic_module, set_module_callbacks};
