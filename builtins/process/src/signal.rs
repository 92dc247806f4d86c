//! A watched signal. The watch never keeps the loop alive.

use std::cell::RefCell;

use runtime::sys::signal::SignalHandle;
use runtime::{Callback, OpError, class, state, v8};

/// `new SignalWatch(signum, callback)`: calls back for every delivery until `close()`.
pub(crate) struct SignalWatch {
    handle: RefCell<Option<SignalHandle>>,
}

#[class]
impl SignalWatch {
    #[constructor]
    fn new(
        scope: &mut v8::PinScope<'_, '_>,
        signum: i32,
        callback: v8::Local<'_, v8::Function>,
    ) -> Result<SignalWatch, OpError> {
        let callback = Callback::new(scope, callback);
        let runtime = state(scope);
        let deliver = Box::new(move || callback.call(|_| []));
        let handle = SignalHandle::new(runtime.event_loop(), signum, deliver)?;
        handle.unreference();
        Ok(SignalWatch { handle: RefCell::new(Some(handle)) })
    }

    /// Gives the signal its default action back.
    #[method]
    fn close(&self) {
        self.handle.borrow_mut().take();
    }
}
