//! V8's platform: background work runs on V8's own threads, foreground tasks go to the event loop of their isolate.

use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// Takes the foreground tasks of one isolate to its thread. Called from any thread.
pub trait ForegroundTasks: Send + Sync {
    /// Runs `task` on the isolate's thread after `delay`.
    fn post(&self, task: v8::Task, delay: Duration);
}

/// Where the tasks of an isolate go.
enum Route {
    /// To its loop.
    Open(Arc<dyn ForegroundTasks>),
    /// The isolate is being made; its tasks wait.
    Waiting(Vec<(v8::Task, Duration)>),
    /// The isolate is being disposed; nobody runs its tasks any more.
    Closed,
}

#[derive(Default)]
struct Routes(Mutex<HashMap<usize, Route>>);

impl Routes {
    fn lock(&self) -> MutexGuard<'_, HashMap<usize, Route>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn post(&self, isolate: *mut c_void, task: v8::Task, delay: Duration) {
        let tasks = match self.lock().entry(isolate as usize).or_insert_with(|| Route::Waiting(Vec::new())) {
            Route::Open(tasks) => tasks.clone(),
            Route::Waiting(waiting) => return waiting.push((task, delay)),
            Route::Closed => return,
        };
        tasks.post(task, delay);
    }
}

static PLATFORM: OnceLock<v8::SharedRef<v8::Platform>> = OnceLock::new();
static ROUTES: OnceLock<Routes> = OnceLock::new();

fn routes() -> &'static Routes {
    ROUTES.get_or_init(Routes::default)
}

/// Hands V8's requests to the routes.
struct Posting;

impl v8::PlatformImpl for Posting {
    fn post_task(&self, isolate: *mut c_void, task: v8::Task) {
        routes().post(isolate, task, Duration::ZERO);
    }

    fn post_non_nestable_task(&self, isolate: *mut c_void, task: v8::Task) {
        routes().post(isolate, task, Duration::ZERO);
    }

    fn post_delayed_task(&self, isolate: *mut c_void, task: v8::Task, delay_in_seconds: f64) {
        routes().post(isolate, task, Duration::from_secs_f64(delay_in_seconds.max(0.0)));
    }

    fn post_non_nestable_delayed_task(&self, isolate: *mut c_void, task: v8::Task, delay_in_seconds: f64) {
        routes().post(isolate, task, Duration::from_secs_f64(delay_in_seconds.max(0.0)));
    }

    /// The loop has no idle time to offer; V8 does the same work in its ordinary tasks.
    fn post_idle_task(&self, _isolate: *mut c_void, _task: v8::IdleTask) {}
}

/// The flags of V8 that every process has. The build that makes the code caches has them too: V8 refuses caches of other flags.
pub fn default_flags() -> Vec<String> {
    vec![
        // Flags may change after the start, as `v8.setFlagsFromString` allows.
        String::from("--no-freeze-flags-after-init"),
        String::from("--js-source-phase-imports"),
        // V8 ends the process when it is told of more memory at once than this, which one large buffer does.
        String::from("--external-memory-max-reasonable-size=0"),
    ]
}

/// Starts V8 once for the process, with so many threads for its work in the background. `flags` are V8's own, as on the command line; those V8 does not know come back.
pub fn initialize(flags: Vec<String>, threads: u32) -> Vec<String> {
    let mut arguments = vec![String::from("anode")];
    arguments.extend(flags);
    let unknown = crate::flags::set_arguments(arguments).into_iter().skip(1).collect();
    PLATFORM.get_or_init(|| {
        // "Unprotected" because isolates are also made on other threads than this one.
        let platform = v8::new_custom_platform(threads, false, true, Posting).make_shared();
        v8::V8::initialize_platform(platform.clone());
        v8::cppgc::initialize_process(platform.clone());
        v8::V8::initialize();
        platform
    });
    unknown
}

/// A cppgc heap for one isolate.
pub fn cpp_heap() -> Option<v8::UniqueRef<v8::cppgc::Heap>> {
    PLATFORM.get().map(|platform| v8::cppgc::Heap::create(platform.clone(), v8::cppgc::HeapCreateParams::default()))
}

/// An isolate as V8 names it to the platform.
fn key(isolate: &v8::Isolate) -> usize {
    // SAFETY: the pointer is only used as a key.
    let pointer = unsafe { isolate.as_raw_isolate_ptr() };
    // SAFETY: `UnsafeRawIsolatePtr` is a transparent wrapper of one pointer.
    unsafe { std::mem::transmute::<v8::UnsafeRawIsolatePtr, usize>(pointer) }
}

/// Opens the route of an isolate; tasks that came before are posted now.
pub fn open_route(isolate: &v8::Isolate, tasks: Arc<dyn ForegroundTasks>) {
    let before = routes().lock().insert(key(isolate), Route::Open(tasks.clone()));
    if let Some(Route::Waiting(waiting)) = before {
        for (task, delay) in waiting {
            tasks.post(task, delay);
        }
    }
}

/// Closes the route of an isolate that is about to be disposed: tasks that come from now on are dropped. The result is dropped when the
/// isolate is gone, as another one may then take its address.
#[must_use]
pub fn close_route(isolate: &v8::Isolate) -> ClosedRoute {
    let key = key(isolate);
    let before = routes().lock().insert(key, Route::Closed);
    // Tasks that waited are destroyed here, outside the lock.
    drop(before);
    ClosedRoute(key)
}

/// See [`close_route`].
pub struct ClosedRoute(usize);

impl Drop for ClosedRoute {
    fn drop(&mut self) {
        routes().lock().remove(&self.0);
    }
}
