//! The sections that are the same for every thread.

use std::collections::HashMap;

use runtime::sys::os;
use runtime::sys::this_process::clock::milliseconds_since_start;
use runtime::sys::this_process::usage::{self, Who};
use runtime::sys::this_process::{makeup, memory};
use serde_json::{Value, json};

/// Where [`usage::counts`] has the largest resident set, in kilobytes, and the page faults.
const MAX_RSS: usize = 2;
const MINOR_FAULTS: usize = 6;
const MAJOR_FAULTS: usize = 7;

pub(super) fn sections() -> Value {
    json!({ "resourceUsage": resource_usage(), "userLimits": user_limits(), "sharedObjects": makeup::shared_objects() })
}

pub(super) fn resource_usage() -> Value {
    let counts = usage::counts().unwrap_or_default();
    let count = |index: usize| counts.get(index).copied().unwrap_or_default();
    let mut section = processor_and_disk(Who::Process);
    section["free_memory"] = json!(os::free_memory());
    section["total_memory"] = json!(os::total_memory());
    section["rss"] = json!(memory::resident_set().unwrap_or_default());
    section["constrained_memory"] = json!(os::constrained_memory().unwrap_or_default());
    section["available_memory"] = json!(os::available_memory());
    section["maxRss"] = json!(count(MAX_RSS) * 1024.0);
    section["pageFaults"] = json!({ "IORequired": count(MAJOR_FAULTS), "IONotRequired": count(MINOR_FAULTS) });
    section
}

/// Processor time in seconds and in parts of the time that the process runs, which counts as a second at least.
pub(super) fn processor_and_disk(who: Who) -> Value {
    let (user, system) = usage::processor(who).unwrap_or_default();
    let (user, system) = (user / 1e6, system / 1e6);
    let (reads, writes) = usage::disk(who).unwrap_or_default();
    let seconds = (milliseconds_since_start() / 1e3).max(1.0);
    let percent = |used: f64| used / seconds * 100.0;
    json!({
        "userCpuSeconds": user,
        "kernelCpuSeconds": system,
        "cpuConsumptionPercent": percent(user + system),
        "userCpuConsumptionPercent": percent(user),
        "kernelCpuConsumptionPercent": percent(system),
        "fsActivity": { "reads": reads, "writes": writes },
    })
}

fn user_limits() -> HashMap<&'static str, Value> {
    let bound = |bound: Option<u64>| bound.map_or(json!("unlimited"), |bound| json!(bound));
    let limits = makeup::limits().into_iter();
    limits.map(|(name, (soft, hard))| (name, json!({ "soft": bound(soft), "hard": bound(hard) }))).collect()
}
