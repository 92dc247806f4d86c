//! The one way from an addon into the runtime. Every function of the interface is one call of [`EnvPtr::basic`], [`EnvPtr::values`] or
//! [`EnvPtr::script`], which check what Node checks before the body runs and turn its result into a status. The first two are always inlined: copying
//! the arguments once more costs as much as the rest of a small call.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use runtime::v8;

use crate::abi::{EXPERIMENTAL, Result, Status};
use crate::env::Env;
use crate::reference::Key;
use crate::tokens;

/// The environments of the process, by their address, with their threads. They stay: addons keep their pointers.
static KNOWN: Mutex<BTreeMap<usize, usize>> = Mutex::new(BTreeMap::new());

thread_local! {
    /// The address of the environment that was found last, so that most calls need no search. 1 is the address of none.
    static LAST: Cell<usize> = const { Cell::new(1) };
}

fn known() -> MutexGuard<'static, BTreeMap<usize, usize>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `napi_env` as addons pass it.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct EnvPtr(*const Env);

impl EnvPtr {
    /// The pointer that stands for `env`.
    pub(crate) fn of(env: &'static Env) -> Self {
        EnvPtr(env)
    }

    /// No environment, for finalizers that run without one.
    pub(crate) const NULL: EnvPtr = EnvPtr(std::ptr::null());

    /// The environment, which must be one of this thread.
    #[inline]
    pub(crate) fn get(self) -> Result<&'static Env> {
        if self.0.addr() != LAST.get() {
            self.search()?;
        }
        // SAFETY: the address is that of an environment; they live as long as the process (`Env::create` leaks them).
        unsafe { self.0.as_ref() }.ok_or(Status::InvalidArg)
    }

    /// Looks the pointer up among those that were given out.
    #[cold]
    fn search(self) -> Result {
        match known().get(&self.0.addr()) {
            Some(thread) if *thread == tokens::thread() => {
                LAST.set(self.0.addr());
                Ok(())
            }
            Some(_) => Err(Status::GenericFailure),
            None => Err(Status::InvalidArg),
        }
    }

    /// A call that neither makes nor reads JavaScript values; finalizers may make it inside the collector.
    #[inline(always)]
    pub(crate) fn basic(self, body: impl FnOnce(&'static Env) -> Result) -> Status {
        self.get().map_or_else(|status| status, |env| env.finish(guarded(|| body(env))))
    }

    /// A call about what never changes, which any thread may make.
    pub(crate) fn constant(self, body: impl FnOnce(&Env) -> Result) -> Status {
        if matches!(self.get(), Err(Status::InvalidArg)) {
            return Status::InvalidArg;
        }
        // SAFETY: as in `get`; `body` reads what is set before any thread can ask.
        body(unsafe { &*self.0 }).err().unwrap_or(Status::Ok)
    }

    /// A call that makes or reads values and runs no JavaScript, so that it works while an exception is pending.
    #[inline(always)]
    pub(crate) fn values(
        self,
        body: impl for<'s, 'i> FnOnce(&'static Env, &mut v8::PinScope<'s, 'i>) -> Result,
    ) -> Status {
        let env = match self.get() {
            Ok(env) => env,
            Err(refusal) => return refusal,
        };
        env.refuse_in_collector();
        env.finish(guarded(|| env.scoped(|scope| body(env, scope))))
    }

    /// A call that may run JavaScript. It is refused while an exception is pending; one that is thrown becomes the pending exception.
    pub(crate) fn script(
        self,
        body: impl for<'s, 'i> FnOnce(&'static Env, &mut v8::PinScope<'s, 'i>) -> Result,
    ) -> Status {
        let env = match self.get() {
            Ok(env) => env,
            Err(refusal) => return refusal,
        };
        env.refuse_in_collector();
        if env.has_exception() {
            return env.finish(Err(Status::PendingException));
        }
        if !env.can_run_js() {
            return env.finish(Err(refusal(env.version)));
        }
        env.finish(guarded(|| {
            env.scoped(|scope| {
                v8::tc_scope!(let scope, scope);
                let result = body(env, scope);
                if !scope.has_caught() {
                    return result;
                }
                if let Some(exception) = scope.exception() {
                    env.keep_exception(scope, exception);
                }
                Err(Status::PendingException)
            })
        }))
    }
}

/// Makes an environment of this thread known.
pub(crate) fn announce(env: &'static Env) {
    known().insert(std::ptr::from_ref(env).expose_provenance(), tokens::thread());
}

/// The environment whose reference `key` is: `env`, or another of this thread, since addons unwrap objects that others wrapped.
pub(crate) fn owner_of(env: &'static Env, key: Key) -> Option<&'static Env> {
    if env.reference_data(key).is_some() {
        return Some(env);
    }
    let here = tokens::thread();
    let addresses: Vec<usize> =
        known().iter().filter(|(_, thread)| **thread == here).map(|(address, _)| *address).collect();
    // SAFETY: as in `EnvPtr::get`.
    let mut others =
        addresses.into_iter().map(|address| unsafe { &*std::ptr::with_exposed_provenance::<Env>(address) });
    others.find(|other| other.reference_data(key).is_some())
}

/// What a call that needs JavaScript answers when none can run any more.
fn refusal(version: i32) -> Status {
    if version >= 10 || version == EXPERIMENTAL { Status::CannotRunJs } else { Status::PendingException }
}

/// A panic must not unwind into C; the caller learns that the call failed.
#[inline(always)]
fn guarded(body: impl FnOnce() -> Result) -> Result {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(Err(Status::GenericFailure))
}
