'use strict';

/** `node:https`: http over TLS. */

const http = require('node:http');
const { ClientRequest } = require('internal:http/client');
const { URL } = require('node:url');
const agents = require('internal:https/agent');
const { Server, createServer } = require('internal:https/server');

/** @param {string | URL | object} input @param {object | Function} [options] @param {Function} [callback] */
function request(...args) {
  let options = {};
  if (typeof args[0] === 'string' || isUrl(args[0])) {
    if (typeof args[1] === 'object' && args[1] !== null) options = args.splice(1, 1)[0];
    return send(args[0], options, args[1]);
  }
  [options] = args;
  return send(undefined, options, args[1]);
}

function isUrl(value) {
  return value instanceof URL || Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function send(url, options, callback) {
  const all = { ...options, _defaultAgent: module.exports.globalAgent };
  return url === undefined ? new ClientRequest(all, callback) : new ClientRequest(url, all, callback);
}

/** As `request`, but sends at once. */
function get(input, options, callback) {
  const sent = request(input, options, callback);
  sent.end();
  return sent;
}

module.exports = { Agent: agents.Agent, Server, createServer, get, request };

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => agents.globalAgent,
  set: (value) => {
    agents.globalAgent = value;
  },
});
