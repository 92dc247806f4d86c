//! All threads that run JavaScript, by their number: how `postMessageToThread()` reaches one it has no port to.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use runtime::parcel::Contents;
use runtime::sys::event_loop::{Loop, Remote};
use runtime::{Native, Parcel, op, state, v8};

use crate::this_thread;

/// The JavaScript that takes what is delivered.
const RECEIVER: (&str, &str) = ("internal:worker_threads/messaging", "receive");

/// How to reach a thread; what comes while it starts waits.
#[derive(Default)]
struct Entry {
    remote: Option<Remote>,
    waiting: Vec<Contents>,
}

static THREADS: LazyLock<Mutex<HashMap<u32, Entry>>> = LazyLock::new(Mutex::default);

fn threads() -> MutexGuard<'static, HashMap<u32, Entry>> {
    THREADS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lists a thread that is about to start.
pub(crate) fn announce(id: u32) {
    threads().entry(id).or_default();
}

/// The thread has a loop.
pub(crate) fn open(id: u32, event_loop: &Loop) {
    let mut threads = threads();
    let entry = threads.entry(id).or_default();
    let remote = entry.remote.insert(event_loop.remote()).clone();
    for contents in entry.waiting.drain(..) {
        deliver(&remote, contents);
    }
}

/// The thread has ended; what has not reached it is dropped.
pub(crate) fn close(id: u32) {
    let entry = threads().remove(&id);
    drop(entry);
}

/// Delivers a parcel to thread `id`; whether there is such a thread.
#[op]
pub(crate) fn deliver_to<'s>(scope: &mut v8::PinScope<'s, '_>, id: u32, parcel: Native<'s, Parcel>) -> bool {
    // The main thread is reachable from the first time it takes part.
    let (own, runtime) = (this_thread::id(scope), state(scope));
    open(own, runtime.event_loop());
    let mut threads = threads();
    let Some(entry) = threads.get_mut(&id) else { return false };
    match &entry.remote {
        Some(remote) => deliver(remote, parcel.contents()),
        None => entry.waiting.push(parcel.contents()),
    }
    true
}

fn deliver(remote: &Remote, contents: Contents) {
    remote.post(Box::new(move |_| receive(contents)));
}

fn receive(contents: Contents) {
    let Some(runtime) = runtime::state::current() else { return };
    runtime.call_into_js(|scope| {
        let parcel = Parcel::object(scope, contents).ok()?;
        runtime.call_export(scope, RECEIVER, &[parcel.into()]).map(drop)
    });
}
