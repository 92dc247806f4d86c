//! `process.permission`, over `runtime::permission`.

use std::ffi::OsStr;

use runtime::engine::v8;
use runtime::permission::{Grants, Mode, Permission, configure, drop_grant, query};
use runtime::{OpError, op, permission};

/// Puts the permission model in force: the paths that may be read and written, and the options that grant the rest.
#[op]
pub(crate) fn enable_permissions(
    audit: bool,
    read: Vec<String>,
    write: Vec<String>,
    options: Vec<String>,
) -> Result<(), OpError> {
    let others = options.iter().filter_map(|option| Permission::of_option(option)).collect();
    let grants = Grants::new(&read, &write, others);
    configure(if audit { Mode::Audit } else { Mode::Enforce }, grants);
    Ok(())
}

/// Whether what a scope stands for is granted.
#[op]
pub(crate) fn has_permission(scope: &mut v8::PinScope<'_, '_>, name: String, resource: Option<String>) -> bool {
    Permission::of_scope(&name).is_some_and(|wanted| query(scope, wanted, resource.as_deref()))
}

/// Gives up what a scope stands for, for good.
#[op]
pub(crate) fn drop_permission(name: String, resource: Option<String>) {
    if let Some(permission) = Permission::of_scope(&name) {
        drop_grant(permission, resource.as_deref().map(OsStr::new));
    }
}

/// Throws unless the permission is granted that an option such as `--allow-worker` grants.
#[op]
pub(crate) fn require_permission(
    scope: &mut v8::PinScope<'_, '_>,
    option: String,
    resource: String,
) -> Result<(), OpError> {
    match Permission::of_option(&option) {
        Some(wanted) => permission::require(scope, wanted, &resource),
        None => Ok(()),
    }
}

/// Whether what is not granted is refused, and not only told.
#[op]
pub(crate) fn enforces_permissions() -> bool {
    permission::is_enforced()
}

/// Whether the program runs under the permission model.
#[op]
pub(crate) fn has_permission_model() -> bool {
    permission::is_enabled()
}
