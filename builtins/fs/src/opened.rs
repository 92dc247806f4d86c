//! Descriptors that JavaScript holds as numbers. A process leaves them to the system; a worker that ends must close them itself.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use runtime::sys::{self, fs::Fd};
use runtime::{FromV8, JsError, Native, OpError, Parcel, ToV8, op, state, v8};

/// The descriptors a worker has opened and not closed.
#[derive(Default)]
struct OpenDescriptors {
    open: RefCell<HashSet<Fd>>,
    are_left_open: Cell<bool>,
}

impl Drop for OpenDescriptors {
    fn drop(&mut self) {
        if !self.are_left_open.get() {
            for fd in self.open.take() {
                // One that the program closed by other means is no longer ours to report.
                let _ = sys::fs::close(fd);
            }
        }
    }
}

/// A descriptor on its way to JavaScript; closed if it does not get there.
pub(crate) struct Opened(Option<Fd>);

impl Opened {
    pub(crate) fn new(fd: Fd) -> Self {
        Self(Some(fd))
    }

    fn take(&mut self) -> Option<Fd> {
        self.0.take()
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        if let Some(fd) = self.take() {
            // Nobody is left to tell.
            let _ = sys::fs::close(fd);
        }
    }
}

impl<'s> ToV8<'s> for Opened {
    fn to_v8(mut self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let runtime = state(scope);
        let fd = self.take().unwrap_or(-1);
        if runtime.control().is_some() {
            runtime.slot::<OpenDescriptors>().open.borrow_mut().insert(fd);
        }
        fd.to_v8(scope)
    }
}

/// A descriptor that JavaScript gives up.
pub(crate) struct Closing(pub(crate) Fd);

impl<'s> FromV8<'s> for Closing {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let fd = Fd::from_v8(scope, value)?;
        let runtime = state(scope);
        if runtime.control().is_some() {
            runtime.slot::<OpenDescriptors>().open.borrow_mut().remove(&fd);
        }
        Ok(Self(fd))
    }
}

/// A descriptor that moves to another thread, or is closed when nobody receives it.
struct Moving(Mutex<Opened>);

/// Puts a descriptor into a parcel, out of the hands of this thread.
#[op]
pub(crate) fn pack_descriptor<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    fd: Closing,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    Ok(Parcel::object(scope, Arc::new(Moving(Mutex::new(Opened::new(fd.0)))))?)
}

/// Takes the descriptor out of a parcel, once.
#[op]
pub(crate) fn unpack_descriptor<'s>(
    _scope: &mut v8::PinScope<'s, '_>,
    parcel: Native<'s, Parcel>,
) -> Result<Opened, OpError> {
    unpacked(&parcel).map(Opened::new)
}

/// The same for a native handle, which closes it by itself: the end of the worker must not close it once more.
#[op]
pub(crate) fn unpack_descriptor_for_handle<'s>(
    _scope: &mut v8::PinScope<'s, '_>,
    parcel: Native<'s, Parcel>,
) -> Result<Fd, OpError> {
    unpacked(&parcel)
}

fn unpacked(parcel: &Native<'_, Parcel>) -> Result<Fd, OpError> {
    let moving = parcel.open::<Moving>();
    let fd = moving.and_then(|moving| moving.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    Ok(fd.ok_or_else(|| JsError::type_error("the parcel holds no descriptor"))?)
}

/// What a worker opens stays open when it ends (`trackUnmanagedFds: false`).
#[op]
pub(crate) fn leave_descriptors_open(scope: &mut v8::PinScope<'_, '_>) {
    state(scope).slot::<OpenDescriptors>().are_left_open.set(true);
}
