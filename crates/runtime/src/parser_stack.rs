//! Stack for parsers that call themselves for whatever is nested. Text that a program was given must not end it.

/// Bytes of stack that a byte of source can cost where everything is nested; 1,850 were measured, in an unoptimised build.
const STACK_PER_BYTE: usize = 2048;
/// Bytes of source that need no more stack than every thread has left.
const SHORT: usize = 1024;
/// No thread is asked to have more, in bytes. It is address space: memory is only what the nesting touches.
const MOST_STACK: usize = 4 << 30;

/// What `parse` gives for `source`, with the stack that it can need.
pub fn with_stack_for<T: Send>(source: &str, parse: impl Fn(&str) -> T + Sync) -> T {
    if source.len() <= SHORT {
        return parse(source);
    }
    let stack = source.len().saturating_mul(STACK_PER_BYTE).min(MOST_STACK);
    std::thread::scope(|threads| {
        let builder = std::thread::Builder::new().name("parser".into()).stack_size(stack);
        match builder.spawn_scoped(threads, || parse(source)) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Without room for a thread it is tried where we are: few sources are nested at all.
            Err(_) => parse(source),
        }
    })
}
