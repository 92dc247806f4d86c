//! Directories: listed at once or in steps, made and removed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use runtime::sys::fs::{Dir, Links, Removal};
use runtime::{FromV8, JsError, Native, ToV8, class, op, permission, sys, v8};

use crate::arguments::{NameForm, PathArg, TemplateArg, hold_to_read, hold_to_write};
use crate::values::{Listing, Name};

#[op(blocking, permit = path.may_read(scope))]
pub(crate) fn readdir(path: PathArg, form: NameForm) -> sys::Result<Listing> {
    sys::fs::read_dir(&path).map(|entries| Listing::new(entries, form))
}

#[op(blocking, permit = permission::read(scope, path))]
pub(crate) fn read_tree(path: PathArg, follow_links: bool, form: NameForm) -> sys::Result<Listing> {
    let links = if follow_links { Links::Follow } else { Links::Keep };
    sys::fs::read_tree(&path, links, &hold_to_read).map(|entries| Listing::new(entries, form))
}

/// An open directory, until JavaScript closes it or lets it go. The pool reads it while JavaScript holds it, hence the lock; one read
/// at a time is `Dir`'s rule, so nobody ever waits for it.
type SharedDir = Arc<Mutex<Option<Dir>>>;

/// What JavaScript holds of an open directory.
pub(crate) struct DirHandle(SharedDir);

#[class]
impl DirHandle {}

/// A directory that was opened on the pool and becomes a [`DirHandle`] on the thread of its isolate.
pub(crate) struct OpenedDir(Dir);

impl<'s> ToV8<'s> for OpenedDir {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let handle = DirHandle(Arc::new(Mutex::new(Some(self.0))));
        runtime::engine::class::instantiate(scope, handle)
            .map(Into::into)
            .ok_or_else(|| JsError::error("cannot make a DirHandle"))
    }
}

/// The directory of a [`DirHandle`], in a form that crosses threads.
pub(crate) struct DirArg(SharedDir);

impl<'s> FromV8<'s> for DirArg {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        Native::<DirHandle>::from_v8(scope, value).map(|handle| DirArg(handle.0.clone()))
    }
}

#[op(blocking, permit = path.may_read(scope))]
pub(crate) fn open_dir(path: PathArg) -> sys::Result<OpenedDir> {
    // Node names no path in this error.
    Dir::open(&path).map(OpenedDir).map_err(|error| sys::Error::new(error.errno, error.syscall))
}

/// The next entries; none at the end.
#[op(blocking)]
pub(crate) fn read_dir(dir: DirArg, limit: usize, form: NameForm) -> sys::Result<Listing> {
    let mut dir = dir.0.lock().unwrap_or_else(PoisonError::into_inner);
    let entries = match dir.as_mut() {
        Some(dir) => dir.read(limit)?,
        None => Vec::new(),
    };
    Ok(Listing::new(entries, form))
}

#[op]
pub(crate) fn close_dir(dir: DirArg) {
    *dir.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

#[op(blocking, permit = path.may_write_name(scope))]
pub(crate) fn mkdir(path: PathArg, mode: u32) -> sys::Result<()> {
    sys::fs::make_dir(&path, mode)
}

/// The first directory that was made.
#[op(blocking, permit = permission::write_name(scope, path))]
pub(crate) fn mkdir_all(path: PathArg, mode: u32) -> sys::Result<Option<Name>> {
    let made = sys::fs::make_dir_all(&path, mode, &hold_to_write);
    made.map(|first| first.map(|path| Name::new(path, NameForm::Text)))
}

#[op(blocking, permit = template.may_write_name(scope))]
pub(crate) fn mkdtemp(template: TemplateArg, form: NameForm) -> sys::Result<Name> {
    sys::fs::make_temp_dir(&template).map(|path| Name::new(path, form))
}

#[op(blocking, permit = path.may_write_name(scope))]
pub(crate) fn rmdir(path: PathArg) -> sys::Result<()> {
    sys::fs::remove_dir(&path)
}

/// Removes a file or tree; with `force` one that is not there is removed already.
#[op(blocking, permit = path.may_write_name(scope))]
pub(crate) fn rm(path: PathArg, max_retries: u32, retry_delay: u32, force: bool) -> sys::Result<()> {
    let retry_delay = Duration::from_millis(retry_delay.into());
    sys::fs::remove(&path, Removal { max_retries, retry_delay, accept_missing: force })
}
