//! Names of files.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use runtime::sys::fs::CopyMode;
use runtime::{op, permission, sys};

use crate::arguments::{NameForm, PathArg};
use crate::values::Name;

#[op(blocking, permit = path.may_move(scope).and_then(|()| dest.may_write_name(scope)))]
pub(crate) fn rename(path: PathArg, dest: PathArg) -> sys::Result<()> {
    sys::fs::rename(&path, &dest)
}

#[op(blocking, permit = path.may_move(scope).and_then(|()| dest.may_write_name(scope)))]
pub(crate) fn link(path: PathArg, dest: PathArg) -> sys::Result<()> {
    sys::fs::link(&path, &dest)
}

#[op(blocking, permit = permission::symlink(scope, target, path))]
pub(crate) fn symlink(target: PathArg, path: PathArg) -> sys::Result<()> {
    sys::fs::symlink(&target, &path)
}

#[op(blocking, permit = path.may_write_name(scope))]
pub(crate) fn unlink(path: PathArg) -> sys::Result<()> {
    sys::fs::unlink(&path)
}

#[op(blocking, permit = path.may_truncate(scope))]
pub(crate) fn truncate(path: PathArg, length: i64) -> sys::Result<()> {
    sys::fs::truncate_path(&path, length)
}

#[op(blocking, permit = path.may_read(scope).and_then(|()| dest.may_write_or_make(scope)))]
pub(crate) fn copy_file(path: PathArg, dest: PathArg, mode: i32) -> sys::Result<()> {
    sys::fs::copy_file(&path, &dest, CopyMode::from_bits(mode))
}

#[op(blocking, permit = path.may_read_name(scope))]
pub(crate) fn readlink(path: PathArg, form: NameForm) -> sys::Result<Name> {
    sys::fs::read_link(&path).map(|name| Name::new(name, form))
}

#[op(blocking, permit = permission::read(scope, path))]
pub(crate) fn realpath(path: PathArg, form: NameForm) -> sys::Result<Name> {
    told(&path, sys::fs::real_path(&path)).map(|name| Name::new(name, form))
}

#[op(blocking, permit = permission::read(scope, path))]
pub(crate) fn realpath_native(path: PathArg, form: NameForm) -> sys::Result<Name> {
    told(&path, sys::fs::real_path_by_system(&path)).map(|name| Name::new(name, form))
}

/// What a limited program hears of where a path leads. It leads elsewhere where somebody has exchanged a link since the path was permitted; that is not told,
/// and an error there is told as one of the path as it is written.
fn told(written: &Path, found: sys::Result<PathBuf>) -> sys::Result<PathBuf> {
    let about_written = |error: sys::Error| error.with_path(written.as_os_str().as_bytes());
    match found {
        Ok(path) if !permission::may_learn(&path) => Err(about_written(sys::Error::no_access("realpath"))),
        Err(error) if !error.path.as_deref().is_none_or(|step| may_name(step, written)) => Err(about_written(error)),
        found => found,
    }
}

/// Whether an error may name the step of a path that failed: one on the way that is written, or one that may be read.
fn may_name(step: &[u8], written: &Path) -> bool {
    let step = Path::new(OsStr::from_bytes(step));
    written.starts_with(step) || permission::may_learn(step)
}
