//! Figures and snapshots of a heap.

use engine::v8;

/// In the order of the fields of `v8.getHeapStatistics()`.
pub fn statistics(isolate: &mut v8::Isolate) -> Vec<f64> {
    let heap = isolate.get_heap_statistics();
    [
        heap.total_heap_size(),
        heap.total_heap_size_executable(),
        heap.total_physical_size(),
        heap.total_available_size(),
        heap.used_heap_size(),
        heap.heap_size_limit(),
        heap.malloced_memory(),
        heap.peak_malloced_memory(),
        usize::from(heap.does_zap_garbage()),
        heap.number_of_native_contexts(),
        heap.number_of_detached_contexts(),
        heap.total_global_handles_size(),
        heap.used_global_handles_size(),
        heap.external_memory(),
    ]
    .map(|figure| figure as f64)
    .into_iter()
    .chain([heap.total_allocated_bytes() as f64])
    .collect()
}

/// A snapshot as JSON text in UTF-8.
pub fn snapshot(isolate: &mut v8::Isolate) -> Vec<u8> {
    let mut text = Vec::new();
    isolate.take_heap_snapshot(|chunk| {
        text.extend_from_slice(chunk);
        true
    });
    text
}
