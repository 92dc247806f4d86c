//! A profile of this thread.

use std::cell::RefCell;

use runtime::recording::{Kind, Recording};
use runtime::{JsError, class, state, v8};

/// `new Profile()`
#[derive(Default)]
pub(crate) struct Profile(RefCell<Option<Recording>>);

#[class]
impl Profile {
    #[constructor]
    fn new() -> Profile {
        Profile::default()
    }

    /// Starts recording; `false` when another profile of the heap runs. `params` is a JSON object for the inspector.
    #[method]
    fn start(&self, scope: &mut v8::PinScope<'_, '_>, kind: i32, params: String) -> Result<bool, JsError> {
        let started = Recording::start(&state(scope), Kind::from_number(kind), &params).map_err(JsError::error)?;
        let is_started = started.is_some();
        self.0.replace(started);
        Ok(is_started)
    }

    /// Ends the recording and gives the profile's JSON text, the first time.
    #[method]
    fn finish(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<Option<String>, JsError> {
        let recording = self.0.take();
        recording.map(|recording| recording.finish(scope)).transpose().map_err(JsError::error)
    }
}
