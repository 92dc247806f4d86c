//! Whole files, as bytes or as text.

use runtime::sys::fs::Source;
use runtime::sys::pool::WaitsForInput;
use runtime::{OpError, op, sys};

use crate::arguments::FileArg;
use crate::values::Text;

#[op(blocking, request = crate::REQUEST.traced_as("fs.readfile"), permit = file.permit(scope, *flags))]
pub(crate) fn read_file(file: FileArg, flags: i32) -> Result<Vec<u8>, OpError> {
    content(file, flags)
}

/// The file as a string, so that the bytes never become a buffer of JavaScript.
#[op(blocking, request = crate::REQUEST.traced_as("fs.readfile"), permit = file.permit(scope, *flags))]
pub(crate) fn read_file_utf8(file: FileArg, flags: i32) -> Result<Text, OpError> {
    content(file, flags).map(Text)
}

fn content(file: FileArg, flags: i32) -> Result<Vec<u8>, OpError> {
    let _waits = WaitsForInput::begin();
    let source = match &file {
        FileArg::Path(path) => Source::Path { path: path.to_path_buf(), flags },
        FileArg::Fd(fd) => Source::Fd(*fd),
    };
    Ok(sys::fs::read_file(&source)?)
}
