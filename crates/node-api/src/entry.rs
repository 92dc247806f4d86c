//! The one way from an addon into the runtime. Every function of the interface is one call of [`EnvPtr::basic`], [`EnvPtr::values`] or
//! [`EnvPtr::script`], which check what Node checks before the body runs and turn its result into a status.

use std::panic::{AssertUnwindSafe, catch_unwind};

use runtime::v8;

use crate::abi::{EXPERIMENTAL, Result, Status};
use crate::env::Env;

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

    /// The environment.
    pub(crate) fn get(self) -> Option<&'static Env> {
        // SAFETY: addons pass what they were given; environments live as long as the process (`Env::create` leaks them).
        unsafe { self.0.as_ref() }
    }

    /// A call that neither makes nor reads JavaScript values; finalizers may make it inside the collector.
    pub(crate) fn basic(self, body: impl FnOnce(&'static Env) -> Result) -> Status {
        let Some(env) = self.get() else { return Status::InvalidArg };
        env.finish(guarded(|| body(env)))
    }

    /// A call that makes or reads values and runs no JavaScript, so that it works while an exception is pending.
    pub(crate) fn values(
        self,
        body: impl for<'s, 'i> FnOnce(&'static Env, &mut v8::PinScope<'s, 'i>) -> Result,
    ) -> Status {
        let Some(env) = self.get() else { return Status::InvalidArg };
        env.refuse_in_collector();
        env.finish(guarded(|| env.scoped(|scope| body(env, scope))))
    }

    /// A call that may run JavaScript. It is refused while an exception is pending; one that is thrown becomes the pending exception.
    pub(crate) fn script(
        self,
        body: impl for<'s, 'i> FnOnce(&'static Env, &mut v8::PinScope<'s, 'i>) -> Result,
    ) -> Status {
        let Some(env) = self.get() else { return Status::InvalidArg };
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
                match scope.exception() {
                    Some(exception) => {
                        env.keep_exception(scope, exception);
                        Err(Status::PendingException)
                    }
                    None if scope.has_caught() => Err(Status::PendingException),
                    None => result,
                }
            })
        }))
    }
}

/// What a call that needs JavaScript answers when none can run any more.
fn refusal(version: i32) -> Status {
    if version >= 10 || version == EXPERIMENTAL { Status::CannotRunJs } else { Status::PendingException }
}

/// A panic must not unwind into C; the caller learns that the call failed.
fn guarded(body: impl FnOnce() -> Result) -> Result {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(Err(Status::GenericFailure))
}
