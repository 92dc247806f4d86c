//! Listening to garbage collections. The listener runs inside the collector: it may read the isolate's figures and nothing else.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::rc::Rc;

/// One side of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GcEvent {
    /// A collection begins.
    Begin {
        /// As in [`GcEvent::End`].
        kind: u32,
    },
    /// It has ended.
    End {
        /// V8's `GCType`: 1 scavenge, 2 minor mark-sweep, 4 mark-sweep-compact, 8 incremental marking, 16 weak callbacks.
        kind: u32,
        /// V8's `GCCallbackFlags`.
        flags: u32,
    },
}

type Listener = Rc<dyn Fn(&mut v8::Isolate, GcEvent)>;

thread_local! {
    /// Listeners of the isolate of this thread by their id.
    static LISTENERS: RefCell<Vec<(u32, Listener)>> = const { RefCell::new(Vec::new()) };
    /// Whether V8 calls us.
    static INSTALLED: Cell<bool> = const { Cell::new(false) };
}

/// Calls `listener` at both sides of every collection until [`unlisten`] with the same id.
pub fn listen(isolate: &mut v8::Isolate, id: u32, listener: Listener) {
    LISTENERS.with_borrow_mut(|listeners| listeners.push((id, listener)));
    if !INSTALLED.replace(true) {
        isolate.add_gc_prologue_callback(began, std::ptr::null_mut(), v8::GCType::kGCTypeAll);
        isolate.add_gc_epilogue_callback(ended, std::ptr::null_mut(), v8::GCType::kGCTypeAll);
    }
}

/// Ends what [`listen`] with this id began.
pub fn unlisten(isolate: &mut v8::Isolate, id: u32) {
    forget(id);
    if LISTENERS.with_borrow(Vec::is_empty) && INSTALLED.replace(false) {
        isolate.remove_gc_prologue_callback(began, std::ptr::null_mut());
        isolate.remove_gc_epilogue_callback(ended, std::ptr::null_mut());
    }
}

/// [`unlisten`] where no isolate is at hand: V8 goes on telling, and nobody listens.
pub fn forget(id: u32) {
    LISTENERS.with_borrow_mut(|listeners| listeners.retain(|(other, _)| *other != id));
}

unsafe extern "C" fn began(
    isolate: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    _flags: v8::GCCallbackFlags,
    _data: *mut c_void,
) {
    tell(isolate, GcEvent::Begin { kind: kind.0 });
}

unsafe extern "C" fn ended(
    isolate: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    flags: v8::GCCallbackFlags,
    _data: *mut c_void,
) {
    tell(isolate, GcEvent::End { kind: kind.0, flags: flags.0 });
}

fn tell(isolate: v8::UnsafeRawIsolatePtr, event: GcEvent) {
    // SAFETY: V8 calls with the isolate that it collects, on its thread.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(isolate) };
    let listeners: Vec<Listener> =
        LISTENERS.with_borrow(|listeners| listeners.iter().map(|(_, listener)| listener.clone()).collect());
    for listener in listeners {
        listener(&mut isolate, event);
    }
}
