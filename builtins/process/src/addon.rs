//! Native addons.

use runtime::permission::{self, Permission};
use runtime::{OpError, op, v8};

/// Loads the addon `file` into `module.exports`; `flags` are those of `dlopen`.
#[op]
pub(crate) fn load_addon<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    module: v8::Local<'s, v8::Object>,
    file: String,
    flags: i32,
) -> Result<(), OpError> {
    permission::require(scope, Permission::Addon, "")?;
    node_api::load(scope, module, &file, flags)
}
