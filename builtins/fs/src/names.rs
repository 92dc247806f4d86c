//! Names of files.

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
    sys::fs::real_path(&path).map(|name| Name::new(name, form))
}

#[op(blocking, permit = permission::read(scope, path))]
pub(crate) fn realpath_native(path: PathArg, form: NameForm) -> sys::Result<Name> {
    sys::fs::real_path_by_system(&path).map(|name| Name::new(name, form))
}
