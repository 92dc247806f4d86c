//! What `new Worker()` asks of a thread.

use runtime::engine::limits::HeapLimits;
use runtime::environment::Environment;
use runtime::options::InvalidOptions;
use runtime::sys::os;
use runtime::{JsError, OpError, Options, Runtime};

/// Bytes of one MiB, the unit of `resourceLimits`.
const MIB: f64 = 1_048_576.0;
/// `resourceLimits.stackSizeMb` without one given.
const STACK_MIB: f64 = 4.0;
/// The smallest stack a program can start with.
const SMALLEST_STACK: usize = 256 * 1024;

/// `resourceLimits`: young generation, old generation, code range, stack, in MiB; what is not above 0 was not given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ResourceLimits([f64; 4]);

impl ResourceLimits {
    pub(crate) fn of(given: &[f64]) -> Self {
        let mut limits = [0.0; 4];
        for (limit, given) in limits.iter_mut().zip(given) {
            *limit = *given;
        }
        Self(limits)
    }

    /// With what V8 and we choose where nothing was given.
    pub(crate) fn resolve(self) -> Self {
        let heap = self.heap().resolve(os::usable_memory());
        let mib = |bytes: Option<usize>| bytes.map_or(0.0, |bytes| bytes as f64 / MIB);
        let chosen = [mib(heap.young_generation), mib(heap.old_generation), mib(heap.code_range), STACK_MIB];
        let mut resolved = self.0;
        for (limit, chosen) in resolved.iter_mut().zip(chosen) {
            if *limit <= 0.0 {
                *limit = chosen;
            }
        }
        Self(resolved)
    }

    pub(crate) fn heap(self) -> HeapLimits {
        let [young, old, code, _] = self.0.map(|limit| (limit > 0.0).then_some((limit * MIB) as usize));
        HeapLimits { old_generation: old, young_generation: young, code_range: code }
    }

    pub(crate) fn stack(self) -> usize {
        let mib = if self.0[3] > 0.0 { self.0[3] } else { STACK_MIB };
        ((mib * MIB) as usize).max(SMALLEST_STACK)
    }

    pub(crate) fn list(self) -> Vec<f64> {
        self.0.to_vec()
    }
}

/// The environment of a new thread: `None` shares that of the thread that starts it; names and values alternate.
pub(crate) fn environment(runtime: &Runtime, pairs: Option<Vec<String>>) -> Environment {
    match pairs {
        None => runtime.environment(),
        Some(words) => Environment::of(words.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone()))),
    }
}

/// The options of a new thread.
pub(crate) fn options(
    runtime: &Runtime,
    exec_argv: Option<Vec<String>>,
    node_options: Option<&str>,
) -> Result<Options, OpError> {
    let base = runtime.options();
    let Some(derive) = base.derive else { return Ok(base.clone()) };
    derive(base, exec_argv, node_options).map_err(|invalid| {
        let (what, words) = match invalid {
            InvalidOptions::Arguments(words) => ("execArgv flags", words),
            InvalidOptions::Environment(words) => ("NODE_OPTIONS env variable", words),
        };
        let message = format!("Initiated Worker with invalid {what}: {}", words.join(", "));
        JsError::error(message).with_code("ERR_WORKER_INVALID_EXEC_ARGV").into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_mib() {
        let limits = ResourceLimits::of(&[4.0, 16.0, -1.0, 1.0]);
        let heap = limits.heap();
        assert_eq!(
            (heap.young_generation, heap.old_generation, heap.code_range),
            (Some(4 << 20), Some(16 << 20), None)
        );
        assert_eq!(limits.stack(), 1 << 20);
        assert_eq!(ResourceLimits::default().stack(), 4 << 20);
        assert_eq!(ResourceLimits::of(&[0.0, 0.0, 0.0, 0.001]).stack(), SMALLEST_STACK);
    }
}
