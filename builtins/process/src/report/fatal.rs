//! The report of a heap that is full.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use runtime::engine::limits;
use runtime::op;
use runtime::sys::fs::replace_file;
use runtime::sys::this_process::clock;
use serde_json::{Value, json};

use super::handles::{self, Hosts};
use super::{process, thread};

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
    report["javascriptStack"] = thread::no_stack();
    report["nativeStack"] = thread::native_stack();
    report["resourceUsage"] = process::resource_usage();
    if let Some(runtime) = runtime::current() {
        report["libuv"] = json!(handles::sections(runtime.event_loop(), Hosts::Numbers));
        runtime.without_draining(|scope| report["javascriptHeap"] = thread::heap(scope));
    }
}
