'use strict';

/** What builtin modules let go of before the heap becomes a program's startup snapshot: native objects, and what they know of their process. */

/** @type {(() => void)[]} */
const steps = [];

/** @param {() => void} step */
function beforeSnapshot(step) {
  steps.push(step);
}

/** Called once, when nothing else is left to run. */
function runSnapshotSteps() {
  for (const step of steps) step();
}

module.exports = { beforeSnapshot, runSnapshotSteps };
