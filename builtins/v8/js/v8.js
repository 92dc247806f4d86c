'use strict';

const process = require('internal:process/object');
const heap = require('internal:v8/heap');
const { GCProfiler } = require('internal:v8/gc_profiler');
const { promiseHooks } = require('internal:v8/promise_hooks');
const serdes = require('internal:v8/serdes');
const { startupSnapshot } = require('internal:v8/startup_snapshot');
const { validateFunction, validateObject, validateOneOf, validateString, validateUint32 } = require('internal:shared/validators');

/** @returns {number} changes when code caches become invalid */
function cachedDataVersionTag() {
  return binding.cachedDataVersionTag();
}

/** @param {string} flags V8's command-line flags */
function setFlagsFromString(flags) {
  validateString(flags, 'flags');
  const aborts = /^--(no-?)?abort[-_]on[-_]uncaught[-_]exception$/.exec(flags.trim());
  if (aborts === null) binding.setFlagsFromString(flags);
  else require('internal:process/uncaught').setAbortsOnUncaught(aborts[1] === undefined);
}

/** @param {string} content @returns {boolean} whether V8 stores it with one byte a character */
function isStringOneByteRepresentation(content) {
  validateString(content, 'content');
  return binding.isOneByte(content);
}

/** Writes the coverage since the start or the last call into the folder that `NODE_V8_COVERAGE` names; without one there is none to take. */
function takeCoverage() {
  if (process.env.NODE_V8_COVERAGE) require('internal:inspector/recordings').takeCoverage();
}

/** Takes no more coverage, also none at the end. */
function stopCoverage() {
  if (process.env.NODE_V8_COVERAGE) require('internal:inspector/recordings').stopCoverage();
}

/** Has snapshots written when the heap is nearly full. Only the first call counts, and none beside the option. @param {number} limit how many at most */
function setHeapSnapshotNearHeapLimit(limit) {
  checkNearHeapLimit(limit);
  binding.snapshotNearHeapLimit(limit);
}

/** Has the heap profile that runs written when the heap is nearly full. Only the first call counts. @param {number} limit how often at most */
function setHeapProfileNearHeapLimit(limit) {
  checkNearHeapLimit(limit);
  binding.profileNearHeapLimit(limit);
}

function checkNearHeapLimit(limit) {
  validateUint32(limit, 'limit', true);
  const directory = require('internal:process/options').getOptionValue('--diagnostic-dir') || process.cwd();
  require('internal:process/permission').requireWrite(directory, directory);
}

let hasWarned = false;

function warnOfQueries() {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning('v8.queryObjects() is an experimental feature and might change at any time', 'ExperimentalWarning');
}

/**
 * The objects that have `constructor.prototype` in their chain of prototypes.
 * @param {Function} constructor
 * @param {{ format?: 'count' | 'summary' }} [options]
 * @returns {number | string[]}
 */
function queryObjects(constructor, options = {}) {
  validateFunction(constructor, 'constructor');
  validateObject(options, 'options');
  const { format = 'count' } = options;
  validateOneOf(format, 'options.format', ['count', 'summary']);
  warnOfQueries();
  const { prototype } = constructor;
  const objects = Object(prototype) === prototype ? binding.queryObjects(prototype) : [];
  if (format === 'count') return objects.length;
  const { inspect } = require('node:util');
  return objects.map((object) => inspect(object, { depth: 0 }));
}

/** @returns {SyncCPUProfileHandle} whose `stop()` gives the profile's JSON text */
function startCpuProfile(options) {
  return require('internal:v8/profiles').startCpuProfile(options);
}

/** @returns {SyncHeapProfileHandle} whose `stop()` gives the profile's JSON text */
function startHeapProfile(options) {
  return require('internal:v8/profiles').startHeapProfile(options);
}

module.exports = {
  cachedDataVersionTag,
  getHeapStatistics: heap.getHeapStatistics,
  getHeapSpaceStatistics: heap.getHeapSpaceStatistics,
  getHeapCodeStatistics: heap.getHeapCodeStatistics,
  getCppHeapStatistics: heap.getCppHeapStatistics,
  getHeapSnapshot: heap.getHeapSnapshot,
  writeHeapSnapshot: heap.writeHeapSnapshot,
  setFlagsFromString,
  ...serdes,
  takeCoverage,
  stopCoverage,
  promiseHooks,
  queryObjects,
  startupSnapshot,
  setHeapSnapshotNearHeapLimit,
  setHeapProfileNearHeapLimit,
  GCProfiler,
  isStringOneByteRepresentation,
  startCpuProfile,
  startHeapProfile,
};
