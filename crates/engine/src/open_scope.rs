//! Handle scopes that are opened by one call and closed by another, for callers that cannot nest them as Rust scopes nest.

use std::mem::MaybeUninit;
use std::pin::Pin;

use crate::v8;

type Storage = v8::ScopeStorage<v8::HandleScope<'static, ()>>;

/// An open handle scope. Dropping it closes it, so scopes must be dropped in the reverse order of their opening.
pub struct OpenScope {
    _storage: Pin<Box<Storage>>,
}

impl OpenScope {
    /// Opens a scope inside the one that is current: handles made from now on belong to it.
    pub fn open(scope: &mut v8::PinScope<'_, '_>) -> Self {
        let isolate: *mut v8::Isolate = std::ptr::from_mut::<v8::Isolate>(scope);
        // SAFETY: the isolate outlives the scope, which its thread closes before the isolate goes.
        let isolate: &'static mut v8::Isolate = unsafe { &mut *isolate };
        let mut storage = Box::pin(v8::HandleScope::new(isolate));
        let _ = storage.as_mut().init();
        Self { _storage: storage }
    }
}

/// A handle in the scope that was current when the slot was made, free for a value of a scope inside it.
pub struct EscapeSlot(v8::Local<'static, v8::Value>);

impl EscapeSlot {
    /// Takes a handle in the current scope.
    pub fn reserve<'s>(scope: &mut v8::PinScope<'s, '_>) -> Self {
        let undefined: v8::Local<'s, v8::Value> = v8::undefined(scope).into();
        let slot = v8::Local::new(scope, undefined);
        // SAFETY: whoever keeps the slot drops it before the scope around it closes.
        Self(unsafe { slot.extend_lifetime_unchecked::<v8::Local<'static, v8::Value>>() })
    }

    /// Puts `value` into the slot; it then lives as long as the outer scope.
    pub fn escape<'s>(self, value: v8::Local<'_, v8::Value>) -> v8::Local<'s, v8::Value> {
        // SAFETY: without direct handles a local is the address of a word that holds the tagged value and that the collector
        // knows; copying the word gives the outer handle the same value.
        unsafe {
            let from: *const MaybeUninit<usize> = std::mem::transmute(value);
            let to: *mut MaybeUninit<usize> = std::mem::transmute(self.0);
            to.write(from.read());
            self.0.extend_lifetime_unchecked::<v8::Local<'s, v8::Value>>()
        }
    }
}
