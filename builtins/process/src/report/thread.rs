//! The sections that every thread has of its own. No JavaScript runs for them, so that a thread may be in the middle of its own.

use runtime::sys::this_process::makeup;
use runtime::sys::this_process::usage::Who;
use runtime::thread::Control;
use runtime::{Runtime, current, current_frames, state, v8};
use serde_json::{Map, Value, json};

use super::handles::{self, Hosts};
use super::{hexadecimal, process};

/// Frames of the JavaScript stack that are shown.
const FRAMES: usize = 10;

pub(super) fn sections(scope: &mut v8::PinScope<'_, '_>, trigger: &str, hosts: Hosts) -> Value {
    let runtime = state(scope);
    json!({
        "threadId": runtime.thread_number().unwrap_or_default(),
        "javascriptStack": javascript_stack(scope, trigger),
        "javascriptHeap": heap(scope),
        "nativeStack": native_stack(),
        "uvthreadResourceUsage": process::processor_and_disk(Who::Thread),
        "libuv": handles::sections(runtime.event_loop(), hosts),
        "workers": workers(&runtime, trigger, hosts),
    })
}

/// Of the threads that answer.
fn workers(runtime: &Runtime, trigger: &str, hosts: Hosts) -> Vec<Value> {
    runtime.threads().iter().filter_map(|thread| of_worker(thread, trigger, hosts)).collect()
}

fn of_worker(thread: &Control, trigger: &str, hosts: Hosts) -> Option<Value> {
    let trigger = trigger.to_owned();
    let answer = thread.ask(move |_| Some(current()?.without_draining(|scope| sections(scope, &trigger, hosts))));
    let mut sections = answer??;
    sections["name"] = json!(thread.name());
    Some(sections)
}

fn javascript_stack(scope: &mut v8::PinScope<'_, '_>, trigger: &str) -> Value {
    let frames = current_frames(scope, FRAMES);
    if frames.is_empty() { no_stack() } else { json!({ "message": trigger, "stack": frames, "errorProperties": {} }) }
}

/// Where no JavaScript runs.
pub(super) fn no_stack() -> Value {
    json!({ "message": "No stack.", "stack": ["Unavailable."], "errorProperties": {} })
}

/// Address and name of the functions on the native stack.
pub(super) fn native_stack() -> Value {
    let frames = makeup::native_stack().into_iter();
    frames.map(|(address, symbol)| json!({ "pc": hexadecimal(address), "symbol": symbol })).collect()
}

pub(super) fn heap(scope: &mut v8::PinScope<'_, '_>) -> Value {
    let heap = scope.get_heap_statistics();
    json!({
        "totalMemory": heap.total_heap_size(),
        "executableMemory": heap.total_heap_size_executable(),
        "totalCommittedMemory": heap.total_physical_size(),
        "availableMemory": heap.total_available_size(),
        "totalGlobalHandlesMemory": heap.total_global_handles_size(),
        "usedGlobalHandlesMemory": heap.used_global_handles_size(),
        "usedMemory": heap.used_heap_size(),
        "memoryLimit": heap.heap_size_limit(),
        "mallocedMemory": heap.malloced_memory(),
        "externalMemory": heap.external_memory(),
        "peakMallocedMemory": heap.peak_malloced_memory(),
        "nativeContextCount": heap.number_of_native_contexts(),
        "detachedContextCount": heap.number_of_detached_contexts(),
        "doesZapGarbage": usize::from(heap.does_zap_garbage()),
        "heapSpaces": heap_spaces(scope),
    })
}

fn heap_spaces(scope: &mut v8::PinScope<'_, '_>) -> Map<String, Value> {
    let mut spaces = Map::new();
    for index in 0..scope.number_of_heap_spaces() {
        let Some(space) = scope.get_heap_space_statistics(index) else { continue };
        let section = json!({
            "memorySize": space.space_size(),
            "committedMemory": space.physical_space_size(),
            "capacity": space.space_used_size() + space.space_available_size(),
            "used": space.space_used_size(),
            "available": space.space_available_size(),
        });
        spaces.insert(space.space_name().to_string_lossy().into_owned(), section);
    }
    spaces
}
