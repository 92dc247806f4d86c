'use strict';

/** What the process has used: time, processor and memory. */

const { codes } = require('internal:shared/errors');
const { validateArray, validateNumber, validateObject } = require('internal:shared/validators');

const kNanosecondsPerSecond = 1e9;

/**
 * `process.hrtime([time])`
 * @param {[seconds: number, nanoseconds: number]} [time] an earlier result to subtract
 * @returns {[seconds: number, nanoseconds: number]}
 */
function hrtime(time) {
  const now = binding.hrtime();
  if (time === undefined) return now;
  validateArray(time, 'time');
  if (time.length !== 2) throw new codes.ERR_OUT_OF_RANGE('time', 2, time.length);
  const seconds = now[0] - time[0];
  const nanoseconds = now[1] - time[1];
  return nanoseconds < 0 ? [seconds - 1, nanoseconds + kNanosecondsPerSecond] : [seconds, nanoseconds];
}

/** `process.hrtime.bigint()` @returns {bigint} nanoseconds */
function hrtimeBigInt() {
  return binding.hrtimeBigint();
}

/** `process.uptime()` @returns {number} seconds */
function uptime() {
  return binding.uptime();
}

/** `process.memoryUsage()` @returns {{ rss: number, heapTotal: number, heapUsed: number, external: number, arrayBuffers: number }} */
function memoryUsage() {
  const [rss, heapTotal, heapUsed, external, arrayBuffers] = binding.memoryUsage();
  return { rss, heapTotal, heapUsed, external, arrayBuffers };
}

/** `process.memoryUsage.rss()` @returns {number} bytes */
function rss() {
  return binding.residentSetMemory();
}

/**
 * `process.cpuUsage([prevValue])`
 * @param {{ user: number, system: number }} [prevValue] an earlier result to subtract
 * @returns {{ user: number, system: number }} microseconds
 */
function cpuUsage(prevValue) {
  return usageSince(prevValue, binding.cpuUsage);
}

/** `process.threadCpuUsage([prevValue])`, the same for the calling thread. */
function threadCpuUsage(prevValue) {
  return usageSince(prevValue, binding.threadCpuUsage);
}

function usageSince(prevValue, measure) {
  if (prevValue) validatePrevious(prevValue);
  const [user, system] = measure();
  return prevValue ? { user: user - prevValue.user, system: system - prevValue.system } : { user, system };
}

function validatePrevious(prevValue) {
  validateObject(prevValue, 'prevValue');
  for (const field of ['user', 'system']) {
    const value = prevValue[field];
    validateNumber(value, `prevValue.${field}`);
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError(`prevValue.${field}`, value);
    }
  }
}

/** `process.resourceUsage()`: what `getrusage(2)` says, times in microseconds, sizes in kilobytes. */
function resourceUsage() {
  const usage = binding.resourceUsage();
  return {
    userCPUTime: usage[0],
    systemCPUTime: usage[1],
    maxRSS: usage[2],
    sharedMemorySize: usage[3],
    unsharedDataSize: usage[4],
    unsharedStackSize: usage[5],
    minorPageFault: usage[6],
    majorPageFault: usage[7],
    swappedOut: usage[8],
    fsRead: usage[9],
    fsWrite: usage[10],
    ipcSent: usage[11],
    ipcReceived: usage[12],
    signalsCount: usage[13],
    voluntaryContextSwitches: usage[14],
    involuntaryContextSwitches: usage[15],
  };
}

/** `process.constrainedMemory()` @returns {number} the limit in bytes, 0 when nobody knows */
function constrainedMemory() {
  return binding.constrainedMemory();
}

/** `process.availableMemory()` @returns {number} bytes */
function availableMemory() {
  return binding.availableMemory();
}

hrtime.bigint = hrtimeBigInt;
memoryUsage.rss = rss;

module.exports = {
  hrtime,
  uptime,
  memoryUsage,
  cpuUsage,
  threadCpuUsage,
  resourceUsage,
  constrainedMemory,
  availableMemory,
};
