'use strict';

/** The options of `http.createServer`, checked and with their defaults. */

const { validateBoolean, validateFunction, validateInteger, validateObject } = require('internal:shared/validators');
const { codes } = require('internal:shared/errors');
const { parseUniqueHeadersOption } = require('internal:http/grammar');
const { IncomingMessage } = require('internal:http/incoming');
const { ServerResponse } = require('internal:http/server_response');

/**
 * What `createServer(options, listener)` was given, either of which may be missing.
 * @param {object | Function | null} [options] @param {Function} [listener]
 * @returns {{ options: object, listener?: Function }} the options are a copy
 */
function serverArguments(options, listener) {
  if (typeof options === 'function') return { options: {}, listener: options };
  if (options === null || options === undefined) return { options: {}, listener };
  validateObject(options, 'options');
  return { options: { ...options }, listener };
}

/**
 * Sets the options as properties of `server`.
 * @param {object} server
 * @param {object} options
 */
function storeOptions(server, options) {
  server.IncomingMessageClass = options.IncomingMessage || IncomingMessage;
  server.ServerResponseClass = options.ServerResponse || ServerResponse;
  server.maxHeaderSize = integer(options, 'maxHeaderSize', undefined);
  server.insecureHTTPParser = boolean(options, 'insecureHTTPParser', undefined);
  storeTimeouts(server, options);
  server.requireHostHeader = boolean(options, 'requireHostHeader', true);
  // Node takes the first of several Host fields; RFC 9112 section 3.2 asks for a 400, which this option of ours gives.
  server.strictHostHeader = boolean(options, 'strictHostHeader', false);
  server.joinDuplicateHeaders = boolean(options, 'joinDuplicateHeaders', undefined);
  server.rejectNonStandardBodyWrites = boolean(options, 'rejectNonStandardBodyWrites', false);
  server.optimizeEmptyRequests = boolean(options, 'optimizeEmptyRequests', false);
  server.shouldUpgradeCallback = shouldUpgrade(options);
  const { highWaterMark } = options;
  server.responseOptions = {
    highWaterMark,
    rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
    uniqueHeaders: parseUniqueHeadersOption(options.uniqueHeaders),
  };
}

function storeTimeouts(server, options) {
  server.requestTimeout = integer(options, 'requestTimeout', 300_000);
  // Without its own value the time for the head is at most that for the request.
  const most = server.requestTimeout > 0 ? Math.min(60_000, server.requestTimeout) : 60_000;
  server.headersTimeout = integer(options, 'headersTimeout', most);
  if (server.requestTimeout > 0 && server.headersTimeout > 0 && server.headersTimeout > server.requestTimeout) {
    throw new codes.ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', options.headersTimeout);
  }
  server.keepAliveTimeout = integer(options, 'keepAliveTimeout', 5_000);
  server.keepAliveTimeoutBuffer = integer(options, 'keepAliveTimeoutBuffer', 1_000);
  server.connectionsCheckingInterval = integer(options, 'connectionsCheckingInterval', 30_000);
}

function shouldUpgrade(options) {
  if (options.shouldUpgradeCallback === undefined) {
    return function () {
      return this.listenerCount('upgrade') > 0;
    };
  }
  validateFunction(options.shouldUpgradeCallback, 'options.shouldUpgradeCallback');
  return options.shouldUpgradeCallback;
}

function integer(options, name, fallback) {
  if (options[name] === undefined) return fallback;
  validateInteger(options[name], name, 0);
  return options[name];
}

function boolean(options, name, fallback) {
  if (options[name] === undefined) return fallback;
  validateBoolean(options[name], `options.${name}`);
  return options[name];
}

module.exports = { serverArguments, storeOptions };
