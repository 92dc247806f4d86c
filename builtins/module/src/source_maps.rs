//! Stack traces: who formats them, and the decoded source maps they are mapped with.

use runtime::{Hook, JsError, OpError, class, op, state, v8};
use source_map::SourceMap;

/// A source map.
pub(crate) struct NativeSourceMap(SourceMap);

/// Generated line and column, source, original line and column, name.
type Entry = (u32, u32, Option<String>, Option<i32>, Option<i32>, Option<String>);

#[class]
impl NativeSourceMap {
    /// Decodes the JSON text of a map.
    #[constructor]
    fn new(text: String) -> Result<NativeSourceMap, OpError> {
        let map = SourceMap::parse(text.as_bytes());
        map.map(NativeSourceMap).map_err(|error| JsError::error(format!("Invalid source map: {error}")).into())
    }

    /// The last mapping at or before a position, lines and columns from 0.
    #[method]
    fn find(&self, line: u32, column: u32) -> Option<Entry> {
        let map = &self.0;
        let found = map.find(line, column)?;
        let source = found.source.and_then(|index| map.sources.get(index as usize)).cloned();
        let name = found.name.and_then(|index| map.names.get(index as usize)).cloned();
        let original = source.as_ref().map(|_| (found.original_line, found.original_column));
        Some((
            found.generated_line,
            found.generated_column,
            source,
            original.map(|(line, _)| line),
            original.map(|(_, column)| column),
            name,
        ))
    }
}

/// The URL of the source map that the text of a function's script names in a comment, as V8 has read it.
#[op]
pub(crate) fn function_source_map_url<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    function: v8::Local<'s, v8::Function>,
) -> Option<v8::Local<'s, v8::Value>> {
    function.get_script_origin(scope).source_map_url()
}

/// Sets the function that makes the value of `error.stack`: `(global, error, callSites) => any`.
#[op]
pub(crate) fn set_prepare_stack_trace<'s>(scope: &mut v8::PinScope<'s, '_>, prepare: v8::Local<'s, v8::Function>) {
    state(scope).hooks().set(scope, Hook::PrepareStackTrace, prepare);
}
