//! Open files.

use runtime::sys::fs::Fd;
use runtime::sys::pool::WaitsForInput;
use runtime::{Bytes, BytesMut, op, permission, sys};

use crate::arguments::{PathArg, Position};
use crate::opened::{Closing, Opened};

#[op(blocking, permit = path.may_open(scope, *flags))]
pub(crate) fn open(path: PathArg, flags: i32, mode: u32) -> sys::Result<Opened> {
    // A pipe opens when its other end does; what is opened to be written to may be made by it.
    let _waits = (!sys::fs::OpenAccess::of(flags).writes).then(WaitsForInput::begin);
    sys::fs::open(&path, flags, mode).map(Opened::new)
}

#[op(blocking)]
pub(crate) fn close(fd: Closing) -> sys::Result<()> {
    sys::fs::close(fd.0)
}

/// JavaScript has checked that the part lies in the buffer; one that shrank since then is read into as far as it goes.
#[op(blocking)]
pub(crate) fn read(
    fd: Fd,
    mut buffer: BytesMut,
    offset: usize,
    length: usize,
    position: Position,
) -> sys::Result<usize> {
    let _waits = WaitsForInput::begin();
    let bytes = buffer.as_mut_slice();
    let start = offset.min(bytes.len());
    let end = (start + length).min(bytes.len());
    sys::fs::read(fd, &mut bytes[start..end], position.0)
}

#[op(blocking)]
pub(crate) fn readv(fd: Fd, mut buffers: Vec<BytesMut>, position: Position) -> sys::Result<usize> {
    let _waits = WaitsForInput::begin();
    let mut parts: Vec<&mut [u8]> = buffers.iter_mut().map(BytesMut::as_mut_slice).collect();
    sys::fs::read_vectored(fd, &mut parts, position.0)
}

/// JavaScript has checked that the part lies in the buffer; of one that shrank since then there is less to write.
#[op(blocking)]
pub(crate) fn write(fd: Fd, buffer: Bytes, offset: usize, length: usize, position: Position) -> sys::Result<usize> {
    let start = offset.min(buffer.len());
    let end = (start + length).min(buffer.len());
    sys::fs::write(fd, &buffer[start..end], position.0)
}

#[op(blocking)]
pub(crate) fn writev(fd: Fd, buffers: Vec<Bytes>, position: Position) -> sys::Result<usize> {
    let parts: Vec<&[u8]> = buffers.iter().map(Bytes::as_slice).collect();
    sys::fs::write_vectored(fd, &parts, position.0)
}

#[op(blocking)]
pub(crate) fn ftruncate(fd: Fd, length: i64) -> sys::Result<()> {
    sys::fs::truncate(fd, length)
}

#[op(blocking, permit = permission::descriptor("fsync"))]
pub(crate) fn fsync(fd: Fd) -> sys::Result<()> {
    sys::fs::sync(fd)
}

#[op(blocking, permit = permission::descriptor("fdatasync"))]
pub(crate) fn fdatasync(fd: Fd) -> sys::Result<()> {
    sys::fs::datasync(fd)
}
