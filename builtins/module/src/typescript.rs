//! Type stripping.

use runtime::{JsError, ToV8, op, v8};
use type_strip::{ErrorKind, StripError};

use crate::compile_cache::CompileCache;

/// Bytes of stack that a byte of source can cost where everything is nested; 1,850 were measured, in an unoptimised build.
const STACK_PER_BYTE: usize = 2048;
/// Bytes of source that need no more stack than every thread has left.
const SHORT: usize = 1024;
/// No thread is asked to have more, in bytes. It is address space: memory is only what the nesting touches.
const MOST_STACK: usize = 4 << 30;

/// The source with its types blanked. The parser calls itself for whatever is nested, so a source gets the stack that it can need: text
/// that a program was given must not end it.
fn strip(source: &str) -> Result<String, StripError> {
    if source.len() <= SHORT {
        return type_strip::strip(source);
    }
    let stack = source.len().saturating_mul(STACK_PER_BYTE).min(MOST_STACK);
    std::thread::scope(|threads| {
        let builder = std::thread::Builder::new().name("types".into()).stack_size(stack);
        match builder.spawn_scoped(threads, || type_strip::strip(source)) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Without room for a thread it is tried where we are: few sources are nested at all.
            Err(_) => type_strip::strip(source),
        }
    })
}

/// Stripped text, or what is wrong with it as `[code, message, line, source line, carets]`.
pub(crate) enum Stripped {
    Text(String),
    Fault { code: &'static str, message: String, line: u32, source_line: String, carets: String },
}

impl<'s> ToV8<'s> for Stripped {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self {
            Stripped::Text(text) => text.to_v8(scope),
            Stripped::Fault { code, message, line, source_line, carets } => {
                (code, message, line, source_line, carets).to_v8(scope)
            }
        }
    }
}

/// The source with its types blanked.
#[op]
pub(crate) fn strip_types(source: String) -> Stripped {
    match strip(&source) {
        Ok(text) => Stripped::Text(text),
        Err(error) => fault(&source, error),
    }
}

/// The same for a file of this name, which may be in the compile cache.
#[op]
pub(crate) fn strip_types_of_file(scope: &mut v8::PinScope<'_, '_>, source: String, filename: String) -> Stripped {
    match CompileCache::of(scope).text(&filename, &source, || strip(&source)) {
        Ok(text) => Stripped::Text(text),
        Err(error) => fault(&source, error),
    }
}

fn fault(source: &str, error: StripError) -> Stripped {
    let (line, source_line, carets) = error.frame(source);
    let code = match error.kind {
        ErrorKind::Unsupported => "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
        ErrorKind::Invalid => "ERR_INVALID_TYPESCRIPT_SYNTAX",
    };
    Stripped::Fault { code, message: error.message, line: line as u32, source_line, carets }
}
