//! Arguments that many ops share.

use std::ffi::OsString;
use std::ops::Deref;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use runtime::sys::fs::Fd;
use runtime::{Bytes, FromV8, JsError, OpError, permission, v8};

/// A path: the text of a string as UTF-8, or the bytes of a `Uint8Array` as they are.
pub(crate) struct PathArg(PathBuf);

impl PathArg {
    pub(crate) fn into_path(self) -> PathBuf {
        self.0
    }
}

impl Deref for PathArg {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.0
    }
}

impl<'s> FromV8<'s> for PathArg {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let bytes = if value.is_string() {
            String::from_v8(scope, value)?.into_bytes()
        } else {
            Bytes::from_v8(scope, value)?.to_vec()
        };
        Ok(PathArg(PathBuf::from(OsString::from_vec(bytes))))
    }
}

/// A path or the number of an open file.
pub(crate) enum FileArg {
    Path(PathArg),
    Fd(Fd),
}

impl FileArg {
    /// Asks the permission model to open the path; an open file has been asked for.
    pub(crate) fn permit(&self, scope: &mut v8::PinScope<'_, '_>, flags: i32) -> Result<(), OpError> {
        match self {
            FileArg::Path(path) => permission::open(scope, path, flags),
            FileArg::Fd(_) => Ok(()),
        }
    }
}

impl<'s> FromV8<'s> for FileArg {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        if value.is_number() {
            Fd::from_v8(scope, value).map(FileArg::Fd)
        } else {
            PathArg::from_v8(scope, value).map(FileArg::Path)
        }
    }
}

/// Where in a file; negative numbers stand for where it stands.
pub(crate) struct Position(pub(crate) Option<i64>);

impl<'s> FromV8<'s> for Position {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let offset = i64::from_v8(scope, value)?;
        Ok(Position((offset >= 0).then_some(offset)))
    }
}

/// In which form a name goes back to JavaScript.
#[derive(Clone, Copy)]
pub(crate) enum NameForm {
    /// A string; bytes that are not UTF-8 become U+FFFD.
    Text,
    /// A `Uint8Array` of the bytes.
    Raw,
}

impl<'s> FromV8<'s> for NameForm {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        Ok(if value.boolean_value(scope) { NameForm::Raw } else { NameForm::Text })
    }
}

/// In which form numbers of the system go back to JavaScript.
#[derive(Clone, Copy)]
pub(crate) enum NumberForm {
    /// Doubles, exact to 53 bits.
    Double,
    BigInt,
}

impl<'s> FromV8<'s> for NumberForm {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        Ok(if value.boolean_value(scope) { NumberForm::BigInt } else { NumberForm::Double })
    }
}

/// A user or group; -1, for "leave it", is the system's highest number.
pub(crate) struct Owner(pub(crate) u32);

impl<'s> FromV8<'s> for Owner {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        i64::from_v8(scope, value).map(|id| Owner(id as u32))
    }
}
