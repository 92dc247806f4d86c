//! Figures of the heap, its snapshots, and V8's flags.

use runtime::inspector::Caller;
use runtime::{heap, near_heap_limit, op, state, v8};

/// In the order of the fields of `v8.getHeapStatistics()`.
#[op]
pub(crate) fn heap_statistics(scope: &mut v8::PinScope<'_, '_>) -> Vec<f64> {
    heap::statistics(scope)
}

/// Name, size, used, available and physical size of each space.
#[op]
pub(crate) fn heap_space_statistics(scope: &mut v8::PinScope<'_, '_>) -> Vec<(String, f64, f64, f64, f64)> {
    spaces(scope)
}

/// Name, size, used, available and physical size of each space.
pub(crate) fn spaces(isolate: &mut v8::Isolate) -> Vec<(String, f64, f64, f64, f64)> {
    (0..isolate.number_of_heap_spaces())
        .filter_map(|index| {
            let space = isolate.get_heap_space_statistics(index)?;
            Some((
                space.space_name().to_string_lossy().into_owned(),
                space.space_size() as f64,
                space.space_used_size() as f64,
                space.space_available_size() as f64,
                space.physical_space_size() as f64,
            ))
        })
        .collect()
}

/// In the order of the fields of `v8.getHeapCodeStatistics()`.
#[op]
pub(crate) fn heap_code_statistics(scope: &mut v8::PinScope<'_, '_>) -> Vec<f64> {
    let Some(code) = scope.get_heap_code_and_metadata_statistics() else { return vec![0.0; 4] };
    [
        code.code_and_metadata_size(),
        code.bytecode_and_metadata_size(),
        code.external_script_source_size(),
        code.cpu_profiler_metadata_size(),
    ]
    .map(|figure| figure as f64)
    .to_vec()
}

/// A heap snapshot as JSON text in UTF-8.
#[op]
pub(crate) fn heap_snapshot(scope: &mut v8::PinScope<'_, '_>) -> Vec<u8> {
    heap::snapshot(scope)
}

/// See [`near_heap_limit::snapshot`].
#[op]
pub(crate) fn snapshot_near_heap_limit(scope: &mut v8::PinScope<'_, '_>, limit: u32) {
    near_heap_limit::snapshot(&state(scope), scope, limit);
}

/// See [`near_heap_limit::profile`].
#[op]
pub(crate) fn profile_near_heap_limit(scope: &mut v8::PinScope<'_, '_>, limit: u32) {
    near_heap_limit::profile(&state(scope), scope, limit);
}

/// Sets V8 flags, also after the start.
#[op]
pub(crate) fn set_flags_from_string(flags: String) {
    runtime::engine::flags::set(&flags);
}

/// Changes with V8's version, its flags and the processor: what a code cache depends on.
#[op]
pub(crate) fn cached_data_version_tag() -> u32 {
    v8::script_compiler::cached_data_version_tag()
}

/// The objects that have `prototype` in their chain of prototypes.
#[op]
pub(crate) fn query_objects<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    prototype: v8::Local<'s, v8::Object>,
) -> Option<v8::Local<'s, v8::Array>> {
    Caller::connect(&state(scope)).query_objects(scope, prototype)
}

/// Whether V8 keeps the text with one byte a character.
#[op]
pub(crate) fn is_one_byte<'s>(_scope: &mut v8::PinScope<'s, '_>, text: v8::Local<'s, v8::String>) -> bool {
    text.is_onebyte()
}
