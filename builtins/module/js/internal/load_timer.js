'use strict';

/** How long every `require()` takes: for `NODE_DEBUG=module_timer` and the trace events of `node.module_timer`. */

const process = require('internal:process/object');

/** @typedef {{ begin(request: string): void, end(request: string, parent: Module | undefined, milliseconds: number): void }} Follower */

/** @type {Set<Follower>} */
const followers = new Set();

/** `timed` loads and tells the followers; undefined while there are none. */
const timer = { timed: undefined };

/** @param {Follower} follower @returns {() => void} ends that */
function follow(follower) {
  followers.add(follower);
  timer.timed = timed;
  return () => {
    followers.delete(follower);
    if (followers.size === 0) timer.timed = undefined;
  };
}

/** @param {() => unknown} load */
function timed(load, request, parent) {
  const { now } = require('internal:perf_hooks/clock');
  followers.forEach((follower) => follower.begin(request));
  const began = now();
  try {
    return load();
  } finally {
    const milliseconds = now() - began;
    followers.forEach((follower) => follower.end(request, parent, milliseconds));
  }
}

/** Writes times to standard error where `NODE_DEBUG` names the section. */
function writeIfDebugged() {
  if (!require('internal:util/debuglog').debuglog('module_timer').enabled) return;
  const { formatTime } = require('internal:console/timing');
  follow({
    begin() {},
    end(request, parent, milliseconds) {
      process.stderr.write(`MODULE_TIMER ${process.pid} [${parent?.id || ''}] [${request}]: ${formatTime(milliseconds)}\n`);
    },
  });
}

module.exports = { follow, timer, writeIfDebugged };
