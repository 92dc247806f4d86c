//! Listening to garbage collections. The listener runs inside the collector: it must not touch V8.

use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

/// One side of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GcEvent {
    /// A collection begins.
    Begin,
    /// It has ended.
    End {
        /// V8's `GCType`: 1 scavenge, 2 minor mark-sweep, 4 mark-sweep-compact, 8 incremental marking, 16 weak callbacks.
        kind: u32,
        /// V8's `GCCallbackFlags`.
        flags: u32,
    },
}

type Listener = Rc<dyn Fn(GcEvent)>;

thread_local! {
    /// Listeners of the isolate of this thread by their id.
    static LISTENERS: RefCell<Vec<(u32, Listener)>> = const { RefCell::new(Vec::new()) };
}

/// Calls `listener` at both sides of every collection until [`unlisten`] with the same id.
pub fn listen(isolate: &mut v8::Isolate, id: u32, listener: Listener) {
    let is_first = LISTENERS.with_borrow_mut(|listeners| {
        listeners.push((id, listener));
        listeners.len() == 1
    });
    if is_first {
        isolate.add_gc_prologue_callback(began, std::ptr::null_mut(), v8::GCType::kGCTypeAll);
        isolate.add_gc_epilogue_callback(ended, std::ptr::null_mut(), v8::GCType::kGCTypeAll);
    }
}

/// Ends what [`listen`] with this id began.
pub fn unlisten(isolate: &mut v8::Isolate, id: u32) {
    let is_last = LISTENERS.with_borrow_mut(|listeners| {
        let before = listeners.len();
        listeners.retain(|(other, _)| *other != id);
        before > 0 && listeners.is_empty()
    });
    if is_last {
        isolate.remove_gc_prologue_callback(began, std::ptr::null_mut());
        isolate.remove_gc_epilogue_callback(ended, std::ptr::null_mut());
    }
}

unsafe extern "C" fn began(
    _isolate: v8::UnsafeRawIsolatePtr,
    _kind: v8::GCType,
    _flags: v8::GCCallbackFlags,
    _data: *mut c_void,
) {
    tell(GcEvent::Begin);
}

unsafe extern "C" fn ended(
    _isolate: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    flags: v8::GCCallbackFlags,
    _data: *mut c_void,
) {
    tell(GcEvent::End { kind: kind.0, flags: flags.0 });
}

fn tell(event: GcEvent) {
    let listeners: Vec<Listener> =
        LISTENERS.with_borrow(|listeners| listeners.iter().map(|(_, listener)| listener.clone()).collect());
    for listener in listeners {
        listener(event);
    }
}
