//! The state of one isolate's thread, reached from every op.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use engine::{isolate::IsolatePtr, v8};
use sys::event_loop::Loop;

use crate::boot::{Boot, Origin};
use crate::builtin::Builtins;
use crate::cleanup::Cleanup;
use crate::environment::Environment;
use crate::hooks::Hooks;
use crate::last_words::Waiting;
use crate::options::Options;
use crate::soon::Soon;
use crate::thread::Control;

/// An isolate with its context, loop and hooks. One per thread that runs JavaScript.
pub struct Runtime {
    pub(crate) isolate: IsolatePtr,
    pub(crate) context: v8::Global<v8::Context>,
    pub(crate) event_loop: Loop,
    pub(crate) hooks: Hooks,
    /// How many entries into JavaScript are on the stack.
    pub(crate) depth: Cell<u32>,
    pub(crate) builtins: Rc<Builtins>,
    pub(crate) code_cache: &'static [(&'static str, &'static [u8])],
    pub(crate) origin: Origin,
    pub(crate) control: Option<Arc<Control>>,
    pub(crate) cleanup: Cleanup,
    pub(crate) soon: Soon,
    pub(crate) last_words: Waiting,
    options: Options,
    environment: RefCell<Environment>,
    slots: RefCell<HashMap<TypeId, Rc<dyn Any>>>,
}

impl Runtime {
    pub(crate) fn new(isolate: IsolatePtr, context: v8::Global<v8::Context>, boot: Boot) -> Rc<Self> {
        Rc::new(Self {
            isolate,
            context,
            event_loop: boot.event_loop,
            hooks: Hooks::default(),
            depth: Cell::new(0),
            builtins: Rc::new(boot.builtins),
            code_cache: boot.code_cache,
            origin: boot.origin,
            control: boot.control,
            options: boot.options,
            environment: RefCell::default(),
            cleanup: Cleanup::default(),
            soon: Soon::default(),
            last_words: Waiting::default(),
            slots: RefCell::default(),
        })
    }

    /// The event loop of this thread.
    pub fn event_loop(&self) -> &Loop {
        &self.event_loop
    }

    /// The process as it was started.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The environment variables of the program.
    pub fn environment(&self) -> Environment {
        self.environment.borrow().clone()
    }

    /// Gives the program another environment than that of the process, before it starts.
    pub fn set_environment(&self, environment: Environment) {
        *self.environment.borrow_mut() = environment;
    }

    /// All builtins.
    pub fn builtins(&self) -> &Builtins {
        &self.builtins
    }

    /// The main context.
    pub fn context(&self) -> &v8::Global<v8::Context> {
        &self.context
    }

    /// A builtin's own state for this isolate, made with `T::default` on first use.
    pub fn slot<T: Default + 'static>(&self) -> Rc<T> {
        let known = self.slots.borrow().get(&TypeId::of::<T>()).cloned();
        let slot = known.unwrap_or_else(|| {
            let made: Rc<dyn Any> = Rc::new(T::default());
            self.slots.borrow_mut().insert(TypeId::of::<T>(), made.clone());
            made
        });
        match slot.downcast::<T>() {
            Ok(slot) => slot,
            Err(_) => unreachable!("slots are keyed by their type"),
        }
    }

    /// Whether JavaScript is being stopped for good.
    pub fn is_terminating(&self) -> bool {
        self.is_stopping() || self.isolate.is_execution_terminating()
    }

    /// Drops every handle into the isolate, before it goes.
    pub(crate) fn clear(&self) {
        self.hooks.clear();
        let slots = std::mem::take(&mut *self.slots.borrow_mut());
        drop(slots);
    }
}

/// The runtime of the isolate that `scope` belongs to.
pub fn state(scope: &v8::Isolate) -> Rc<Runtime> {
    match scope.get_slot::<Rc<Runtime>>() {
        Some(runtime) => runtime.clone(),
        None => unreachable!("boot sets the runtime before any JavaScript runs"),
    }
}

thread_local! {
    /// The runtime of this thread, for what the loop runs without a scope.
    static CURRENT: RefCell<Option<Rc<Runtime>>> = const { RefCell::new(None) };
}

pub(crate) fn set_current(runtime: Option<Rc<Runtime>>) {
    CURRENT.with(|current| *current.borrow_mut() = runtime);
}

/// The runtime of this thread, if it has one.
pub fn current() -> Option<Rc<Runtime>> {
    CURRENT.with(|current| current.borrow().clone())
}
