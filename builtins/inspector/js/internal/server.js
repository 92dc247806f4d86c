'use strict';

/** The server where front ends connect, and what is said about it. */

const { pathToFileURL } = require('node:url');
const { codes } = require('internal:shared/errors');
const process = require('internal:process/object');
const exits = require('internal:process/exit');
const { getOptionValue } = require('internal:process/options');
const { joinConsole } = require('internal:inspector/console');
const { place } = require('internal:inspector/place');

const HELP = 'For help, see: https://nodejs.org/learn/getting-started/debugging';

/**
 * @param {number} [port]
 * @param {string} [host]
 * @throws when the server listens already, or the port is none
 */
function open(port, host) {
  if (binding.url() !== undefined) throw new codes.ERR_INSPECTOR_ALREADY_ACTIVATED();
  if (isUint32(port)) {
    if (port > 65_535) throw new codes.ERR_OUT_OF_RANGE('port', '>= 0 && <= 65535', port);
    place.port = port;
  }
  if (typeof host === 'string') place.host = host;
  listen();
}

function isUint32(value) {
  return typeof value === 'number' && value === value >>> 0;
}

/** Listens; a failure is told and nothing more. @returns {boolean} */
function listen() {
  const { host, port } = place;
  try {
    place.port = binding.open(host, port, title(), programUrl(), publishes('http'));
  } catch (error) {
    process._rawDebug(`Starting inspector on ${host}:${port} failed: ${error.message}`);
    return false;
  }
  joinConsole();
  exits.finalSteps.add(binding.waitForDisconnect);
  if (publishes('stderr')) process._rawDebug(`Debugger listening on ${binding.url()}\n${HELP}`);
  return true;
}

/** Whether the URL is told there. @param {'stderr' | 'http'} channel */
function publishes(channel) {
  const channels = getOptionValue('--inspect-publish-uid') || 'stderr,http';
  return channels.split(',').includes(channel);
}

function close() {
  const url = binding.url();
  if (url === undefined) return;
  binding.close();
  process._rawDebug(`Debugger ending on ${url}\n${HELP}`);
}

function title() {
  return process.argv[1] ?? `${process.title}[${process.pid}]`;
}

function programUrl() {
  return process.argv[1] === undefined ? 'file://' : pathToFileURL(process.argv[1]).href;
}

module.exports = { close, listen, open };
