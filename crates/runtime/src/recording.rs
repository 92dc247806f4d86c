//! Profiles of an isolate, started and finished by the inspector's protocol. Neither enters JavaScript, so both may happen in an interrupt of it.

use std::cell::Cell;
use std::rc::Rc;

use engine::v8;

use crate::inspector::Caller;
use crate::state::Runtime;

/// What is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Where time is spent.
    Cpu,
    /// Where memory is allocated that is still there at the end.
    Heap,
    /// The same, with all garbage collected before the end.
    HeapCollected,
}

impl Kind {
    /// The kind by its number in JavaScript (`internal:v8/profiles`).
    #[must_use]
    pub fn from_number(number: i32) -> Kind {
        match number {
            0 => Kind::Cpu,
            1 => Kind::Heap,
            _ => Kind::HeapCollected,
        }
    }

    fn start(self, caller: &Caller, params: &str) -> Result<String, String> {
        match self {
            Kind::Cpu => {
                caller.call("Profiler.enable", "{}")?;
                caller.call("Profiler.setSamplingInterval", params)?;
                caller.call("Profiler.start", "{}")
            }
            Kind::Heap | Kind::HeapCollected => {
                caller.call("HeapProfiler.enable", "{}")?;
                caller.call("HeapProfiler.startSampling", params)
            }
        }
    }
}

/// Whether a heap profile runs: an isolate has but one sampler.
#[derive(Default)]
struct Sampler(Cell<bool>);

/// A profile that is being taken.
pub struct Recording {
    kind: Kind,
    caller: Caller,
    sampler: Rc<Sampler>,
}

impl Recording {
    /// Starts a profile; `params` is a JSON object, of `Profiler.setSamplingInterval` or of `HeapProfiler.startSampling`. Gives nothing when another
    /// profile of the heap runs.
    ///
    /// # Errors
    /// The message of the inspector, if it refuses.
    pub fn start(runtime: &Rc<Runtime>, kind: Kind, params: &str) -> Result<Option<Recording>, String> {
        let sampler = runtime.slot::<Sampler>();
        if kind != Kind::Cpu && sampler.0.replace(true) {
            return Ok(None);
        }
        let recording = Recording { kind, caller: Caller::connect(runtime), sampler };
        kind.start(&recording.caller, params)?;
        Ok(Some(recording))
    }

    /// Ends the profile and gives its JSON text.
    ///
    /// # Errors
    /// The message of the inspector, if it refuses.
    pub fn finish(self, isolate: &mut v8::Isolate) -> Result<String, String> {
        let method = match self.kind {
            Kind::Cpu => "Profiler.stop",
            Kind::Heap | Kind::HeapCollected => "HeapProfiler.stopSampling",
        };
        if self.kind == Kind::HeapCollected {
            isolate.low_memory_notification();
        }
        self.caller.call_for(method, "profile")
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if self.kind != Kind::Cpu {
            self.sampler.0.set(false);
        }
    }
}
