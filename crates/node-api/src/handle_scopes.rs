//! Handle scopes of an addon, closed in the reverse order of their opening.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;

use runtime::engine::open_scope::{EscapeSlot, OpenScope};
use runtime::v8;

use crate::abi::{Out, Result, Status, Val};
use crate::entry::EnvPtr;

struct Entry {
    /// What the addon holds: a number that is never used twice.
    id: usize,
    _scope: OpenScope,
    /// Escapable scopes have one until it is used.
    slot: Option<EscapeSlot>,
}

/// The scopes that are open, innermost last.
#[derive(Default)]
pub(crate) struct Scopes {
    open: RefCell<Vec<Entry>>,
    last: Cell<usize>,
}

impl Scopes {
    pub(crate) fn depth(&self) -> usize {
        self.open.borrow().len()
    }

    /// Closes the innermost scopes until `depth` are left.
    pub(crate) fn close_down_to(&self, depth: usize) {
        let mut open = self.open.borrow_mut();
        while open.len() > depth {
            drop(open.pop());
        }
    }

    fn open(&self, scope: &mut v8::PinScope<'_, '_>, slot: Option<EscapeSlot>) -> usize {
        let id = self.last.get() + 1;
        self.last.set(id);
        self.open.borrow_mut().push(Entry { id, _scope: OpenScope::open(scope), slot });
        id
    }

    /// Closes a scope with those inside it.
    fn close(&self, id: usize) -> Result {
        let position =
            self.open.borrow().iter().rposition(|entry| entry.id == id).ok_or(Status::HandleScopeMismatch)?;
        self.close_down_to(position);
        Ok(())
    }

    fn take_slot(&self, id: usize) -> Result<EscapeSlot> {
        let mut open = self.open.borrow_mut();
        let entry = open.iter_mut().rfind(|entry| entry.id == id).ok_or(Status::InvalidArg)?;
        entry.slot.take().ok_or(Status::EscapeCalledTwice)
    }
}

/// A scope's number in the shape of the pointer that the interface wants.
fn pointer(id: usize) -> *mut c_void {
    std::ptr::without_provenance_mut(id)
}

fn number(pointer: *mut c_void) -> Result<usize> {
    if pointer.is_null() { Err(Status::InvalidArg) } else { Ok(pointer.addr()) }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_open_handle_scope(env: EnvPtr, result: Out<*mut c_void>) -> Status {
    env.values(|env, scope| {
        result.check()?;
        result.set(pointer(env.scopes.open(scope, None)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_close_handle_scope(env: EnvPtr, scope: *mut c_void) -> Status {
    env.values(|env, _| env.scopes.close(number(scope)?))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_open_escapable_handle_scope(env: EnvPtr, result: Out<*mut c_void>) -> Status {
    env.values(|env, scope| {
        result.check()?;
        let slot = EscapeSlot::reserve(scope);
        result.set(pointer(env.scopes.open(scope, Some(slot))))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_close_escapable_handle_scope(env: EnvPtr, scope: *mut c_void) -> Status {
    env.values(|env, _| env.scopes.close(number(scope)?))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_escape_handle(env: EnvPtr, scope: *mut c_void, escapee: Val, result: Out<Val>) -> Status {
    env.values(|env, open| {
        let id = number(scope)?;
        let value = escapee.local(open)?;
        result.check()?;
        result.set(env.scopes.take_slot(id)?.escape(value))
    })
}
