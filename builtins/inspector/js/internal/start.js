'use strict';

/** What `--inspect`, `--inspect-brk` and `--inspect-wait` ask for before the program runs. */

const { getOptionValue } = require('internal:process/options');
const { isEnforced, requireOption } = require('internal:process/permission');
const { listen, place } = require('internal:inspector/server');

let pausesOnStart = false;

/** Called once, when one of the options was given. */
function startFromOptions() {
  if (!mayStart() || !listenAsAsked()) return;
  pausesOnStart = getOptionValue('--inspect-brk');
  if (pausesOnStart || getOptionValue('--inspect-wait')) binding.waitForFrontend();
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

/**
 * Calls the function that is the program, which pauses at its first statement if that was asked for.
 * @template T
 * @param {(...args: any[]) => T} program
 * @returns {T}
 */
function runProgram(program, receiver, args) {
  if (!pausesOnStart) return Reflect.apply(program, receiver, args);
  pausesOnStart = false;
  return binding.callAndPauseOnStart(program, receiver, args);
}

module.exports = { runProgram, startFromOptions, startFromSignal };
