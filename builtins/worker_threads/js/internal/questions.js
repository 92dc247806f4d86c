'use strict';

/** What a parent may ask a worker about its isolate, and the answers. */

const { codes } = require('internal:shared/errors');
const { validateNumber, validateObject } = require('internal:shared/validators');

/** In the worker. @type {Record<string, (detail: any) => unknown>} */
const answers = {
  __proto__: null,
  heapStatistics: () => require('internal:v8/heap').heapFigures(),
  heapSnapshot: (options) => snapshotBytes(options),
  cpuUsage: () => {
    const { user, system } = require('internal:process/object').threadCpuUsage();
    return [user, system];
  },
  startProfile: ([kind, params]) => binding.startRecording(kind, params),
  stopProfile: (id) => binding.finishRecording(id),
};

function snapshotBytes(options) {
  const stream = require('node:v8').getHeapSnapshot(options);
  const chunks = [];
  for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) chunks.push(chunk);
  return require('node:buffer').Buffer.concat(chunks);
}

function heapSnapshotOptions(options) {
  if (options === undefined) return undefined;
  validateObject(options, 'options');
  const { exposeInternals, exposeNumericValues } = options;
  return { exposeInternals, exposeNumericValues };
}

/** @param {Uint8Array} bytes */
function streamOfSnapshot(bytes) {
  const { Readable } = require('node:stream');
  const { Buffer } = require('node:buffer');
  return Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)], { objectMode: false });
}

function validatePreviousUsage(previous) {
  if (!previous) return;
  validateObject(previous, 'prev');
  for (const name of ['user', 'system']) {
    validateNumber(previous[name], `prev.${name}`);
    if (!(previous[name] >= 0 && previous[name] <= Number.MAX_SAFE_INTEGER)) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError(`prev.${name}`, previous[name]);
    }
  }
}

/** @param {number[]} figures */
function statisticsOf(figures) {
  return require('internal:v8/heap').heapStatisticsOfWorker(figures);
}

function cpuUsageSince([user, system], previous) {
  if (!previous) return { user, system };
  return { user: user - previous.user, system: system - previous.system };
}

module.exports = { answers, cpuUsageSince, heapSnapshotOptions, statisticsOf, streamOfSnapshot, validatePreviousUsage };
