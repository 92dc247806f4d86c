//! Mutexes, read-write locks, semaphores, conditions, barriers and `uv_once`. On this system libuv's types are those of pthread, and
//! its functions are pthread's with negative errors, or with an abort where a failure is a mistake of the caller.

use std::ffi::{c_int, c_uint};

/// Functions that tell their error.
macro_rules! telling {
    ($($name:ident($argument:ident: $kind:ty $(, $more:ident: $more_kind:ty)*) => $call:expr;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub extern "C" fn $name($argument: *mut $kind $(, $more: $more_kind)*) -> c_int {
                // SAFETY: the addon passes its own object in the state that pthread's function asks for.
                unsafe { -($call) }
            }
        )*
    };
}

/// Functions that only fail by a mistake of their caller.
macro_rules! certain {
    ($($name:ident($argument:ident: $kind:ty $(, $more:ident: $more_kind:ty)*) => $call:expr;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub extern "C" fn $name($argument: *mut $kind $(, $more: $more_kind)*) {
                // SAFETY: the addon passes its own object in the state that pthread's function asks for.
                if unsafe { $call } != 0 {
                    runtime::sys::this_process::abort()
                }
            }
        )*
    };
}

telling! {
    uv_mutex_init(mutex: libc::pthread_mutex_t) => libc::pthread_mutex_init(mutex, std::ptr::null());
    uv_mutex_init_recursive(mutex: libc::pthread_mutex_t) => init_recursive(mutex);
    uv_mutex_trylock(mutex: libc::pthread_mutex_t) => libc::pthread_mutex_trylock(mutex);
    uv_rwlock_init(lock: libc::pthread_rwlock_t) => libc::pthread_rwlock_init(lock, std::ptr::null());
    uv_rwlock_tryrdlock(lock: libc::pthread_rwlock_t) => libc::pthread_rwlock_tryrdlock(lock);
    uv_rwlock_trywrlock(lock: libc::pthread_rwlock_t) => libc::pthread_rwlock_trywrlock(lock);
    uv_cond_init(condition: libc::pthread_cond_t) => init_condition(condition);
    uv_cond_timedwait(condition: libc::pthread_cond_t, mutex: *mut libc::pthread_mutex_t, timeout: u64)
        => wait_until(condition, mutex, timeout);
    uv_sem_init(semaphore: libc::sem_t, value: c_uint) => errno_of(libc::sem_init(semaphore, 0, value));
    uv_sem_trywait(semaphore: libc::sem_t) => errno_of(libc::sem_trywait(semaphore));
    uv_barrier_init(barrier: libc::pthread_barrier_t, count: c_uint)
        => libc::pthread_barrier_init(barrier, std::ptr::null(), count);
}

certain! {
    uv_mutex_destroy(mutex: libc::pthread_mutex_t) => libc::pthread_mutex_destroy(mutex);
    uv_mutex_lock(mutex: libc::pthread_mutex_t) => libc::pthread_mutex_lock(mutex);
    uv_mutex_unlock(mutex: libc::pthread_mutex_t) => libc::pthread_mutex_unlock(mutex);
    uv_rwlock_destroy(lock: libc::pthread_rwlock_t) => libc::pthread_rwlock_destroy(lock);
    uv_rwlock_rdlock(lock: libc::pthread_rwlock_t) => libc::pthread_rwlock_rdlock(lock);
    uv_rwlock_rdunlock(lock: libc::pthread_rwlock_t) => libc::pthread_rwlock_unlock(lock);
    uv_rwlock_wrlock(lock: libc::pthread_rwlock_t) => libc::pthread_rwlock_wrlock(lock);
    uv_rwlock_wrunlock(lock: libc::pthread_rwlock_t) => libc::pthread_rwlock_unlock(lock);
    uv_cond_destroy(condition: libc::pthread_cond_t) => libc::pthread_cond_destroy(condition);
    uv_cond_signal(condition: libc::pthread_cond_t) => libc::pthread_cond_signal(condition);
    uv_cond_broadcast(condition: libc::pthread_cond_t) => libc::pthread_cond_broadcast(condition);
    uv_cond_wait(condition: libc::pthread_cond_t, mutex: *mut libc::pthread_mutex_t)
        => libc::pthread_cond_wait(condition, mutex);
    uv_sem_destroy(semaphore: libc::sem_t) => libc::sem_destroy(semaphore);
    uv_sem_post(semaphore: libc::sem_t) => libc::sem_post(semaphore);
    uv_sem_wait(semaphore: libc::sem_t) => wait_for(semaphore);
    uv_barrier_destroy(barrier: libc::pthread_barrier_t) => libc::pthread_barrier_destroy(barrier);
}

/// Tells one of the threads that met that it is the last.
#[unsafe(no_mangle)]
pub extern "C" fn uv_barrier_wait(barrier: *mut libc::pthread_barrier_t) -> c_int {
    // SAFETY: the addon passes a barrier that it made.
    c_int::from(unsafe { libc::pthread_barrier_wait(barrier) } == libc::PTHREAD_BARRIER_SERIAL_THREAD)
}

/// The error of a function that leaves it in `errno`, positive.
fn errno_of(result: c_int) -> c_int {
    if result == 0 { 0 } else { std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EINVAL) }
}

/// # Safety
/// `mutex` is memory for one.
unsafe fn init_recursive(mutex: *mut libc::pthread_mutex_t) -> c_int {
    let mut attributes = std::mem::MaybeUninit::uninit();
    // SAFETY: the attributes are initialised first and destroyed last; `mutex` is passed on.
    unsafe {
        libc::pthread_mutexattr_init(attributes.as_mut_ptr());
        libc::pthread_mutexattr_settype(attributes.as_mut_ptr(), libc::PTHREAD_MUTEX_RECURSIVE);
        let error = libc::pthread_mutex_init(mutex, attributes.as_ptr());
        libc::pthread_mutexattr_destroy(attributes.as_mut_ptr());
        error
    }
}

/// A condition that waits by the monotonic clock.
///
/// # Safety
/// `condition` is memory for one.
unsafe fn init_condition(condition: *mut libc::pthread_cond_t) -> c_int {
    let mut attributes = std::mem::MaybeUninit::uninit();
    // SAFETY: the attributes are initialised first and destroyed last; `condition` is passed on.
    unsafe {
        libc::pthread_condattr_init(attributes.as_mut_ptr());
        libc::pthread_condattr_setclock(attributes.as_mut_ptr(), libc::CLOCK_MONOTONIC);
        let error = libc::pthread_cond_init(condition, attributes.as_ptr());
        libc::pthread_condattr_destroy(attributes.as_mut_ptr());
        error
    }
}

/// Waits for at most `timeout` nanoseconds.
///
/// # Safety
/// As for `pthread_cond_timedwait`.
unsafe fn wait_until(condition: *mut libc::pthread_cond_t, mutex: *mut libc::pthread_mutex_t, timeout: u64) -> c_int {
    const SECOND: u64 = 1_000_000_000;
    let until = super::system::uv_hrtime().saturating_add(timeout);
    let until = libc::timespec { tv_sec: (until / SECOND) as libc::time_t, tv_nsec: (until % SECOND) as libc::c_long };
    // SAFETY: passed on.
    unsafe { libc::pthread_cond_timedwait(condition, mutex, &raw const until) }
}

/// Waits through interruptions by signals.
///
/// # Safety
/// `semaphore` is initialised.
unsafe fn wait_for(semaphore: *mut libc::sem_t) -> c_int {
    loop {
        // SAFETY: passed on.
        if unsafe { libc::sem_wait(semaphore) } == 0 {
            return 0;
        }
        if std::io::Error::last_os_error().raw_os_error() != Some(libc::EINTR) {
            return -1;
        }
    }
}

unsafe extern "C" {
    fn pthread_once(control: *mut c_int, routine: unsafe extern "C" fn()) -> c_int;
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_once(guard: *mut c_int, callback: Option<unsafe extern "C" fn()>) {
    if let Some(callback) = callback {
        // SAFETY: `uv_once_t` is `pthread_once_t`, an `int` that the addon has set to `UV_ONCE_INIT`.
        unsafe { pthread_once(guard, callback) };
    }
}
