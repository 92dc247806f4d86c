//! Whole files, from bytes or from text.

use runtime::sys::fs::Target;
use runtime::{Bytes, op, sys};

use crate::arguments::FileArg;

#[op(blocking, request = crate::REQUEST.traced_as("fs.writefile"), permit = file.permit(scope, *flags))]
pub(crate) fn write_file(file: FileArg, data: Bytes, flags: i32, mode: u32) -> sys::Result<()> {
    sys::fs::write_file(&target(&file, flags, mode), &data)
}

#[op(blocking, request = crate::REQUEST.traced_as("fs.writefile"), permit = file.permit(scope, *flags))]
pub(crate) fn write_file_utf8(file: FileArg, data: String, flags: i32, mode: u32) -> sys::Result<()> {
    sys::fs::write_file(&target(&file, flags, mode), data.as_bytes())
}

fn target(file: &FileArg, flags: i32, mode: u32) -> Target {
    match file {
        FileArg::Path(path) => Target::Path { path: path.to_path_buf(), flags, mode },
        FileArg::Fd(fd) => Target::Fd(*fd),
    }
}
