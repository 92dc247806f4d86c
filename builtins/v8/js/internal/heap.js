'use strict';

/** Heap figures and snapshots. */

const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateObject, validateOneOf } = require('internal:shared/validators');

const kHeapFields = [
  'total_heap_size', 'total_heap_size_executable', 'total_physical_size', 'total_available_size', 'used_heap_size',
  'heap_size_limit', 'malloced_memory', 'peak_malloced_memory', 'does_zap_garbage', 'number_of_native_contexts',
  'number_of_detached_contexts', 'total_global_handles_size', 'used_global_handles_size', 'external_memory', 'total_allocated_bytes',
];
const kSpaceFields = ['space_name', 'space_size', 'space_used_size', 'space_available_size', 'physical_space_size'];
const kCodeFields = [
  'code_and_metadata_size', 'bytecode_and_metadata_size', 'external_script_source_size', 'cpu_profiler_metadata_size',
];

function record(fields, values) {
  return Object.fromEntries(fields.map((field, i) => [field, values[i]]));
}

/** @returns {Record<string, number>} bytes, mostly */
function getHeapStatistics() {
  return heapStatisticsOf(heapFigures());
}

/** The figures alone, in their order. @returns {number[]} */
function heapFigures() {
  return binding.heapStatistics();
}

/** Of a worker, one field of which Node gives another type. @param {number[]} figures */
function heapStatisticsOfWorker(figures) {
  const statistics = { __proto__: null, ...heapStatisticsOf(figures) };
  statistics.does_zap_garbage = statistics.does_zap_garbage === 1;
  return statistics;
}

/** @param {number[]} figures */
function heapStatisticsOf(figures) {
  return record(kHeapFields, figures);
}

/** @returns {Record<string, number | string>[]} */
function getHeapSpaceStatistics() {
  return binding.heapSpaceStatistics().map((space) => record(kSpaceFields, space));
}

/** @returns {Record<string, number>} */
function getHeapCodeStatistics() {
  return record(kCodeFields, binding.heapCodeStatistics());
}

/** V8's C++ heap holds only native objects of ours; its own statistics are not exposed by the engine binding. */
function getCppHeapStatistics(type = 'detailed') {
  validateOneOf(type, 'type', ['brief', 'detailed']);
  throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('v8.getCppHeapStatistics');
}

function validateSnapshotOptions(options = {}) {
  validateObject(options, 'options');
  const { exposeInternals = false, exposeNumericValues = false } = options;
  validateBoolean(exposeInternals, 'options.exposeInternals');
  validateBoolean(exposeNumericValues, 'options.exposeNumericValues');
}

/** @returns {Readable} */
function getHeapSnapshot(options) {
  validateSnapshotOptions(options);
  const { HeapSnapshotStream } = require('internal:v8/heap_snapshot_stream');
  return new HeapSnapshotStream(binding.heapSnapshot());
}

/** @param {string | Buffer | URL} [filename] @returns {string} the file's name */
function writeHeapSnapshot(filename, options) {
  if (filename !== undefined) filename = require('internal:fs/paths').toPath(filename);
  validateSnapshotOptions(options);
  filename ??= defaultName();
  require('node:fs').writeFileSync(filename, binding.heapSnapshot());
  return filename;
}

function defaultName() {
  return require('internal:process/diagnostic_name').diagnosticName('Heap', 'heapsnapshot');
}

/** `--heapsnapshot-signal`: writes a snapshot each time the signal comes, into the folder of diagnostics. */
function snapshotOn(signal) {
  if (require('internal:shared/signals')[signal] === undefined) throw new codes.ERR_UNKNOWN_SIGNAL(signal);
  process.on(signal, () => writeHeapSnapshot(require('node:path').join(getOptionValue('--diagnostic-dir') || '', defaultName())));
}

module.exports = {
  getHeapStatistics,
  getHeapSpaceStatistics,
  getHeapCodeStatistics,
  getCppHeapStatistics,
  getHeapSnapshot,
  writeHeapSnapshot,
  heapFigures,
  heapStatisticsOfWorker,
  snapshotOn,
};
