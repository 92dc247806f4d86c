'use strict';

/** `https.Agent`: an http.Agent that connects with TLS and remembers sessions, each under everything that decides whom it trusts. */

const http = require('node:http');
const tls = require('node:tls');
const { makeGlobalAgent } = require('internal:http/agent');

/** What sets connections apart, in the order of their place in the name. */
const kNameParts = [
  'ca', 'cert', 'clientCertEngine', 'ciphers', 'key', 'pfx', 'rejectUnauthorized', 'servername', 'minVersion', 'maxVersion',
  'secureProtocol', 'crl', 'honorCipherOrder', 'ecdhCurve', 'dhparam', 'secureOptions', 'sessionIdContext', 'sigalgs',
  'privateKeyIdentifier', 'privateKeyEngine',
];

/** These count although they are falsy. */
const kCountsFalsy = new Set(['rejectUnauthorized', 'honorCipherOrder', 'secureOptions']);

/** Objects that decide whom to trust, told apart by who they are. */
const kIdentities = ['secureContext', 'checkServerIdentity', 'pskCallback'];
const identities = new WeakMap();

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  options = { __proto__: null, ...options };
  options.defaultPort ??= 443;
  options.protocol ??= 'https:';
  Reflect.apply(http.Agent, this, [options]);
  this.maxCachedSessions = this.options.maxCachedSessions ?? 100;
  /** Sessions by the names of their connections, and the names, the oldest first. */
  this._sessionCache = { map: { __proto__: null }, list: [] };
}
Object.setPrototypeOf(Agent.prototype, http.Agent.prototype);
Object.setPrototypeOf(Agent, http.Agent);

/** `(options[, callback])`, or port and host before them. */
Agent.prototype.createConnection = function createConnection(...args) {
  const callback = typeof args.at(-1) === 'function' ? args.at(-1) : undefined;
  let options = connectionOptions(args);
  const key = options._agentKey;
  const session = key ? this._getSession(key) : undefined;
  if (session) options = { session, ...options };
  const proxy = options.socket ? null : this._proxyFor(options);
  if (proxy !== null) {
    connectThrough(this, proxy, options, callback);
    return undefined;
  }
  const socket = connectSecurely(this, options);
  if (callback) callback(null, socket);
  return socket;
};

/** TLS to the target in a tunnel through the proxy. */
function connectThrough(agent, proxy, options, callback) {
  const isReused = agent.keepAlive || Number.isFinite(agent.maxSockets);
  const target = { ...options, host: options.host || 'localhost', port: options.port || agent.defaultPort, isReused };
  require('internal:http/proxy_tunnel').openTunnel(proxy, target, (error, socket) => {
    if (error) callback?.(error);
    else callback?.(null, connectSecurely(agent, { ...options, socket }));
  });
}

function connectSecurely(agent, options) {
  const socket = tls.connect(options);
  const key = options._agentKey;
  if (key) {
    socket.on('session', (fresh) => agent._cacheSession(key, fresh));
    socket.once('close', (hadError) => hadError && agent._evictSession(key));
  }
  return socket;
}

function connectionOptions(args) {
  const given = args.find((value) => value !== null && typeof value === 'object');
  if (given === args[0]) return given;
  const options = { ...given };
  if (typeof args[0] === 'number') [options.port] = args;
  if (typeof args[1] === 'string') [, options.host] = args;
  return options;
}

Agent.prototype.getName = function getName(options = {}) {
  let name = Reflect.apply(http.Agent.prototype.getName, this, [options]);
  for (const part of kNameParts) name += `:${nameOf(part, options)}`;
  for (const part of kIdentities) {
    if (typeof options[part] === 'function' || typeof options[part] === 'object') name += identityOf(options[part]);
  }
  if (options.passphrase) name += `:${options.passphrase}`;
  return name;
};

function nameOf(part, options) {
  const value = options[part];
  if (kCountsFalsy.has(part)) return value === undefined ? '' : value;
  if (!value || (part === 'servername' && value === options.host)) return '';
  return part === 'sigalgs' ? JSON.stringify(value) : textOf(value);
}

/** Keys and certificates by their contents, also those that stand with their passphrase in an object. */
function textOf(value) {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) return `${value}`;
  const { pem = '', buf = '', passphrase = '' } = value;
  return `${pem}${buf}|${passphrase}`;
}

function identityOf(value) {
  if (value === null || value === tls.checkServerIdentity) return '';
  if (!identities.has(value)) identities.set(value, `:#${nextIdentity++}`);
  return identities.get(value);
}

let nextIdentity = 1;

Agent.prototype._getSession = function _getSession(key) {
  return this._sessionCache.map[key];
};

Agent.prototype._cacheSession = function _cacheSession(key, session) {
  if (this.maxCachedSessions === 0) return;
  const { map, list } = this._sessionCache;
  if (map[key] === undefined) {
    if (list.length >= this.maxCachedSessions) delete map[list.shift()];
    list.push(key);
  }
  map[key] = session;
};

Agent.prototype._evictSession = function _evictSession(key) {
  const { map, list } = this._sessionCache;
  const index = list.indexOf(key);
  if (index === -1) return;
  list.splice(index, 1);
  delete map[key];
};

module.exports = { Agent, globalAgent: makeGlobalAgent(Agent) };
