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

/// The permissions of a scope; `fs` has two.
fn permissions_of(scope: &str) -> Vec<Permission> {
    if scope == "fs" {
        return vec![Permission::FileSystemRead, Permission::FileSystemWrite];
    }
    Permission::of_scope(scope).into_iter().collect()
}

/// Whether all permissions of a scope are granted.
#[op]
pub(crate) fn has_permission(scope: &mut v8::PinScope<'_, '_>, name: String, resource: Option<String>) -> bool {
    let permissions = permissions_of(&name);
    !permissions.is_empty() && permissions.into_iter().all(|one| query(scope, one, resource.as_deref()))
}

/// Gives up the permissions of a scope for good.
#[op]
pub(crate) fn drop_permission(name: String, resource: Option<String>) {
    for permission in permissions_of(&name) {
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
