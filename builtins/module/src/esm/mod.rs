//! ES modules for JavaScript: the class `ModuleWrap`.

pub(crate) mod urls;
mod wrap;

pub(crate) use wrap::{ModuleWrap, create_synthetic_module, set_module_callbacks};
