//! Arguments that many ops share.

use std::cell::OnceCell;
use std::ffi::OsString;
use std::ops::Deref;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use runtime::permission::{self, Permission};
use runtime::sys::fs::{Fd, OpenAccess, Pinned, Use};
use runtime::{Bytes, FromV8, JsError, OpError, sys, v8};

/// A path: the text of a string as UTF-8, or the bytes of a `Uint8Array` as they are. Under the permission model it leads, once it is permitted, through a
/// descriptor that holds on to what was granted.
pub(crate) struct PathArg {
    written: PathBuf,
    held: OnceCell<Pinned>,
}

impl PathArg {
    /// Asks to read what the path leads to.
    pub(crate) fn may_read(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
        permission::read(scope, &self.written)?;
        self.hold(scope, &[Permission::FileSystemRead], Use::Target)
    }

    /// Asks to read what is there under the name; a link is a link.
    pub(crate) fn may_read_name(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
        permission::read_name(scope, &self.written)?;
        self.hold(scope, &[Permission::FileSystemRead], Use::Name)
    }

    /// Asks to write what the path leads to.
    pub(crate) fn may_write(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
        permission::write(scope, &self.written)?;
        self.hold(scope, &[Permission::FileSystemWrite], Use::Target)
    }

    /// Asks to make, change or remove the name; a link is a link.
    pub(crate) fn may_write_name(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
        permission::write_name(scope, &self.written)?;
        self.hold(scope, &[Permission::FileSystemWrite], Use::Name)
    }

    /// Asks to write what the path leads to, or a file that is made there.
    pub(crate) fn may_write_or_make(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
        permission::write(scope, &self.written)?;
        self.hold(scope, &[Permission::FileSystemWrite], Use::TargetOrNew)
    }

    /// Asks to change the length of the file, which is opened for that as Node opens it.
    pub(crate) fn may_truncate(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
        permission::read(scope, &self.written)?;
        permission::write(scope, &self.written)?;
        self.hold(scope, &[Permission::FileSystemRead, Permission::FileSystemWrite], Use::Target)
    }

    /// Asks to move or copy the name elsewhere: what is there may be read and, by another name, changed.
    pub(crate) fn may_move(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
        permission::read_name(scope, &self.written)?;
        permission::write_name(scope, &self.written)?;
        self.hold(scope, &[Permission::FileSystemRead, Permission::FileSystemWrite], Use::Name)
    }

    /// Asks to open the path with the flags of `open(2)`.
    pub(crate) fn may_open(&self, scope: &mut v8::PinScope<'_, '_>, flags: i32) -> Result<(), OpError> {
        let access = OpenAccess::of(flags);
        let mut wanted = Vec::with_capacity(2);
        if access.reads {
            permission::read(scope, &self.written)?;
            wanted.push(Permission::FileSystemRead);
        }
        if access.writes {
            permission::write(scope, &self.written)?;
            wanted.push(Permission::FileSystemWrite);
        }
        self.hold(scope, &wanted, access.uses)
    }

    /// Every use follows a single request, so nothing is held yet.
    fn hold(&self, scope: &mut v8::PinScope<'_, '_>, wanted: &[Permission], how: Use) -> Result<(), OpError> {
        if let Some(pinned) = permission::hold(scope, wanted, &self.written, how)? {
            let _ = self.held.set(pinned);
        }
        Ok(())
    }
}

/// Asks for each step of reading below a path.
pub(crate) fn hold_to_read(step: &Path, how: Use) -> sys::Result<Option<Pinned>> {
    permission::hold_step(Permission::FileSystemRead, step, how)
}

/// Asks for each step of making names on the way to a path.
pub(crate) fn hold_to_write(step: &Path, how: Use) -> sys::Result<Option<Pinned>> {
    permission::hold_step(Permission::FileSystemWrite, step, how)
}

impl Deref for PathArg {
    type Target = Path;
    fn deref(&self) -> &Path {
        self.held.get().map_or(&self.written, Pinned::path)
    }
}

impl<'s> FromV8<'s> for PathArg {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let bytes = if value.is_string() {
            String::from_v8(scope, value)?.into_bytes()
        } else {
            Bytes::from_v8(scope, value)?.to_vec()
        };
        Ok(PathArg { written: PathBuf::from(OsString::from_vec(bytes)), held: OnceCell::new() })
    }
}

/// A prefix that `mkdtemp` was given, with the characters after it that are replaced.
pub(crate) struct TemplateArg(PathArg);

impl Deref for TemplateArg {
    type Target = PathArg;
    fn deref(&self) -> &PathArg {
        &self.0
    }
}

impl<'s> FromV8<'s> for TemplateArg {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let mut template = PathArg::from_v8(scope, value)?;
        template.written.as_mut_os_string().push("XXXXXX");
        Ok(TemplateArg(template))
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
            FileArg::Path(path) => path.may_open(scope, flags),
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
