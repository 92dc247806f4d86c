//! The parts of a diagnostic report that JavaScript cannot see, and the report of a heap that is full.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use runtime::engine::limits;
use runtime::sys::fs::replace_file;
use runtime::sys::os;
use runtime::sys::this_process::usage::{self, Who};
use runtime::sys::this_process::{clock, makeup, memory};
use runtime::{op, state, v8};
use serde_json::{Value, json};

/// Limits by name; undefined for what has none.
#[op]
pub(crate) fn user_limits() -> Vec<(String, Option<f64>, Option<f64>)> {
    let number = |bound: Option<u64>| bound.map(|bound| bound as f64);
    makeup::limits().into_iter().map(|(name, (soft, hard))| (name.to_owned(), number(soft), number(hard))).collect()
}

/// Paths of the loaded libraries.
#[op]
pub(crate) fn shared_objects() -> Vec<String> {
    makeup::shared_objects()
}

/// Address and name of the functions on the native stack.
#[op]
pub(crate) fn native_stack() -> Vec<(String, String)> {
    makeup::native_stack().into_iter().map(|(address, symbol)| (hexadecimal(address), symbol)).collect()
}

fn hexadecimal(address: usize) -> String {
    format!("0x{address:016x}")
}

/// Kinds of the handles that are active on the loop.
#[op]
pub(crate) fn loop_handles(scope: &mut v8::PinScope<'_, '_>) -> Vec<String> {
    state(scope).event_loop().active_handles().into_iter().map(str::to_owned).collect()
}

/// What is known beforehand of a report at the end of the heap.
struct Prepared {
    /// A whole report, as JSON; what has changed by then is replaced.
    report: String,
    /// Where it goes, and its name there.
    path: String,
    name: String,
    is_compact: bool,
}

static PREPARED: Mutex<Option<Prepared>> = Mutex::new(None);

/// Prepares the report that is written when the heap is full, when no JavaScript can run any more; without a path there is none.
#[op]
pub(crate) fn prepare_fatal_report(report: Option<String>, path: String, name: String, is_compact: bool) {
    let prepared = report.map(|report| Prepared { report, path, name, is_compact });
    *PREPARED.lock().unwrap_or_else(PoisonError::into_inner) = prepared;
    limits::on_out_of_memory(write_fatal_report);
}

/// Tells on standard error where the report is.
fn write_fatal_report(reason: &str) {
    // A heap that becomes full while another thread writes its report is not reported.
    let Ok(mut prepared) = PREPARED.try_lock() else { return };
    let Some(Prepared { report, path, name, is_compact }) = prepared.take() else { return };
    let Ok(mut report) = serde_json::from_str::<Value>(&report) else { return };
    complete(&mut report, reason, &name);
    let text = if is_compact { serde_json::to_string(&report) } else { serde_json::to_string_pretty(&report) };
    let Ok(text) = text.map(|text| text + "\n") else { return };
    let written = match name.as_str() {
        "stderr" => return runtime::sys::exit::write_stderr(text.as_bytes()),
        "stdout" => return write_stdout(&text),
        _ => replace_file(Path::new(&path), text.as_bytes()),
    };
    let note = match written {
        Ok(()) => format!("\nWriting Node.js report to file: {name}\nNode.js report completed\n"),
        Err(error) => {
            format!("\nFailed to open Node.js report file: {name} ({})\n", error.code())
        }
    };
    runtime::sys::exit::write_stderr(note.as_bytes());
}

fn write_stdout(text: &str) {
    const STDOUT: i32 = 1;
    // Nobody is left to tell of a closed descriptor.
    let _ = runtime::sys::this_process::write_fully(STDOUT, text.as_bytes());
}

/// Puts in what is different at the end.
fn complete(report: &mut Value, reason: &str, name: &str) {
    let now = clock::unix_milliseconds();
    let header = &mut report["header"];
    header["event"] = json!(reason);
    header["trigger"] = json!("OOMError");
    header["filename"] = json!(name);
    header["dumpEventTimeStamp"] = json!(format!("{now:.0}"));
    report["javascriptStack"] = json!({ "message": "No stack.", "stack": ["Unavailable."], "errorProperties": {} });
    report["nativeStack"] = makeup::native_stack()
        .into_iter()
        .map(|(address, symbol)| json!({ "pc": hexadecimal(address), "symbol": symbol }))
        .collect();
    if let Ok(resident) = memory::resident_set() {
        report["resourceUsage"]["rss"] = json!(resident);
    }
    report["resourceUsage"]["free_memory"] = json!(os::free_memory());
    if let Ok((user, system)) = usage::processor(Who::Process) {
        report["resourceUsage"]["userCpuSeconds"] = json!(user / 1e6);
        report["resourceUsage"]["kernelCpuSeconds"] = json!(system / 1e6);
    }
    if let Some(runtime) = runtime::current() {
        runtime.without_draining(|scope| complete_heap(&mut report["javascriptHeap"], scope));
    }
}

fn complete_heap(report: &mut Value, scope: &mut v8::PinScope<'_, '_>) {
    let heap = scope.get_heap_statistics();
    report["totalMemory"] = json!(heap.total_heap_size());
    report["totalCommittedMemory"] = json!(heap.total_physical_size());
    report["availableMemory"] = json!(heap.total_available_size());
    report["usedMemory"] = json!(heap.used_heap_size());
    report["memoryLimit"] = json!(heap.heap_size_limit());
    report["mallocedMemory"] = json!(heap.malloced_memory());
    report["externalMemory"] = json!(heap.external_memory());
    report["nativeContextCount"] = json!(heap.number_of_native_contexts());
    report["detachedContextCount"] = json!(heap.number_of_detached_contexts());
    for index in 0..scope.number_of_heap_spaces() {
        let Some(space) = scope.get_heap_space_statistics(index) else { continue };
        report["heapSpaces"][&*space.space_name().to_string_lossy()] = json!({
            "memorySize": space.space_size(),
            "committedMemory": space.physical_space_size(),
            "capacity": space.space_used_size() + space.space_available_size(),
            "used": space.space_used_size(),
            "available": space.space_available_size(),
        });
    }
}
