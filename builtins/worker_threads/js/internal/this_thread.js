'use strict';

/** What this thread is: the main thread or a worker, and which. Read once, when a program first asks. */

const description = binding.thisThread();
const [threadId = 0, threadName = '', limits, port, sharesEnvironment = false] = description ?? [];

const state = {
  /** The thread is the runtime's own, not a worker of the program. */
  isInternal: false,
  /** @type {MessagePort | null} */
  parentPort: null,
  workerData: null,
};

/** The names of `resourceLimits` in the native side's order. */
const kLimits = ['maxYoungGenerationSizeMb', 'maxOldGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb'];

/** @param {number[]} values */
function limitsObject(values) {
  return Object.fromEntries(kLimits.map((name, index) => [name, values[index]]));
}

module.exports = {
  isMainThread: description === undefined,
  threadId,
  threadName,
  resourceLimits: limits === undefined ? {} : limitsObject(limits),
  /** The worker's end of the channel by which its parent controls it. */
  port,
  sharesEnvironment,
  state,
  kLimits,
  limitsObject,
};
