'use strict';

/** Profiles that a program starts and stops itself: of this thread, and of a worker that is asked. */

const { codes } = require('internal:shared/errors');
const { validateBoolean, validateInteger, validateNumber, validateObject } = require('internal:shared/validators');

const kCpuInterval = 1000;
const kHeapInterval = 512 * 1024;
const kStackDepth = 16;
const kLargestInt = 0x7fff_ffff;

/** Whether a heap profile runs: an isolate has but one sampler. */
let isSampling = false;

class SyncCPUProfileHandle {
  #profile;

  constructor(profile) {
    this.#profile = profile;
  }

  /** @returns {string | undefined} the profile's JSON text, the first time */
  stop() {
    return this.#profile.finish('Profiler.stop');
  }

  [Symbol.dispose]() {
    this.stop();
  }
}

class SyncHeapProfileHandle {
  #profile;
  #collectsFirst;
  #isStopped = false;

  constructor(profile, collectsFirst) {
    this.#profile = profile;
    this.#collectsFirst = collectsFirst;
  }

  /** @returns {string | undefined} the profile's JSON text, the first time */
  stop() {
    if (this.#isStopped) return undefined;
    this.#isStopped = true;
    isSampling = false;
    if (this.#collectsFirst) this.#profile.collectGarbage();
    return this.#profile.finish('HeapProfiler.stopSampling');
  }

  [Symbol.dispose]() {
    this.stop();
  }
}

/** @param {{ sampleInterval?: number }} [options] in microseconds */
function startCpuProfile(options = {}) {
  validateCpuOptions(options);
  const profile = new binding.Profile();
  profile.call('Profiler.enable', '{}');
  profile.call('Profiler.setSamplingInterval', JSON.stringify({ interval: options.sampleInterval || kCpuInterval }));
  profile.call('Profiler.start', '{}');
  return new SyncCPUProfileHandle(profile);
}

/**
 * @param {{ sampleInterval?: number, stackDepth?: number, forceGC?: boolean, includeObjectsCollectedByMajorGC?: boolean,
 *   includeObjectsCollectedByMinorGC?: boolean }} [options]
 */
function startHeapProfile(options = {}) {
  validateHeapOptions(options);
  if (isSampling) throw new codes.ERR_HEAP_PROFILE_HAVE_BEEN_STARTED();
  const profile = new binding.Profile();
  profile.call('HeapProfiler.enable', '{}');
  profile.call('HeapProfiler.startSampling', JSON.stringify({
    samplingInterval: options.sampleInterval ?? kHeapInterval,
    stackDepth: options.stackDepth ?? kStackDepth,
    includeObjectsCollectedByMajorGC: options.includeObjectsCollectedByMajorGC ?? false,
    includeObjectsCollectedByMinorGC: options.includeObjectsCollectedByMinorGC ?? false,
  }));
  isSampling = true;
  return new SyncHeapProfileHandle(profile, options.forceGC ?? false);
}

function validateHeapOptions(options) {
  validateObject(options, 'options');
  const { sampleInterval, stackDepth } = options;
  if (sampleInterval !== undefined) validateInteger(sampleInterval, 'options.sampleInterval', 1);
  if (stackDepth !== undefined) validateInteger(stackDepth, 'options.stackDepth', 0, kLargestInt);
  for (const name of ['forceGC', 'includeObjectsCollectedByMajorGC', 'includeObjectsCollectedByMinorGC']) {
    if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
  }
}

function validateCpuOptions(options = {}) {
  validateObject(options, 'options');
  if (options.sampleInterval !== undefined) validateNumber(options.sampleInterval, 'options.sampleInterval', 0);
}

module.exports = { startCpuProfile, startHeapProfile, validateCpuOptions, validateHeapOptions };
