'use strict';

const heap = require('internal:v8/heap');
const { GCProfiler } = require('internal:v8/gc_profiler');
const { promiseHooks } = require('internal:v8/promise_hooks');
const serdes = require('internal:v8/serdes');
const { startupSnapshot } = require('internal:v8/startup_snapshot');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateOneOf, validateString, validateUint32 } = require('internal:shared/validators');

/** @returns {number} changes when code caches become invalid */
function cachedDataVersionTag() {
  return binding.cachedDataVersionTag();
}

/** @param {string} flags V8's command-line flags */
function setFlagsFromString(flags) {
  validateString(flags, 'flags');
  binding.setFlagsFromString(flags);
}

/** @param {string} content @returns {boolean} whether V8 stores it with one byte a character */
function isStringOneByteRepresentation(content) {
  validateString(content, 'content');
  return binding.isOneByte(content);
}

/** Without `NODE_V8_COVERAGE` there is no coverage to take, in Node as here. */
function takeCoverage() {}

/** As `takeCoverage()`. */
function stopCoverage() {}

/** @param {number} limit */
function setHeapSnapshotNearHeapLimit(limit) {
  validateUint32(limit, 'limit', true);
  throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('v8.setHeapSnapshotNearHeapLimit');
}

function queryObjects(constructor, options = {}) {
  validateFunction(constructor, 'constructor');
  if (options.format !== undefined) validateOneOf(options.format, 'options.format', ['count', 'summary']);
  throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('v8.queryObjects');
}

function startCpuProfile() {
  throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('v8.startCpuProfile');
}

module.exports = {
  cachedDataVersionTag,
  ...heap,
  setFlagsFromString,
  ...serdes,
  takeCoverage,
  stopCoverage,
  promiseHooks,
  queryObjects,
  startupSnapshot,
  setHeapSnapshotNearHeapLimit,
  GCProfiler,
  isStringOneByteRepresentation,
  startCpuProfile,
};
