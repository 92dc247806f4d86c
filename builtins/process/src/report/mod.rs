//! The parts of a diagnostic report that JavaScript cannot see, and the report of a heap that is full.

pub(crate) mod fatal;
mod handles;
mod process;
mod thread;

use runtime::{op, v8};
use serde_json::Value;

use handles::Hosts;

/// The sections of the process, as JSON.
#[op]
pub(crate) fn process_sections() -> String {
    process::sections().to_string()
}

/// The sections of this thread and, under `workers`, those of the threads it has started, as JSON. `trigger` is what asked for the report.
#[op]
pub(crate) fn thread_sections(scope: &mut v8::PinScope<'_, '_>, trigger: String, excludes_network: bool) -> String {
    let hosts = if excludes_network { Hosts::Numbers } else { Hosts::Names };
    thread::sections(scope, &trigger, hosts).to_string()
}

fn hexadecimal(address: usize) -> Value {
    format!("0x{address:016x}").into()
}
