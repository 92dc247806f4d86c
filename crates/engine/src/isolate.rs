//! Entering an isolate from outside JavaScript.

/// A pointer to an isolate by which callbacks of the event loop enter it again. Valid as long as the isolate, on its own thread.
#[derive(Clone, Copy)]
pub struct IsolatePtr(v8::UnsafeRawIsolatePtr);

impl IsolatePtr {
    /// Points at `isolate`.
    ///
    /// # Safety
    /// The pointer must not be used after the isolate is disposed.
    pub unsafe fn new(isolate: &v8::Isolate) -> Self {
        // SAFETY: passed on to the caller.
        Self(unsafe { isolate.as_raw_isolate_ptr() })
    }

    /// Opens a handle scope in `context` and runs `body` in it.
    pub fn with_scope<R>(
        self,
        context: &v8::Global<v8::Context>,
        body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> R,
    ) -> R {
        // SAFETY: `new`'s contract keeps the isolate alive; scopes nest on the one thread that runs it.
        let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(self.0) };
        v8::scope!(let scope, &mut isolate);
        let context = v8::Local::new(scope, context);
        let scope = &mut v8::ContextScope::new(scope, context);
        body(scope)
    }

    /// A handle by which other threads reach the isolate.
    pub fn thread_safe_handle(self) -> v8::IsolateHandle {
        // SAFETY: as in `with_scope`.
        unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(self.0) }.thread_safe_handle()
    }

    /// Whether JavaScript is being terminated.
    pub fn is_execution_terminating(self) -> bool {
        // SAFETY: as in `with_scope`.
        unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(self.0) }.is_execution_terminating()
    }

    /// Lets V8 work again after JavaScript was terminated.
    pub fn cancel_terminate_execution(self) {
        self.thread_safe_handle().cancel_terminate_execution();
    }

    /// `global` as a local handle of the handle scope that V8 has open while it calls back.
    pub(crate) fn local_in_open_scope<'o>(self, global: &v8::Global<v8::Context>) -> v8::Local<'o, v8::Context> {
        // SAFETY: as in `with_scope`.
        let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(self.0) };
        v8::callback_scope!(unsafe scope, &mut isolate);
        let local = v8::Local::new(scope, global);
        // SAFETY: the handle lives in V8's scope, which outlives the callback that asks for it.
        unsafe { local.extend_lifetime_unchecked() }
    }

    /// Whether V8 works in the background on something whose end is a task for this isolate.
    pub fn has_pending_background_tasks(self) -> bool {
        // SAFETY: as in `with_scope`.
        unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(self.0) }.has_pending_background_tasks()
    }
}
