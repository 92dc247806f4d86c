'use strict';

/** What the command line and `NODE_V8_COVERAGE` ask to record of a whole program. It is written when the program ends, by the native side. */

const path = require('node:path');
const process = require('internal:process/object');
const { diagnosticName } = require('internal:process/diagnostic_name');
const { getOptionValue } = require('internal:process/options');

const kCpuInterval = 1000;
const kHeapInterval = 512 * 1024;

/** Starts what is asked for in this thread. */
function startRecordings() {
  if (process.env.NODE_V8_COVERAGE) startCoverage();
  else if (getOptionValue('--experimental-test-coverage') && !getOptionValue('--test')) countCoverage(undefined);
  if (getOptionValue('--cpu-prof')) {
    const file = fileOf('cpu', 'CPU');
    const image = getOptionValue('--cpu-prof-flame') ? `${file.replace(/\.cpuprofile$/, '')}.svg` : undefined;
    binding.recordCpu(getOptionValue('--cpu-prof-interval') || kCpuInterval, file, image);
  }
  if (getOptionValue('--heap-prof')) {
    binding.recordHeap(getOptionValue('--heap-prof-interval') || kHeapInterval, fileOf('heap', 'Heap'));
  }
}

/** Resolved now: the program may change its working directory. */
function fileOf(kind, prefix) {
  const directory = getOptionValue(`--${kind}-prof-dir`) || getOptionValue('--diagnostic-dir') || '.';
  const name = getOptionValue(`--${kind}-prof-name`)?.replaceAll('${pid}', process.pid) ?? diagnosticName(prefix, `${kind}profile`);
  return path.resolve(directory, name);
}

function startCoverage() {
  const directory = path.resolve(process.env.NODE_V8_COVERAGE);
  // Children take it from there, wherever they run.
  process.env.NODE_V8_COVERAGE = directory;
  countCoverage(directory);
}

let isCounting = false;

/** Counts from now on, unless that is done already. @param {string | undefined} directory where the counts go at the end */
function countCoverage(directory) {
  if (isCounting) return;
  isCounting = true;
  require('internal:module/source_maps').collectForCoverage();
  const { threadId } = require('internal:worker_threads/this_thread');
  binding.recordCoverage(directory, threadId, sourceMapCache);
}

/** @returns {string | undefined} JSON text */
function sourceMapCache() {
  const cache = require('internal:module/source_maps').coverageCache();
  return Object.keys(cache).length === 0 ? undefined : JSON.stringify(cache);
}

/** `v8.takeCoverage()` @param {string} [directory] another one than usual */
function takeCoverage(directory) {
  binding.takeCoverage(directory);
}

/** `v8.stopCoverage()` */
function stopCoverage() {
  binding.stopCoverage();
}

module.exports = { countCoverage, startRecordings, stopCoverage, takeCoverage };
