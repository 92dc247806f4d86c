'use strict';

/** `node:https`: the http client over `node:tls`. */

const http = require('node:http');
const tls = require('node:tls');
const { unavailable, unavailableClass } = require('internal:shared/unavailable');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  http.Agent.call(this, { defaultPort: 443, protocol: 'https:', ...options });
  this.maxCachedSessions = this.options.maxCachedSessions ?? 100;
}
Object.setPrototypeOf(Agent.prototype, http.Agent.prototype);
Object.setPrototypeOf(Agent, http.Agent);

Agent.prototype.createConnection = function createConnection(...args) {
  return tls.connect(...args);
};

const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });

function request(...args) {
  let [input, options] = args;
  if (typeof input === 'string' || input instanceof URL) {
    options = typeof options === 'function' || !options ? {} : options;
    args[1] !== options && args.splice(1, 0, options);
    args[1] = { _defaultAgent: module.exports.globalAgent, ...options };
  } else {
    args[0] = { _defaultAgent: module.exports.globalAgent, ...input };
  }
  return new http.ClientRequest(...args);
}

function get(...args) {
  const sent = request(...args);
  sent.end();
  return sent;
}

module.exports = {
  Agent,
  globalAgent,
  Server: unavailableClass('https.Server', tls.Server),
  createServer: unavailable('https.createServer'),
  get,
  request,
};
