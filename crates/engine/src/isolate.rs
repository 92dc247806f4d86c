//! The V8 platform, and entering an isolate from outside JavaScript.

use std::sync::OnceLock;

static PLATFORM: OnceLock<v8::SharedRef<v8::Platform>> = OnceLock::new();

/// Starts V8 once for the process. `flags` are V8's own, as on the command line; those V8 does not know come back.
pub fn initialize(flags: Vec<String>) -> Vec<String> {
    let mut arguments = vec![String::from("anode")];
    arguments.extend(flags);
    let unknown = v8::V8::set_flags_from_command_line(arguments).into_iter().skip(1).collect();
    PLATFORM.get_or_init(|| {
        // Four workers as in Node; the platform starts them when the first task arrives.
        let platform = v8::new_default_platform(4, false).make_shared();
        v8::V8::initialize_platform(platform.clone());
        v8::cppgc::initialize_process(platform.clone());
        v8::V8::initialize();
        platform
    });
    unknown
}

/// Runs the foreground tasks that V8 posted for `isolate` (wasm, weak callbacks); returns whether any ran.
pub fn pump_message_loop(isolate: &v8::Isolate) -> bool {
    let Some(platform) = PLATFORM.get() else { return false };
    let mut ran = false;
    while v8::Platform::pump_message_loop(platform, isolate, false) {
        ran = true;
    }
    ran
}

/// A cppgc heap for one isolate.
pub fn cpp_heap() -> Option<v8::UniqueRef<v8::cppgc::Heap>> {
    PLATFORM.get().map(|platform| v8::cppgc::Heap::create(platform.clone(), v8::cppgc::HeapCreateParams::default()))
}

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
}
