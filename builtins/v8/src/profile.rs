//! A connection to the inspector that records one profile.

use std::cell::RefCell;

use runtime::inspector::Caller;
use runtime::{JsError, class, state, v8};

/// `new Profile()`
pub(crate) struct Profile(RefCell<Option<Caller>>);

#[class]
impl Profile {
    #[constructor]
    fn new(scope: &mut v8::PinScope<'_, '_>) -> Profile {
        Profile(RefCell::new(Some(Caller::connect(&state(scope)))))
    }

    /// Calls a method of the protocol; throws what it answers if that is an error.
    #[method]
    fn call(&self, _scope: &mut v8::PinScope<'_, '_>, method: String, params: String) -> Result<(), JsError> {
        let caller = self.0.borrow();
        let Some(caller) = caller.as_ref() else { return Ok(()) };
        caller.call(&method, &params).map(drop).map_err(JsError::error)
    }

    /// Collects all garbage: the inspector answers a call for that too late for [`Self::call`].
    #[method]
    fn collect_garbage(&self, scope: &mut v8::PinScope<'_, '_>) {
        scope.low_memory_notification();
    }

    /// Calls the method that ends the recording, disconnects, and gives the profile's JSON text.
    #[method]
    fn finish(&self, _scope: &mut v8::PinScope<'_, '_>, method: String) -> Result<Option<String>, JsError> {
        let caller = self.0.take();
        caller.map(|caller| caller.call_for(&method, "profile")).transpose().map_err(JsError::error)
    }
}
