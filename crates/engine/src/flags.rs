//! V8's flags. They are the process's; the one that has to differ between isolates is set while such an isolate is made.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// V8's own `--stack-size`, in KiB.
const DEFAULT_STACK_SIZE: usize = 984;

/// `--stack-size` as last set. The lock is held while flags change.
static STACK_SIZE: Mutex<usize> = Mutex::new(DEFAULT_STACK_SIZE);

fn stack_size() -> MutexGuard<'static, usize> {
    STACK_SIZE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets flags as on a command line, separated by blanks.
pub fn set(text: &str) {
    let mut current = stack_size();
    v8::V8::set_flags_from_string(text);
    if let Some(size) = text.split_whitespace().filter_map(stack_size_in).next_back() {
        *current = size;
    }
}

/// The same for a list of flags, the first being the program's name; gives those that V8 does not know.
pub(crate) fn set_arguments(arguments: Vec<String>) -> Vec<String> {
    if let Some(size) = arguments.iter().filter_map(|flag| stack_size_in(flag)).next_back() {
        *stack_size() = size;
    }
    v8::V8::set_flags_from_command_line(arguments)
}

/// Runs `make`, which makes an isolate whose JavaScript may use `size` bytes of its thread's stack. V8 takes the size from its flag, whatever
/// the isolate's parameters say (`StackGuard::ThreadLocal::Initialize`).
pub(crate) fn with_stack_size<R>(size: usize, make: impl FnOnce() -> R) -> R {
    let current = stack_size();
    v8::V8::set_flags_from_string(&format!("--stack-size={}", size / 1024));
    let made = make();
    // Back at its value the flag changes nothing for code caches, which are valid for one set of flags.
    v8::V8::set_flags_from_string(&format!("--stack-size={}", *current));
    made
}

fn stack_size_in(flag: &str) -> Option<usize> {
    let (name, value) = flag.split_once('=')?;
    let is_it = name.trim_start_matches('-').replace('_', "-") == "stack-size";
    if is_it { value.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stack_size_is_read_in_both_spellings() {
        assert_eq!(stack_size_in("--stack-size=500"), Some(500));
        assert_eq!(stack_size_in("--stack_size=12"), Some(12));
        assert_eq!(stack_size_in("--stack-trace-limit=12"), None);
    }
}
