//! Making an isolate: from the startup snapshot in a release binary, from the snapshot of a program, from source in development and when the
//! startup snapshot is made.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use engine::isolate::IsolatePtr;
use engine::ledger::Ledger;
use engine::limits::{self, HeapLimits};
use engine::{convert::string, platform, v8};
use sys::event_loop::Loop;

use crate::builtin::Builtins;
use crate::hooks::{self, Hook};
use crate::loader;
use crate::near_heap_limit;
use crate::options::Options;
use crate::shadow_realm;
use crate::state::{self, Runtime};
use crate::tasks;
use crate::thread::Control;

/// Where the program's context stands in a snapshot: the first beside the default one.
pub(crate) const MAIN_CONTEXT: usize = 0;

/// The module that fills a fresh realm; what it leaves behind is the startup snapshot.
const REALM_MODULE: &str = "internal:bootstrap/realm";

/// What an isolate is made from. All isolates of a process share V8's read-only heap, so that they all come from one snapshot.
#[derive(Clone, Copy)]
pub enum Origin {
    /// The JavaScript of the builtins.
    Source,
    /// The startup snapshot, made by [`crate::snapshot::create`] in the same build.
    Snapshot(&'static [u8]),
    /// The snapshot of a program, made by [`Realm::into_snapshot`] in the same build.
    Program(&'static [u8]),
    /// The JavaScript of the builtins, in the plain context of a program's snapshot.
    PlainProgram(&'static [u8]),
}

impl Origin {
    fn blob(self) -> Option<&'static [u8]> {
        match self {
            Self::Source => None,
            Self::Snapshot(blob) | Self::Program(blob) | Self::PlainProgram(blob) => Some(blob),
        }
    }

    /// Whether the snapshot holds a realm that is already filled.
    fn holds_realm(self) -> bool {
        matches!(self, Self::Snapshot(_) | Self::Program(_))
    }

    /// What further isolates are made from; the program's realm is not theirs.
    fn of_threads(self) -> Self {
        match self {
            Self::Program(blob) => Self::PlainProgram(blob),
            other => other,
        }
    }
}

/// What a realm is made of.
pub struct Boot {
    /// All builtins.
    pub builtins: Builtins,
    /// Where its heap comes from.
    pub origin: Origin,
    /// Code caches by specifier, sorted.
    pub code_cache: &'static [(&'static str, &'static [u8])],
    /// The process as it was started.
    pub options: Options,
    /// The loop of this thread.
    pub event_loop: Loop,
    /// What ends the isolate from outside; `None` on the main thread, whose end is that of the process.
    pub control: Option<Arc<Control>>,
}

/// What every isolate of a binary is made from.
#[derive(Clone)]
pub struct Seed {
    /// All builtins.
    pub builtins: Builtins,
    /// Where its heap comes from.
    pub origin: Origin,
    /// Code caches by specifier, sorted.
    pub code_cache: &'static [(&'static str, &'static [u8])],
}

/// An isolate that is ready to run. Dropping it disposes the isolate.
pub struct Realm {
    pub(crate) runtime: Rc<Runtime>,
    pub(crate) isolate: Option<v8::OwnedIsolate>,
}

impl Realm {
    /// Makes the isolate and its context. Exceptions of the bootstrap itself end the process: they are defects of the binary.
    pub fn new(boot: Boot) -> Self {
        Self::made_by(boot, v8::Isolate::new)
    }

    /// The same with an isolate that `make` makes of its parameters.
    pub(crate) fn made_by(boot: Boot, make: impl FnOnce(v8::CreateParams) -> v8::OwnedIsolate) -> Self {
        let references = boot.builtins.external_references();
        let params = v8::CreateParams::default().external_references(Cow::Owned(references));
        let mut params = limits::sized_for(sys::os::usable_memory(), params);
        if let Some(heap) = platform::cpp_heap() {
            params = params.cpp_heap(heap);
        }
        if let Some(snapshot) = boot.origin.blob() {
            params = params.snapshot_blob(v8::StartupData::from(snapshot));
        }
        let ledger = Arc::<Ledger>::default();
        let mut isolate = make(ledger.count_in(params));
        ledger.keep(&mut isolate);
        Self::assemble(isolate, boot)
    }

    fn assemble(mut isolate: v8::OwnedIsolate, boot: Boot) -> Self {
        isolate.set_microtasks_policy(v8::MicrotasksPolicy::Explicit);
        isolate.set_promise_reject_callback(hooks::on_promise_reject);
        isolate.set_prepare_stack_trace_callback(hooks::on_prepare_stack_trace);
        isolate.set_host_create_shadow_realm_context_callback(shadow_realm::create_context);
        limits::abort_when_full(&mut isolate);
        if boot.options.flag("--trace-uncaught") {
            let limit = boot.options.number("--stack-trace-limit").unwrap_or(10);
            isolate.set_capture_stack_trace_for_uncaught_exceptions(true, i32::try_from(limit).unwrap_or(i32::MAX));
        }
        // SAFETY: `Realm` owns the isolate and outlives its loop callbacks, which stop with `run_to_end`.
        let pointer = unsafe { IsolatePtr::new(&isolate) };
        let from_snapshot = boot.origin.holds_realm();
        let runtime = {
            v8::scope!(let scope, &mut isolate);
            let context = main_context(scope, from_snapshot);
            let global = v8::Global::new(scope, context);
            let runtime = Runtime::new(pointer, global, boot);
            scope.set_slot(runtime.clone());
            let scope = &mut v8::ContextScope::new(scope, context);
            near_heap_limit::watch(&runtime, scope);
            state::set_current(Some(runtime.clone()));
            runtime.fill(scope, from_snapshot);
            runtime
        };
        platform::open_route(&isolate, tasks::LoopTasks::shared(runtime.event_loop()));
        Self { runtime, isolate: Some(isolate) }
    }

    /// The runtime of the isolate.
    pub fn runtime(&self) -> &Rc<Runtime> {
        &self.runtime
    }

    /// A handle by which other threads reach the isolate.
    pub(crate) fn isolate_handle(&self) -> v8::IsolateHandle {
        self.runtime.isolate.thread_safe_handle()
    }

    /// See [`HeapLimits::enforce`].
    pub(crate) fn enforce(&mut self, heap: HeapLimits) -> bool {
        self.isolate.as_mut().is_none_or(|isolate| heap.enforce(isolate))
    }

    /// See [`Runtime::call_builtin`].
    pub fn call_builtin(&self, specifier: &str, name: &str) {
        self.runtime.call_builtin(specifier, name);
    }
}

impl Drop for Realm {
    fn drop(&mut self) {
        self.runtime.clean_up();
        self.runtime.close_control();
        self.runtime.clear();
        self.runtime.event_loop.dismantle();
        state::set_current(None);
        if let Some(mut isolate) = self.isolate.take() {
            let route = platform::close_route(&isolate);
            isolate.remove_slot::<Rc<Runtime>>();
            drop(isolate);
            drop(route);
        }
        // What the isolate's native objects queued when they went.
        self.runtime.event_loop.dismantle();
    }
}

impl Runtime {
    /// Loads a builtin module and calls its export `name`; exceptions go to the uncaught handlers.
    pub(crate) fn call_builtin(self: &Rc<Self>, specifier: &str, name: &str) {
        self.call_into_js(|scope| {
            self.call_export(scope, (specifier, name), &[]);
        });
    }

    /// The same inside of JavaScript, with arguments; `None` when there is no such export, or it throws.
    pub fn call_export<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        (specifier, name): (&str, &str),
        arguments: &[v8::Local<'_, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let module = self.require(scope, specifier)?;
        let key = string(scope, name);
        let function = v8::Local::<v8::Function>::try_from(module.get(scope, key.into())?).ok()?;
        self.call_reporting(scope, function, module.into(), arguments)
    }

    /// What further isolates are made from.
    pub fn seed(&self) -> Seed {
        Seed { builtins: (*self.builtins).clone(), origin: self.origin.of_threads(), code_cache: self.code_cache }
    }

    /// Runs the bootstrap, or takes its result from the snapshot.
    fn fill(self: &Rc<Self>, scope: &mut v8::PinScope<'_, '_>, from_snapshot: bool) {
        let hooks = if from_snapshot {
            match scope.get_context_data_from_snapshot_once::<v8::Object>(0) {
                Ok(hooks) => hooks,
                Err(error) => unreachable!("the snapshot of this build holds the hooks: {error}"),
            }
        } else {
            self.bootstrap(scope)
        };
        self.hooks.adopt(scope, hooks);
        crate::snapshot::adopt_classes(self, scope, hooks);
    }

    fn bootstrap<'s>(self: &Rc<Self>, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
        let hooks = self.hooks.create(scope);
        v8::tc_scope!(let scope, scope);
        let require = loader::create_require(scope, hooks);
        if let Some(require) = require.and_then(|require| v8::Local::<v8::Function>::try_from(require).ok()) {
            self.hooks.set(scope, Hook::Require, require);
            let receiver = v8::undefined(scope);
            let specifier = string(scope, REALM_MODULE);
            require.call(scope, receiver.into(), &[specifier.into()]);
        }
        if let Some(exception) = scope.exception() {
            let text =
                exception.to_detail_string(scope).map(|text| text.to_rust_string_lossy(scope)).unwrap_or_default();
            sys::exit::write_stderr(format!("anode: the bootstrap failed\n{text}\n").as_bytes());
            sys::exit::now(70);
        }
        hooks
    }

    /// The exports of a builtin module.
    pub fn require<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        specifier: &str,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let require = self.hooks.function(scope, Hook::Require)?;
        let specifier = string(scope, specifier);
        let receiver = v8::undefined(scope);
        let exports = self.call_reporting(scope, require, receiver.into(), &[specifier.into()])?;
        v8::Local::<v8::Object>::try_from(exports).ok()
    }
}

/// The context of the program, which a snapshot holds beside the plain one that `node:vm` makes its contexts of.
fn main_context<'s>(scope: &mut v8::PinScope<'s, '_, ()>, from_snapshot: bool) -> v8::Local<'s, v8::Context> {
    if !from_snapshot {
        return v8::Context::new(scope, v8::ContextOptions::default());
    }
    v8::Context::from_snapshot(scope, MAIN_CONTEXT, v8::ContextOptions::default())
        .unwrap_or_else(|| unreachable!("the snapshot of this build holds the program's context"))
}
