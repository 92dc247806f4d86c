//! How much an isolate may take: heap and stack.

use std::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

/// Stack that V8 leaves to the native code it calls.
const STACK_RESERVE: usize = 192 * 1024;
/// What an isolate at its limit gets to end in order.
const LAST_ALLOWANCE: usize = 16 << 20;
/// The old generation in which any isolate can be made. V8 ends the process when one does not fit its limit while it is made.
const NEEDED_FOR_MAKING: usize = 32 << 20;

/// Limits of one isolate, in bytes; what is `None` V8 chooses by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeapLimits {
    /// Of the old generation.
    pub old_generation: Option<usize>,
    /// Of the young generation.
    pub young_generation: Option<usize>,
    /// Of the address range for compiled code.
    pub code_range: Option<usize>,
}

impl HeapLimits {
    /// Adds the limits to `params`.
    pub fn apply(self, mut params: v8::CreateParams) -> v8::CreateParams {
        if let Some(limit) = self.old_generation {
            params = params.set_max_old_generation_size_in_bytes(limit);
        }
        if let Some(limit) = self.young_generation {
            params = params.set_max_young_generation_size_in_bytes(limit);
        }
        if let Some(limit) = self.code_range {
            params = params.set_code_range_size_in_bytes(limit);
        }
        params
    }

    /// With room for making the isolate; [`Self::enforce`] takes it away again.
    pub fn roomy(self) -> Self {
        Self { old_generation: self.old_generation.map(|limit| limit.max(NEEDED_FOR_MAKING)), ..self }
    }

    /// Limits an isolate that was made with [`Self::roomy`]; tells whether what it holds fits.
    pub fn enforce(self, isolate: &mut v8::Isolate) -> bool {
        let Some(limit) = self.old_generation.filter(|limit| *limit < NEEDED_FOR_MAKING) else { return true };
        let fits = |isolate: &mut v8::Isolate| isolate.get_heap_statistics().used_heap_size() < limit;
        if !fits(isolate) {
            isolate.low_memory_notification();
        }
        // V8 lowers a limit only when a callback goes.
        isolate.add_near_heap_limit_callback(keep_limit, std::ptr::null_mut());
        isolate.remove_near_heap_limit_callback(keep_limit, limit);
        fits(isolate)
    }

    /// The limits an isolate made with these has on a machine with `memory`.
    pub fn resolve(self, memory: u64) -> Self {
        let params = self.apply(sized_for(memory, v8::CreateParams::default()));
        let known = |limit: usize| (limit > 0).then_some(limit);
        Self {
            old_generation: known(params.max_old_generation_size_in_bytes()),
            young_generation: known(params.max_young_generation_size_in_bytes()),
            code_range: known(params.code_range_size_in_bytes()),
        }
    }
}

/// Lets V8 choose limits for a process that can have `memory` bytes; it knows nothing of the machine by itself and would choose small ones.
pub fn sized_for(memory: u64, params: v8::CreateParams) -> v8::CreateParams {
    const NO_LIMIT_OF_ADDRESSES: u64 = 0;
    params.heap_limits_from_system_memory(memory, NO_LIMIT_OF_ADDRESSES)
}

/// Makes an isolate whose JavaScript may use `stack` bytes of the stack of the calling thread, counted from the thread's start.
pub fn isolate_with_stack(params: v8::CreateParams, stack: usize) -> v8::OwnedIsolate {
    let usable = stack.saturating_sub(STACK_RESERVE).max(STACK_RESERVE);
    crate::flags::with_stack_size(usable, || v8::Isolate::new(params))
}

/// What a heap near its limit gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// Nothing: the process ends.
    Nothing,
    /// Enough to end the isolate in order.
    ToEnd,
    /// So many bytes.
    Bytes(usize),
}

/// Decides what a heap gets whose old generation may take so many bytes.
pub type NearLimit = dyn Fn(&mut v8::Isolate, usize) -> Allowance;

/// The closure of [`on_near_heap_limit`] and its isolate, kept in a slot of it.
struct Watch {
    isolate: v8::UnsafeRawIsolatePtr,
    decide: Box<NearLimit>,
}

/// Calls `decide` whenever the heap is nearly full, instead of what was given here before. It runs amid JavaScript and must not run any.
pub fn on_near_heap_limit(isolate: &mut v8::Isolate, decide: Box<NearLimit>) {
    // SAFETY: the pointer is used in callbacks of this isolate.
    let watch = Box::new(Watch { isolate: unsafe { isolate.as_raw_isolate_ptr() }, decide });
    let data = std::ptr::from_ref(&*watch).cast_mut().cast();
    if isolate.remove_slot::<Box<Watch>>().is_some() {
        isolate.remove_near_heap_limit_callback(near_limit, 0);
    }
    isolate.set_slot(watch);
    isolate.add_near_heap_limit_callback(near_limit, data);
}

unsafe extern "C" fn near_limit(data: *mut c_void, current: usize, _initial: usize) -> usize {
    // SAFETY: `data` is what the isolate's slot holds, which lives as long as the isolate's heap.
    let watch = unsafe { &*data.cast::<Watch>() };
    // SAFETY: V8 calls for this isolate, on its thread.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(watch.isolate) };
    match (watch.decide)(&mut isolate, current) {
        Allowance::Nothing => current,
        Allowance::ToEnd => current + LAST_ALLOWANCE,
        Allowance::Bytes(bytes) => current + bytes,
    }
}

unsafe extern "C" fn keep_limit(_data: *mut c_void, current: usize, _initial: usize) -> usize {
    current
}

/// What is called before the process ends because a heap is full; null for nothing.
static OUT_OF_MEMORY: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());

/// Calls `notice` with the reason before the process ends because a heap is full. It must not enter JavaScript.
pub fn on_out_of_memory(notice: fn(&str)) {
    OUT_OF_MEMORY.store(notice as *mut (), Ordering::Release);
}

/// Lets a full heap end the process by SIGABRT, as Node ends, with a line that says why.
pub fn abort_when_full(isolate: &mut v8::Isolate) {
    isolate.set_oom_error_handler(out_of_memory);
}

unsafe extern "C" fn out_of_memory(location: *const c_char, details: &v8::OomDetails) {
    let reason = match details.is_heap_oom {
        true => "Allocation failed - JavaScript heap out of memory",
        false => "Allocation failed - process out of memory",
    };
    // SAFETY: V8 gives a C string, or null.
    let location = if location.is_null() { c"" } else { unsafe { CStr::from_ptr(location) } };
    eprint_line(&format!("FATAL ERROR: {} {reason}\n", location.to_string_lossy()));
    let notice = OUT_OF_MEMORY.load(Ordering::Acquire);
    if !notice.is_null() {
        // SAFETY: only `on_out_of_memory` stores here, and it stores such a function.
        let notice = unsafe { std::mem::transmute::<*mut (), fn(&str)>(notice) };
        notice(reason);
    }
    std::process::abort();
}

/// Writes to standard error whatever becomes of it: the process ends next.
fn eprint_line(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(text.as_bytes());
}
