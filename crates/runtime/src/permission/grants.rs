//! What is granted to the process.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{PoisonError, RwLock};

use sys::fs::Links;

use super::paths::Paths;

/// What a program may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Reading and changing all files.
    FileSystem,
    /// Reading files.
    FileSystemRead,
    /// Changing files.
    FileSystemWrite,
    /// Starting programs.
    ChildProcess,
    /// Starting threads.
    WorkerThreads,
    /// Running WASI modules.
    Wasi,
    /// Loading native addons.
    Addon,
    /// Attaching an inspector.
    Inspector,
    /// Talking to others.
    Net,
    /// Calling into native libraries.
    Ffi,
    /// OpenSSL's stores of keys and certificates.
    OpensslStore,
}

/// Every permission: its name in errors, its scope in `process.permission`, and the option that grants it.
/// The first has no option of its own.
const TABLE: [(Permission, &str, &str, &str); 11] = [
    (Permission::FileSystem, "FileSystem", "fs", ""),
    (Permission::FileSystemRead, "FileSystemRead", "fs.read", "--allow-fs-read"),
    (Permission::FileSystemWrite, "FileSystemWrite", "fs.write", "--allow-fs-write"),
    (Permission::ChildProcess, "ChildProcess", "child", "--allow-child-process"),
    (Permission::WorkerThreads, "WorkerThreads", "worker", "--allow-worker"),
    (Permission::Wasi, "WASI", "wasi", "--allow-wasi"),
    (Permission::Addon, "Addon", "addon", "--allow-addons"),
    (Permission::Inspector, "Inspector", "inspector", "--allow-inspector"),
    (Permission::Net, "Net", "net", "--allow-net"),
    (Permission::Ffi, "FFI", "ffi", "--allow-ffi"),
    (Permission::OpensslStore, "OpenSSLStore", "openssl.store", "--allow-openssl-store"),
];

impl Permission {
    /// The permission that a scope such as `fs.read` names.
    pub fn of_scope(scope: &str) -> Option<Permission> {
        TABLE.iter().find(|row| row.2 == scope).map(|row| row.0)
    }

    /// The permission that an option grants.
    pub fn of_option(option: &str) -> Option<Permission> {
        TABLE.iter().find(|row| row.3 == option).map(|row| row.0)
    }

    /// Its name in errors.
    pub fn name(self) -> &'static str {
        TABLE[self as usize].1
    }

    /// The option that grants it.
    pub fn option(self) -> &'static str {
        TABLE[self as usize].3
    }
}

/// Whether refusals count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Mode {
    /// There is no permission model.
    Off,
    /// Refusals are told and have no other effect.
    Audit,
    /// Refusals are errors.
    Enforce,
}

/// What is granted.
#[derive(Debug, Default)]
pub struct Grants {
    /// Paths that may be read.
    read: Paths,
    /// Paths that may be written.
    write: Paths,
    /// The permissions without a resource.
    others: HashSet<Permission>,
}

impl Grants {
    /// The grants of what options name; relative paths begin at the working directory.
    pub fn new(read: &[String], write: &[String], others: HashSet<Permission>) -> Grants {
        let directory = directory();
        let paths = |texts: &[String]| {
            let mut paths = Paths::default();
            texts.iter().for_each(|text| paths.grant(text, &directory));
            paths
        };
        Grants { read: paths(read), write: paths(write), others }
    }
}

static MODE: AtomicU8 = AtomicU8::new(Mode::Off as u8);
static GRANTS: RwLock<Option<Grants>> = RwLock::new(None);

/// Puts the permission model in force. Called once, before the program runs.
pub fn configure(mode: Mode, grants: Grants) {
    *GRANTS.write().unwrap_or_else(PoisonError::into_inner) = Some(grants);
    MODE.store(mode as u8, Ordering::Release);
}

/// Whether there is a permission model. Every op asks this first.
#[inline]
pub fn is_enabled() -> bool {
    MODE.load(Ordering::Acquire) != Mode::Off as u8
}

/// Whether refusals are errors.
pub fn is_enforced() -> bool {
    mode() == Mode::Enforce
}

pub(super) fn mode() -> Mode {
    match MODE.load(Ordering::Acquire) {
        0 => Mode::Off,
        1 => Mode::Audit,
        _ => Mode::Enforce,
    }
}

/// Whether a permission is granted: for a path and what it leads to, or without one for all of them.
pub fn has(permission: Permission, resource: Option<&OsStr>) -> bool {
    has_at(permission, resource, Links::Follow)
}

/// The same for a path whose last name is meant itself, also where it is a link ([`Links::Keep`]).
pub(super) fn has_at(permission: Permission, resource: Option<&OsStr>, links: Links) -> bool {
    is_granted(permission, |paths| covers(paths, resource, links))
}

/// Whether a permission is granted for a path that somebody else has freed of its links: only where it is counts.
pub fn reaches(permission: Permission, path: &Path) -> bool {
    is_granted(permission, |paths| paths.reach(path))
}

/// Whether a permission is there; of one about files `covers` decides by its paths.
fn is_granted(permission: Permission, covers: impl FnOnce(&Paths) -> bool) -> bool {
    let grants = GRANTS.read().unwrap_or_else(PoisonError::into_inner);
    let Some(grants) = &*grants else { return true };
    match permission {
        // As in Node, of whatever path one asks.
        Permission::FileSystem => grants.read.allow_all() && grants.write.allow_all(),
        Permission::FileSystemRead => covers(&grants.read),
        Permission::FileSystemWrite => covers(&grants.write),
        other => grants.others.contains(&other),
    }
}

fn covers(paths: &Paths, resource: Option<&OsStr>, links: Links) -> bool {
    match resource {
        Some(path) => paths.allow(Path::new(path), links, &directory()),
        None => paths.allow_all(),
    }
}

/// Takes a grant away for good: of a path, or without one all of the permission's.
pub fn drop_grant(permission: Permission, resource: Option<&OsStr>) {
    let mut grants = GRANTS.write().unwrap_or_else(PoisonError::into_inner);
    let Some(grants) = &mut *grants else { return };
    match permission {
        Permission::FileSystem => {
            drop_paths(&mut grants.read, resource);
            drop_paths(&mut grants.write, resource);
        }
        Permission::FileSystemRead => drop_paths(&mut grants.read, resource),
        Permission::FileSystemWrite => drop_paths(&mut grants.write, resource),
        other => drop(grants.others.remove(&other)),
    }
}

fn drop_paths(paths: &mut Paths, resource: Option<&OsStr>) {
    match resource {
        Some(path) => paths.revoke(Path::new(path), &directory()),
        None => paths.clear(),
    }
}

/// Where relative paths begin; a directory that is gone has none that could be granted.
fn directory() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_table_stand_in_the_order_of_the_permissions() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, index);
            assert_eq!(Permission::of_scope(row.2), Some(row.0));
        }
    }
}
