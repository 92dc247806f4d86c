//! The permission model: what a program may do that was started with `--permission`. Ops ask here before they act, so nothing
//! that JavaScript replaces can get around it. It belongs to the process: its threads share it.

mod grants;
mod paths;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use engine::{IntoException, convert::string, v8};
use sys::fs::{Links, Pinned, Place, Use};

pub use grants::{Grants, Mode, Permission, configure, drop_grant, has, is_enabled, is_enforced, reaches};

use crate::{Hook, OpError, state};

/// What was refused, as `ERR_ACCESS_DENIED` tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    message: String,
    permission: &'static str,
    resource: String,
}

impl Denied {
    fn of(permission: Permission, resource: &OsStr) -> Denied {
        Denied {
            message: format!(
                "Access to this API has been restricted. Use {} to manage permissions.",
                permission.option()
            ),
            permission: permission.name(),
            resource: resource.to_string_lossy().into_owned(),
        }
    }

    fn plain(message: String) -> Denied {
        Denied { message, permission: "", resource: String::new() }
    }
}

impl IntoException for Denied {
    fn into_exception<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let message = string(scope, &self.message);
        let exception = v8::Exception::error(scope, message);
        if let Ok(object) = v8::Local::<v8::Object>::try_from(exception) {
            let fields =
                [("code", "ERR_ACCESS_DENIED"), ("permission", self.permission), ("resource", self.resource.as_str())];
            for (name, value) in fields {
                let (key, value) = (string(scope, name), string(scope, value));
                object.set(scope, key.into(), value.into());
            }
        }
        Some(exception)
    }
}

/// Asks for a permission other than those of the file system. `resource` says in the error what it was wanted for.
///
/// # Errors
/// `ERR_ACCESS_DENIED`.
pub fn require(scope: &mut v8::PinScope<'_, '_>, permission: Permission, resource: &str) -> Result<(), OpError> {
    check(scope, permission, OsStr::new(resource), Links::Follow)
}

/// Tells of a refusal that somebody else has come to, and makes its error.
pub fn denied(scope: &mut v8::PinScope<'_, '_>, permission: Permission, resource: &OsStr) -> OpError {
    publish(scope, permission, &resource.to_string_lossy());
    OpError::Denied(Denied::of(permission, resource))
}

/// The error number of a refused call where those of libuv are expected; `internal:shared/uv_errors` knows it.
pub const DENIED_ERRNO: i32 = -4999;

/// Asks to talk to others, for calls that give a number: the number of the refusal, if it is one.
pub fn refused_net(scope: &mut v8::PinScope<'_, '_>, resource: &str) -> Option<i32> {
    require(scope, Permission::Net, resource).is_err().then_some(DENIED_ERRNO)
}

/// Asks to read what a path leads to.
///
/// # Errors
/// `ERR_ACCESS_DENIED`.
pub fn read(scope: &mut v8::PinScope<'_, '_>, path: &Path) -> Result<(), OpError> {
    check(scope, Permission::FileSystemRead, path.as_os_str(), Links::Follow)
}

/// Asks to read what is there under a name; a link is a link.
///
/// # Errors
/// `ERR_ACCESS_DENIED`.
pub fn read_name(scope: &mut v8::PinScope<'_, '_>, path: &Path) -> Result<(), OpError> {
    check(scope, Permission::FileSystemRead, path.as_os_str(), Links::Keep)
}

/// Asks to write what a path leads to.
///
/// # Errors
/// `ERR_ACCESS_DENIED`.
pub fn write(scope: &mut v8::PinScope<'_, '_>, path: &Path) -> Result<(), OpError> {
    check(scope, Permission::FileSystemWrite, path.as_os_str(), Links::Follow)
}

/// Asks to make, change or remove a name; a link is a link.
///
/// # Errors
/// `ERR_ACCESS_DENIED`.
pub fn write_name(scope: &mut v8::PinScope<'_, '_>, path: &Path) -> Result<(), OpError> {
    check(scope, Permission::FileSystemWrite, path.as_os_str(), Links::Keep)
}

/// Holds on to what a path leads to that is granted, so that nobody leads its use elsewhere by exchanging a link; one that leads nowhere stays so.
/// `None` where it need not be held.
///
/// # Errors
/// `ERR_ACCESS_DENIED`.
pub fn hold(
    scope: &mut v8::PinScope<'_, '_>,
    wanted: &[Permission],
    path: &Path,
    how: Use,
) -> Result<Option<Pinned>, OpError> {
    find(wanted, path, how).map_err(|missing| denied(scope, missing, path.as_os_str()))
}

/// [`hold`] for the steps of an operation that was permitted as a whole: one that leads elsewhere nevertheless is `EACCES`, and nobody hears of it.
///
/// # Errors
/// `EACCES`.
pub fn hold_step(wanted: Permission, path: &Path, how: Use) -> sys::Result<Option<Pinned>> {
    find(&[wanted], path, how).map_err(|_| sys::Error::no_access("open").with_path(path.as_os_str().as_bytes()))
}

/// What a path leads to, or the permission that is missing there.
fn find(wanted: &[Permission], path: &Path, how: Use) -> Result<Option<Pinned>, Permission> {
    if !is_enforced() || wanted.iter().all(|permission| has(*permission, None)) {
        return Ok(None);
    }
    let place = match Place::of(path, how) {
        Ok(place) => place,
        Err(error) => return Ok(Some(Pinned::failing(error.errno, path))),
    };
    match wanted.iter().find(|permission| !reaches(**permission, &place.path())) {
        Some(missing) => Err(*missing),
        None => Ok(Some(place.pin(path))),
    }
}

/// Asks to make a link, which could get around a grant, so that everything has to be granted. Where that is only told, its ends are too.
///
/// # Errors
/// `ERR_ACCESS_DENIED`.
pub fn symlink(scope: &mut v8::PinScope<'_, '_>, target: &Path, path: &Path) -> Result<(), OpError> {
    if !is_enabled() || has(Permission::FileSystem, None) {
        return Ok(());
    }
    let denied = Denied::plain("fs.symlink API requires full fs.read and fs.write permissions.".into());
    refuse(scope, Permission::FileSystem, OsStr::new(""), denied)?;
    read(scope, target)?;
    write(scope, target)?;
    write_name(scope, path)
}

/// Refuses a change through a descriptor, whose path nobody knows: always, and without telling subscribers, as in Node.
///
/// # Errors
/// `ERR_ACCESS_DENIED`.
pub fn descriptor(function: &str) -> Result<(), OpError> {
    if !is_enabled() {
        return Ok(());
    }
    Err(OpError::Denied(Denied::plain(format!("{function} API is disabled when Permission Model is enabled."))))
}

/// Whether a program may hear of a path without links that was found for it.
pub fn may_learn(path: &Path) -> bool {
    !is_enforced() || reaches(Permission::FileSystemRead, path)
}

/// Whether a permission is there; subscribers hear of one that is not.
pub fn query(scope: &mut v8::PinScope<'_, '_>, permission: Permission, resource: Option<&str>) -> bool {
    let granted = has(permission, resource.map(OsStr::new));
    if !granted {
        publish(scope, permission, resource.unwrap_or(""));
    }
    granted
}

fn check(
    scope: &mut v8::PinScope<'_, '_>,
    permission: Permission,
    resource: &OsStr,
    links: Links,
) -> Result<(), OpError> {
    if !is_enabled() || grants::has_at(permission, Some(resource), links) {
        return Ok(());
    }
    refuse(scope, permission, resource, Denied::of(permission, resource))
}

/// In audit mode a refusal is only told.
fn refuse(
    scope: &mut v8::PinScope<'_, '_>,
    permission: Permission,
    resource: &OsStr,
    denied: Denied,
) -> Result<(), OpError> {
    publish(scope, permission, &resource.to_string_lossy());
    if grants::mode() == Mode::Audit { Ok(()) } else { Err(OpError::Denied(denied)) }
}

fn publish(scope: &mut v8::PinScope<'_, '_>, permission: Permission, resource: &str) {
    let runtime = state(scope);
    let Some(function) = runtime.hooks().function(scope, Hook::AccessDenied) else { return };
    let receiver = v8::undefined(scope).into();
    let arguments = [string(scope, permission.name()).into(), string(scope, resource).into()];
    runtime.call_reporting(scope, function, receiver, &arguments);
}
