'use strict';

/** What `--inspect`, `--inspect-brk` and `--inspect-wait` ask for before the program runs. */

const { getOptionValue } = require('internal:process/options');
const pause = require('internal:inspector/pause');
const { isEnforced, requireOption } = require('internal:process/permission');
const { listen } = require('internal:inspector/server');

/** Called once, when one of the options was given. */
function startFromOptions() {
  if (!mayStart()) return;
  pause.state.onStart = getOptionValue('--inspect-brk');
  const waits = pause.state.onStart || getOptionValue('--inspect-wait');
  if (waits) binding.expectFrontend();
  if (listen() && waits) binding.waitForFrontend();
}

/** Called when somebody has sent `SIGUSR1`. */
function startFromSignal() {
  if (binding.url() !== undefined || !mayInspect()) return;
  listen();
}

/** Without the permission a program runs unwatched, but not one that is to wait for its debugger. */
function mayStart() {
  if (mayInspect()) return true;
  if (getOptionValue('--inspect-brk')) requireOption('--allow-inspector', 'Connect');
  return false;
}

function mayInspect() {
  return !isEnforced() || getOptionValue('--allow-inspector') === true;
}

module.exports = { startFromOptions, startFromSignal };
