//! Native values on their way from one isolate to another.

use std::any::Any;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use engine::{JsError, class, v8};

/// What a [`Parcel`] holds.
pub type Contents = Arc<dyn Any + Send + Sync>;

/// A native value that a message carries beside its JavaScript values: the class that packs it into one opens it again, on whichever thread
/// the message is read.
pub struct Parcel(Contents);

#[class]
impl Parcel {}

impl Parcel {
    /// A parcel as a JavaScript object.
    pub fn object<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        contents: Contents,
    ) -> Result<v8::Local<'s, v8::Object>, JsError> {
        engine::class::instantiate(scope, Self(contents)).ok_or_else(|| JsError::error("cannot make a parcel"))
    }

    /// What it holds.
    pub fn contents(&self) -> Contents {
        self.0.clone()
    }

    /// The value, if it is a `T`.
    pub fn open<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.clone().downcast().ok()
    }
}

/// A value that the clones of a JavaScript object share, also those on other threads.
#[derive(Default)]
pub struct SharedValue<T>(Arc<Mutex<T>>);

impl<T: Default + Send + 'static> SharedValue<T> {
    /// A new value, or the one in a parcel that [`SharedValue::pack`] made; a TypeError for a parcel of something else.
    pub fn new(parcel: Option<&Parcel>) -> Result<Self, JsError> {
        let Some(parcel) = parcel else { return Ok(Self::default()) };
        parcel.open().map(Self).ok_or_else(|| JsError::type_error("the parcel holds something else"))
    }

    /// A parcel with the value, for the object that is a clone of this one.
    pub fn pack<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, JsError> {
        Parcel::object(scope, self.0.clone())
    }

    /// The value, which no other thread touches meanwhile.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
