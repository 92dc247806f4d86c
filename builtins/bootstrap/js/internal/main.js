'use strict';

/** The start of one process: everything that the snapshot could not hold, then the program. */

const { prepareProcess } = require('internal:process/setup');
const { getOptionValue } = require('internal:process/options');

/** Called once by the binary. */
function start() {
  prepareProcess();
  applyOptions();
  joinParent();
  require('internal:module/run_main').run();
}

/** A program that was forked talks to its parent. */
function joinParent() {
  if (process.env.NODE_CHANNEL_FD !== undefined) require('internal:child_process/ipc').openInheritedChannel();
}

function applyOptions() {
  Error.stackTraceLimit = getOptionValue('--stack-trace-limit');
  const title = getOptionValue('--title');
  if (title !== undefined) process.title = title;
}

module.exports = { start };
