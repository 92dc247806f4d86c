//! Web locks (https://w3c.github.io/web-locks/): named locks of the whole process, asked for by any thread.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use runtime::sys::event_loop::{KeepAlive, Remote};
use runtime::{Callback, op, state, v8};

/// What became of a request, as JavaScript is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Granted = 0,
    NotAvailable = 1,
    Stolen = 2,
}

/// Identifies a request, later the lock it became.
type Id = u64;

#[derive(Clone)]
struct Request {
    id: Id,
    thread: u64,
    is_exclusive: bool,
    is_held: bool,
    remote: Remote,
}

/// The requests of every name, in their order; those that are held come first.
static LOCKS: LazyLock<Mutex<BTreeMap<String, Vec<Request>>>> = LazyLock::new(Mutex::default);
static LAST_ID: AtomicU64 = AtomicU64::new(0);

fn locks() -> MutexGuard<'static, BTreeMap<String, Vec<Request>>> {
    LOCKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// This thread's requests, until they are released. The thread gives up its locks when it ends.
#[derive(Default)]
struct Requests {
    thread: Cell<u64>,
    waiting: RefCell<HashMap<Id, Waiting>>,
}

struct Waiting {
    name: String,
    callback: std::rc::Rc<Callback>,
    kept: Option<KeepAlive>,
}

impl Requests {
    fn thread(&self) -> u64 {
        if self.thread.get() == 0 {
            self.thread.set(LAST_ID.fetch_add(1, Ordering::Relaxed) + 1);
        }
        self.thread.get()
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        for (id, waiting) in self.waiting.take() {
            release(&waiting.name, id);
        }
    }
}

/// Asks for a lock; gives the number of the request. `callback(outcome)` is called on the loop: 0 for granted, 1 for not available, 2 when a lock that
/// was granted is stolen.
#[op]
pub(crate) fn request_lock<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: String,
    is_exclusive: bool,
    if_available: bool,
    steal: bool,
    callback: v8::Local<'s, v8::Function>,
) -> f64 {
    let runtime = state(scope);
    let requests = runtime.slot::<Requests>();
    let id = LAST_ID.fetch_add(1, Ordering::Relaxed) + 1;
    let remote = runtime.event_loop().remote();
    let callback = std::rc::Rc::new(Callback::new(scope, callback));
    let kept = Some(runtime.event_loop().reference("LockRequest"));
    requests.waiting.borrow_mut().insert(id, Waiting { name: name.clone(), callback, kept });
    let request = Request { id, thread: requests.thread(), is_exclusive, is_held: false, remote };
    let mut locks = locks();
    let queue = locks.entry(name).or_default();
    if steal {
        for held in queue.extract_if(.., |request| request.is_held) {
            tell(&held, Outcome::Stolen);
        }
        queue.insert(0, request);
    } else if if_available && !is_grantable(queue, is_exclusive) {
        tell(&request, Outcome::NotAvailable);
    } else {
        queue.push(request);
    }
    grant(queue);
    id as f64
}

/// Gives up a lock, or a request that was not granted.
#[op]
pub(crate) fn release_lock(scope: &mut v8::PinScope<'_, '_>, id: f64) {
    let waiting = state(scope).slot::<Requests>().waiting.borrow_mut().remove(&(id as Id));
    if let Some(waiting) = waiting {
        release(&waiting.name, id as Id);
    }
}

/// Every request: name, whether exclusive, whether held, the number of its thread.
#[op]
pub(crate) fn query_locks() -> Vec<(String, bool, bool, f64)> {
    let locks = locks();
    let all = locks.iter().flat_map(|(name, queue)| queue.iter().map(move |request| (name, request)));
    all.map(|(name, request)| (name.clone(), request.is_exclusive, request.is_held, request.thread as f64)).collect()
}

fn release(name: &str, id: Id) {
    let mut locks = locks();
    let Some(queue) = locks.get_mut(name) else { return };
    queue.retain(|request| request.id != id);
    grant(queue);
    if queue.is_empty() {
        locks.remove(name);
    }
}

/// Whether a request at the end of the queue would be granted at once.
fn is_grantable(queue: &[Request], is_exclusive: bool) -> bool {
    if is_exclusive { queue.is_empty() } else { queue.iter().all(|request| request.is_held && !request.is_exclusive) }
}

/// Grants what can be granted, from the front.
fn grant(queue: &mut [Request]) {
    for index in 0..queue.len() {
        if !queue[index].is_held {
            if !is_grantable(&queue[..index], queue[index].is_exclusive) {
                return;
            }
            queue[index].is_held = true;
            tell(&queue[index], Outcome::Granted);
        }
    }
}

fn tell(request: &Request, outcome: Outcome) {
    let id = request.id;
    request.remote.post(Box::new(move |_| told(id, outcome)));
}

fn told(id: Id, outcome: Outcome) {
    let Some(runtime) = runtime::state::current() else { return };
    let requests = runtime.slot::<Requests>();
    let callback = match requests.waiting.borrow_mut().get_mut(&id) {
        Some(waiting) => {
            waiting.kept = None;
            waiting.callback.clone()
        }
        None => return,
    };
    if outcome != Outcome::Granted {
        requests.waiting.borrow_mut().remove(&id);
    }
    callback.call(|scope| [v8::Integer::new(scope, outcome as i32).into()]);
}
