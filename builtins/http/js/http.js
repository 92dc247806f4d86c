'use strict';

/** `node:http`. */

const { validateInteger } = require('internal:shared/validators');
const agents = require('internal:http/agent');
const { methods } = require('internal:http/callbacks');
const { ClientRequest } = require('internal:http/client');
const { IncomingMessage } = require('internal:http/incoming');
const { OutgoingMessage, validateHeaderName, validateHeaderValue } = require('internal:http/outgoing');
const { Server, ServerResponse, connectionListener } = require('internal:http/server');
const limits = require('internal:http/limits');
const { setGlobalProxyFromEnv } = require('internal:http/proxy_env');
const STATUS_CODES = require('internal:http/status_codes');

/** @param {object} [options] @param {(request: IncomingMessage, response: ServerResponse) => void} [listener] */
function createServer(options, listener) {
  return new Server(options, listener);
}

/** @param {string | URL | object} url @param {object | Function} [options] @param {Function} [callback] */
function request(url, options, callback) {
  return new ClientRequest(url, options, callback);
}

/** As `request`, but sends at once. */
function get(url, options, callback) {
  const sent = request(url, options, callback);
  sent.end();
  return sent;
}

/** Checks its argument only: parsers here are small and made per connection, so there is no pool of idle ones to bound. */
function setMaxIdleHTTPParsers(max) {
  validateInteger(max, 'max', 1);
}

module.exports = {
  _connectionListener: connectionListener,
  METHODS: methods.slice(0, 35).sort(),
  STATUS_CODES,
  Agent: agents.Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  setGlobalProxyFromEnv,
  setMaxIdleHTTPParsers,
};

Object.defineProperties(module.exports, {
  maxHeaderSize: { __proto__: null, configurable: true, enumerable: true, get: limits.maxHeaderSize },
  globalAgent: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: () => agents.globalAgent,
    set: (value) => {
      agents.globalAgent = value;
    },
  },
});

for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) {
  Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, get: () => globalThis[name] });
}
