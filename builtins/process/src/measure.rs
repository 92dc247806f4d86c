//! Time, processor and memory.

use runtime::engine::ledger;
use runtime::sys::os;
use runtime::sys::this_process::usage::{self, Who};
use runtime::sys::this_process::{clock, memory};
use runtime::{OpError, op, state, v8};

const NANOSECONDS_PER_SECOND: u64 = 1_000_000_000;

/// Seconds and nanoseconds of the monotonic clock.
#[op]
pub(crate) fn hrtime() -> (f64, f64) {
    let now = clock::monotonic_nanoseconds();
    ((now / NANOSECONDS_PER_SECOND) as f64, (now % NANOSECONDS_PER_SECOND) as f64)
}

/// The monotonic clock in nanoseconds.
#[op]
pub(crate) fn hrtime_bigint<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::BigInt> {
    v8::BigInt::new_from_u64(scope, clock::monotonic_nanoseconds())
}

/// Seconds since the process started.
#[op]
pub(crate) fn uptime() -> f64 {
    clock::milliseconds_since_start() / 1e3
}

/// Bytes: resident set, heap total and used, external, array buffers.
#[op]
pub(crate) fn memory_usage(scope: &mut v8::PinScope<'_, '_>) -> Result<(f64, f64, f64, f64, f64), OpError> {
    let heap = scope.get_heap_statistics();
    Ok((
        memory::resident_set()? as f64,
        heap.total_heap_size() as f64,
        heap.used_heap_size() as f64,
        heap.external_memory() as f64,
        ledger::of(scope).map_or(0, |ledger| ledger.bytes()) as f64,
    ))
}

/// Bytes of the process in memory.
#[op]
pub(crate) fn resident_set_memory() -> Result<f64, OpError> {
    Ok(memory::resident_set()? as f64)
}

/// User and system time of the process in microseconds.
#[op]
pub(crate) fn cpu_usage() -> Result<(f64, f64), OpError> {
    Ok(usage::processor(Who::Process)?)
}

/// The same for this thread.
#[op]
pub(crate) fn thread_cpu_usage() -> Result<(f64, f64), OpError> {
    Ok(usage::processor(Who::Thread)?)
}

/// The counts of getrusage(2).
#[op]
pub(crate) fn resource_usage() -> Result<Vec<f64>, OpError> {
    Ok(usage::counts()?)
}

/// The memory limit in bytes; 0 without one.
#[op]
pub(crate) fn constrained_memory() -> f64 {
    os::constrained_memory().unwrap_or(0) as f64
}

/// Bytes that can still be had.
#[op]
pub(crate) fn available_memory() -> f64 {
    os::available_memory() as f64
}

/// Kinds of requests that a program may hear of; others, such as compression on the pool, it does not in Node either.
const REQUESTS: [&str; 5] = ["FSReqCallback", "GetAddrInfoReqWrap", "GetNameInfoReqWrap", "UDPSendWrap", "WriteWrap"];

/// The kinds of the requests in flight, one entry a request.
#[op]
pub(crate) fn active_requests(scope: &mut v8::PinScope<'_, '_>) -> Vec<String> {
    let requests = state(scope).event_loop().active_requests().into_iter();
    requests.filter(|kind| REQUESTS.contains(kind)).map(str::to_owned).collect()
}
