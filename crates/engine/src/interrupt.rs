//! Native work in an isolate whose JavaScript may be busy.

use std::ffi::c_void;
use std::sync::{Arc, Mutex, PoisonError};

/// Work on an isolate, from its own thread. It must not enter JavaScript.
pub type Work = Box<dyn FnOnce(&mut v8::Isolate) + Send>;

/// Work that is offered in several places and done in the first that comes.
#[derive(Clone)]
pub struct Offer(Arc<Mutex<Option<Work>>>);

impl Offer {
    /// Offers `work`.
    pub fn new(work: Work) -> Self {
        Self(Arc::new(Mutex::new(Some(work))))
    }

    /// Does the work, unless it is done.
    pub fn take_up(&self, isolate: &mut v8::Isolate) {
        let work = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(work) = work {
            work(isolate);
        }
    }

    /// Offers the work to JavaScript that runs, between two of its steps.
    pub fn interrupt(&self, isolate: &v8::IsolateHandle) {
        let data = Arc::into_raw(self.0.clone());
        if !isolate.request_interrupt(interrupted, data.cast_mut().cast()) {
            // SAFETY: the isolate is gone and does not call back; the pointer is the one made above.
            drop(unsafe { Arc::from_raw(data) });
        }
    }
}

unsafe extern "C" fn interrupted(isolate: v8::UnsafeRawIsolatePtr, data: *mut c_void) {
    // SAFETY: V8 calls this once for each request, with what `interrupt` gave.
    let offer = Offer(unsafe { Arc::from_raw(data.cast::<Mutex<Option<Work>>>()) });
    // SAFETY: V8 calls on the thread that runs the isolate.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(isolate) };
    offer.take_up(&mut isolate);
}
