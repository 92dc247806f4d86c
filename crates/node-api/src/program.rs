//! Promises, scripts, and what an addon can ask about its host.

use std::ffi::{c_char, c_void};

use runtime::v8;

use crate::abi::{NodeVersion, Out, Result, Status, Val};
use crate::entry::EnvPtr;

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_promise(env: EnvPtr, deferred: Out<*mut c_void>, promise: Out<Val>) -> Status {
    env.script(|env, scope| {
        deferred.check()?;
        promise.check()?;
        let resolver = v8::PromiseResolver::new(scope).ok_or(Status::GenericFailure)?;
        let kept = v8::Global::new(scope, resolver);
        deferred.set_optional(env.deferreds.insert(kept));
        promise.set(resolver.get_promise(scope))
    })
}

#[derive(Clone, Copy)]
enum Outcome {
    Resolved,
    Rejected,
}

/// Settles a promise; its deferred is used up.
fn settle(env: EnvPtr, deferred: *mut c_void, value: Val, outcome: Outcome) -> Status {
    env.script(|env, scope| {
        let value = value.local(scope)?;
        let resolver = env.deferreds.take(deferred)?;
        let resolver = v8::Local::new(scope, resolver);
        let settled = match outcome {
            Outcome::Resolved => resolver.resolve(scope, value),
            Outcome::Rejected => resolver.reject(scope, value),
        };
        settled.filter(|settled| *settled).ok_or(Status::GenericFailure).map(drop)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_resolve_deferred(env: EnvPtr, deferred: *mut c_void, resolution: Val) -> Status {
    settle(env, deferred, resolution, Outcome::Resolved)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_reject_deferred(env: EnvPtr, deferred: *mut c_void, rejection: Val) -> Status {
    settle(env, deferred, rejection, Outcome::Rejected)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_run_script(env: EnvPtr, script: Val, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        let script = script.local(scope)?;
        result.check()?;
        let script = v8::Local::<v8::String>::try_from(script).map_err(|_| Status::StringExpected)?;
        let script = v8::Script::compile(scope, script, None).ok_or(Status::GenericFailure)?;
        result.set(script.run(scope).ok_or(Status::GenericFailure)?)
    })
}

/// The highest version of the interface that is offered.
pub(crate) const VERSION: u32 = 10;

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_version(env: EnvPtr, result: Out<u32>) -> Status {
    env.constant(|_| result.set(VERSION))
}

/// The parts of [`runtime::version::NODE`].
const fn node_version() -> NodeVersion {
    let text = runtime::version::NODE.as_bytes();
    let mut parts = [0u32; 3];
    let (mut part, mut at) = (0, 0);
    while at < text.len() {
        if text[at] == b'.' {
            part += 1;
        } else {
            parts[part] = parts[part] * 10 + (text[at] - b'0') as u32;
        }
        at += 1;
    }
    NodeVersion { major: parts[0], minor: parts[1], patch: parts[2], release: c"node".as_ptr() }
}

struct Shared(NodeVersion);

// SAFETY: the version is constant and its text static.
unsafe impl Sync for Shared {}

static NODE_VERSION: Shared = Shared(node_version());

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_node_version(env: EnvPtr, result: Out<*const NodeVersion>) -> Status {
    env.constant(|_| result.set(&raw const NODE_VERSION.0))
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_get_module_file_name(env: EnvPtr, result: Out<*const c_char>) -> Status {
    env.constant(|env| -> Result { result.set(env.filename.as_ptr()) })
}
