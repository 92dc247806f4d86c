//! Watched signals. A watch never keeps the loop alive.

use std::cell::RefCell;

use runtime::sys::signal::SignalHandle;
use runtime::{Callback, OpError, class, op, state, v8};

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

/// Whether `SIGINT` prints the stack before it ends the process.
#[op]
pub(crate) fn set_trace_sigint(scope: &mut v8::PinScope<'_, '_>, enable: bool) -> Result<(), OpError> {
    let runtime = state(scope);
    if enable {
        runtime.trace_sigint()?;
    } else {
        runtime.stop_tracing_sigint();
    }
    Ok(())
}
