//! Handle scopes of an addon, closed in the reverse order of their opening. [`crate::open_scopes`] has those that are open.

use std::ffi::c_void;

use runtime::engine::open_scope::EscapeSlot;

use crate::abi::{Out, Result, Status, Val};
use crate::entry::EnvPtr;
use crate::open_scopes::{self, Escape};
use crate::tokens::pointer;

fn number(scope: *mut c_void) -> Result<usize> {
    if scope.is_null() { Err(Status::InvalidArg) } else { Ok(scope.addr()) }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_open_handle_scope(env: EnvPtr, result: Out<*mut c_void>) -> Status {
    env.values(|env, scope| {
        result.check()?;
        result.set(pointer(open_scopes::open(env, scope, Escape::Impossible)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_close_handle_scope(env: EnvPtr, scope: *mut c_void) -> Status {
    env.values(|env, _| open_scopes::close(env, number(scope)?))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_open_escapable_handle_scope(env: EnvPtr, result: Out<*mut c_void>) -> Status {
    env.values(|env, scope| {
        result.check()?;
        let slot = EscapeSlot::reserve(scope);
        result.set(pointer(open_scopes::open(env, scope, Escape::Free(slot))))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_close_escapable_handle_scope(env: EnvPtr, scope: *mut c_void) -> Status {
    napi_close_handle_scope(env, scope)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_escape_handle(env: EnvPtr, scope: *mut c_void, escapee: Val, result: Out<Val>) -> Status {
    env.values(|env, open| {
        let id = number(scope)?;
        let value = escapee.local(open)?;
        result.check()?;
        let (value, stamp) = open_scopes::escape(env, id, value)?;
        result.set(Val::stamped(value, stamp))
    })
}
