//! Native values on their way from one isolate to another.

use std::any::Any;
use std::sync::Arc;

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
