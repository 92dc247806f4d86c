//! Finalizers: functions of an addon that run after a value was collected, from the loop and never inside the collector.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_void;

use runtime::{state, v8};

use crate::abi::{Finalize, Result, Status};
use crate::entry::EnvPtr;
use crate::env::Env;

/// One call to make.
#[derive(Clone, Copy)]
pub(crate) struct Finalizer {
    pub(crate) callback: Finalize,
    pub(crate) data: *mut c_void,
    pub(crate) hint: *mut c_void,
}

// SAFETY: the pointers are the addon's; they are only handed back to it, on the thread of its environment.
unsafe impl Send for Finalizer {}

impl Finalizer {
    /// A finalizer, if the addon gave a function.
    pub(crate) fn new(callback: Option<Finalize>, data: *mut c_void, hint: *mut c_void) -> Option<Self> {
        callback.map(|callback| Self { callback, data, hint })
    }

    pub(crate) fn call(self, env: EnvPtr) {
        // SAFETY: the addon passed a function of this type for this data.
        unsafe { (self.callback)(env, self.data, self.hint) }
    }

    /// Calls it in a scope of its own; what it throws is uncaught.
    pub(crate) fn run(self, env: &'static Env, scope: &mut v8::PinScope<'_, '_>) {
        v8::scope!(let scope, scope);
        env.call_reporting(scope, |env| self.call(env));
    }
}

/// Finalizers that are due.
#[derive(Default)]
pub(crate) struct Queue {
    due: RefCell<VecDeque<Finalizer>>,
    is_scheduled: Cell<bool>,
}

impl Queue {
    /// Queues a finalizer; the first one has the loop run them.
    pub(crate) fn push(&self, env: &'static Env, finalizer: Finalizer) {
        self.due.borrow_mut().push_back(finalizer);
        if self.is_scheduled.replace(true) || !env.is_running() {
            return;
        }
        if let Some(runtime) = state::current() {
            runtime.call_soon(Box::new(move || env.enter(|scope| env.finalizers.drain(env, scope))));
        }
    }

    /// Runs what is due, also what becomes due meanwhile.
    pub(crate) fn drain(&self, env: &'static Env, scope: &mut v8::PinScope<'_, '_>) {
        self.is_scheduled.set(false);
        loop {
            let next = self.due.borrow_mut().pop_front();
            match next {
                Some(finalizer) => finalizer.run(env, scope),
                None => return,
            }
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_post_finalizer(
    env: EnvPtr,
    callback: Option<Finalize>,
    data: *mut c_void,
    hint: *mut c_void,
) -> Status {
    env.basic(|env| {
        let finalizer = Finalizer::new(callback, data, hint).ok_or(Status::InvalidArg)?;
        env.finalizers.push(env, finalizer);
        Result::Ok(())
    })
}
