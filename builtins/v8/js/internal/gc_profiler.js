'use strict';

/** `v8.GCProfiler`: heap figures before and after each garbage collection between `start()` and `stop()`. */

const kVersion = 1;
const kKinds = { __proto__: null, 1: 'Scavenge', 2: 'MinorMarkSweep', 4: 'MarkSweepCompact', 8: 'IncrementalMarking', 16: 'ProcessWeakCallbacks' };
const kHeap = [
  'totalHeapSize', 'totalHeapSizeExecutable', 'totalPhysicalSize', 'totalAvailableSize', 'totalGlobalHandlesSize', 'usedGlobalHandlesSize',
  'usedHeapSize', 'heapSizeLimit', 'mallocedMemory', 'externalMemory', 'peakMallocedMemory',
];
const kSpace = ['spaceName', 'spaceSize', 'spaceUsedSize', 'spaceAvailableSize', 'physicalSpaceSize'];

class GCProfiler {
  #profiler = null;

  /** Starts anew; a profiler that runs goes on. */
  start() {
    this.#profiler ??= new binding.GcProfiler();
  }

  /** @returns {object | undefined} what was collected since `start()` */
  stop() {
    if (this.#profiler === null) return undefined;
    const [startTime, endTime, runs] = this.#profiler.stop();
    this.#profiler = null;
    return { version: kVersion, startTime, statistics: runs.map(describeRun), endTime };
  }

  [Symbol.dispose]() {
    this.stop();
  }
}

function describeRun([kind, cost, before, after]) {
  return { gcType: kKinds[kind] ?? 'None', beforeGC: describeHeap(before), cost, afterGC: describeHeap(after) };
}

function describeHeap([heap, spaces]) {
  return { heapStatistics: record(kHeap, heap), heapSpaceStatistics: spaces.map((space) => record(kSpace, space)) };
}

function record(names, values) {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

module.exports = { GCProfiler };
