'use strict';

/** Where the inspector listens when nothing else is said. In a file of its own, which every program loads, as `process.debugPort` is part of it. */

const { getOptionValue } = require('internal:process/options');

/** What was asked for last stays, and so does a port that the system has chosen. */
const place = { host: '127.0.0.1', port: 9229 };

/** Takes what the options say. */
function placeFromOptions() {
  const { host, port } = parseAddress(getOptionValue('--inspect-port') ?? '');
  if (host !== undefined) place.host = host;
  if (port !== undefined) place.port = port;
}

/** `host`, `port`, `host:port` or `[address]:port`; the command line has checked the port. */
function parseAddress(text) {
  if (/^\d+$/.test(text)) return { port: Number(text) };
  const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(text);
  return { host: host.replace(/^\[(.*)\]$/, '$1') || undefined, port: port && Number(port) };
}

module.exports = { place, placeFromOptions };
