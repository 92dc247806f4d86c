//! What the system knows about files.

use runtime::sys::fs::{Fd, Links, Stat};
use runtime::{OpError, op, permission, sys};

use crate::arguments::{NumberForm, Owner, PathArg};
use crate::values::Fields;

type StatFields = Fields<{ Stat::FIELDS }>;

#[op(blocking, permit = path.may_read(scope))]
pub(crate) fn access(path: PathArg, mode: i32) -> sys::Result<()> {
    sys::fs::access(&path, mode)
}

#[op(permit = path.may_read(scope))]
pub(crate) fn exists(path: PathArg) -> bool {
    sys::fs::exists(&path)
}

#[op(blocking, permit = path.may_read(scope))]
pub(crate) fn stat(path: PathArg, form: NumberForm) -> sys::Result<StatFields> {
    sys::fs::stat(&path, Links::Follow).map(|stat| fields(&stat, form))
}

#[op(blocking, permit = path.may_read_name(scope))]
pub(crate) fn lstat(path: PathArg, form: NumberForm) -> sys::Result<StatFields> {
    sys::fs::stat(&path, Links::Keep).map(|stat| fields(&stat, form))
}

#[op(blocking)]
pub(crate) fn fstat(fd: Fd, form: NumberForm) -> sys::Result<StatFields> {
    sys::fs::stat_fd(fd).map(|stat| fields(&stat, form))
}

/// `undefined` for a path that leads nowhere, without the cost of an error.
#[op(permit = path.may_read(scope))]
pub(crate) fn stat_if_exists(path: PathArg, form: NumberForm) -> Result<Option<StatFields>, OpError> {
    Ok(sys::fs::stat_if_exists(&path, Links::Follow)?.map(|stat| fields(&stat, form)))
}

/// `undefined` for a name that is not there, without the cost of an error. Unlike in `stat` a file in the place of a directory is one.
#[op(permit = path.may_read_name(scope))]
pub(crate) fn lstat_if_exists(path: PathArg, form: NumberForm) -> Result<Option<StatFields>, OpError> {
    Ok(sys::fs::stat_if_exists(&path, Links::Keep)?.map(|stat| fields(&stat, form)))
}

fn fields(stat: &Stat, form: NumberForm) -> StatFields {
    Fields { values: stat.fields(), form }
}

#[op(blocking, permit = path.may_read(scope))]
pub(crate) fn statfs(path: PathArg, form: NumberForm) -> sys::Result<Fields<8>> {
    sys::fs::stat_fs(&path).map(|stat| Fields { values: stat.fields(), form })
}

#[op(blocking, permit = path.may_write(scope))]
pub(crate) fn chmod(path: PathArg, mode: u32) -> sys::Result<()> {
    sys::fs::change_mode(&path, mode)
}

#[op(blocking, permit = permission::descriptor("fchmod"))]
pub(crate) fn fchmod(fd: Fd, mode: u32) -> sys::Result<()> {
    sys::fs::change_mode_of(fd, mode)
}

#[op(blocking, permit = path.may_write(scope))]
pub(crate) fn chown(path: PathArg, uid: Owner, gid: Owner) -> sys::Result<()> {
    sys::fs::change_owner(&path, uid.0, gid.0, Links::Follow)
}

#[op(blocking, permit = path.may_write_name(scope))]
pub(crate) fn lchown(path: PathArg, uid: Owner, gid: Owner) -> sys::Result<()> {
    sys::fs::change_owner(&path, uid.0, gid.0, Links::Keep)
}

#[op(blocking, permit = permission::descriptor("fchown"))]
pub(crate) fn fchown(fd: Fd, uid: Owner, gid: Owner) -> sys::Result<()> {
    sys::fs::change_owner_of(fd, uid.0, gid.0)
}

#[op(blocking, permit = path.may_write(scope))]
pub(crate) fn utimes(path: PathArg, atime: f64, mtime: f64) -> sys::Result<()> {
    sys::fs::set_times(&path, atime, mtime, Links::Follow)
}

#[op(blocking, permit = path.may_write_name(scope))]
pub(crate) fn lutimes(path: PathArg, atime: f64, mtime: f64) -> sys::Result<()> {
    sys::fs::set_times(&path, atime, mtime, Links::Keep)
}

#[op(blocking, permit = permission::descriptor("futimes"))]
pub(crate) fn futimes(fd: Fd, atime: f64, mtime: f64) -> sys::Result<()> {
    sys::fs::set_times_of(fd, atime, mtime)
}
