//! Type stripping.

use runtime::parser_stack::with_stack_for;
use runtime::{JsError, ToV8, op, v8};
use type_strip::{ErrorKind, StripError};

use crate::compile_cache::CompileCache;

fn strip(source: &str) -> Result<String, StripError> {
    with_stack_for(source, type_strip::strip)
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
