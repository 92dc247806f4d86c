'use strict';

/** Profiles that a program starts and stops itself: of this thread, and of a worker that is asked. */

const { codes } = require('internal:shared/errors');
const { validateBoolean, validateInteger, validateNumber, validateObject } = require('internal:shared/validators');

const kCpuInterval = 1000;
const kHeapInterval = 512 * 1024;
const kStackDepth = 16;
const kLargestInt = 0x7fff_ffff;

/** What is recorded, as the native side numbers it. */
const kCpu = 0;
const kHeap = 1;
const kHeapCollected = 2;

class Recording {
  #profile;

  constructor(profile) {
    this.#profile = profile;
  }

  /** @returns {string | undefined} the profile's JSON text, the first time */
  stop() {
    return this.#profile.finish();
  }

  [Symbol.dispose]() {
    this.stop();
  }
}

class SyncCPUProfileHandle extends Recording {}

class SyncHeapProfileHandle extends Recording {
  stop() {
    if (heapProfile === this) heapProfile = undefined;
    return super.stop();
  }
}

/** The one that runs goes on also when the program drops its handle. @type {SyncHeapProfileHandle | undefined} */
let heapProfile;

/** @param {{ sampleInterval?: number }} [options] in microseconds */
function startCpuProfile(options = {}) {
  const profile = new binding.Profile();
  profile.start(...cpuRecording(options));
  return new SyncCPUProfileHandle(profile);
}

/**
 * @param {{ sampleInterval?: number, stackDepth?: number, forceGC?: boolean, includeObjectsCollectedByMajorGC?: boolean,
 *   includeObjectsCollectedByMinorGC?: boolean }} [options]
 */
function startHeapProfile(options = {}) {
  const profile = new binding.Profile();
  if (!profile.start(...heapRecording(options))) throw new codes.ERR_HEAP_PROFILE_HAVE_BEEN_STARTED();
  heapProfile = new SyncHeapProfileHandle(profile);
  return heapProfile;
}

/** @returns {[kind: number, params: string]} what the native side starts by */
function cpuRecording(options) {
  validateCpuOptions(options);
  return [kCpu, JSON.stringify({ interval: options?.sampleInterval || kCpuInterval })];
}

/** @returns {[kind: number, params: string]} what the native side starts by */
function heapRecording(options) {
  validateHeapOptions(options);
  return [options.forceGC ? kHeapCollected : kHeap, JSON.stringify({
    samplingInterval: options.sampleInterval ?? kHeapInterval,
    stackDepth: options.stackDepth ?? kStackDepth,
    includeObjectsCollectedByMajorGC: options.includeObjectsCollectedByMajorGC ?? false,
    includeObjectsCollectedByMinorGC: options.includeObjectsCollectedByMinorGC ?? false,
  })];
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

module.exports = { cpuRecording, heapRecording, startCpuProfile, startHeapProfile };
