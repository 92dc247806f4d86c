//! `node:v8`: heap figures, V8's flags, heap snapshots and the serialiser.

mod deserializer;
mod gc_profiler;
mod heap;
mod profile;
mod serializer;

runtime::builtin! {
    name: "v8",
    ops: [
        heap::heap_statistics,
        heap::heap_space_statistics,
        heap::heap_code_statistics,
        heap::heap_snapshot,
        heap::snapshot_near_heap_limit,
        heap::profile_near_heap_limit,
        heap::set_flags_from_string,
        heap::cached_data_version_tag,
        heap::is_one_byte,
        heap::query_objects,
    ],
    classes: [gc_profiler::GcProfiler, profile::Profile, serializer::ValueSerializer, deserializer::ValueDeserializer],
}
