'use strict';

/** What `--inspect`, `--inspect-brk` and `--inspect-wait` ask for before the program runs. */

const { getOptionValue } = require('internal:process/options');
const pause = require('internal:inspector/pause');
const { isEnforced, requireOption } = require('internal:process/permission');
const { listen, place } = require('internal:inspector/server');

/** Called once, when one of the options was given. */
function startFromOptions() {
  if (!mayStart()) return;
  pause.state.onStart = getOptionValue('--inspect-brk');
  const waits = pause.state.onStart || getOptionValue('--inspect-wait');
  if (waits) binding.expectFrontend();
  if (listenAsAsked() && waits) binding.waitForFrontend();
}

/** Called when somebody has sent `SIGUSR1`. */
function startFromSignal() {
  if (binding.url() !== undefined || !mayInspect()) return;
  listenAsAsked();
}

/** Listens where the options say. @returns {boolean} whether it does */
function listenAsAsked() {
  const { host, port } = parseAddress(getOptionValue('--inspect-port') ?? '');
  if (host !== undefined) place.host = host;
  if (port !== undefined) place.port = port;
  return listen();
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

/** `host`, `port`, `host:port` or `[address]:port`; the command line has checked the port. */
function parseAddress(text) {
  if (/^\d+$/.test(text)) return { port: Number(text) };
  const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(text);
  return { host: host.replace(/^\[(.*)\]$/, '$1') || undefined, port: port && Number(port) };
}

module.exports = { startFromOptions, startFromSignal };
