'use strict';

/** `http.Agent`: keeps connections for the next request and queues requests that may not open one yet. */

const net = require('node:net');
const EventEmitter = require('node:events');
const { validateNumber, validateOneOf } = require('internal:shared/validators');
const { kUnasked } = require('internal:net/socket');
const { once } = require('internal:shared/once');
const proxies = require('internal:http/proxy_env');

const kOnKeylog = Symbol('onkeylog');
const kRequestOptions = Symbol('requestOptions');
/** The proxies that the option `proxyEnv` names. */
const kProxyRules = Symbol('proxyRules');
/** Set on the agents of the process: they use its proxies. */
const kIsGlobal = Symbol('isGlobal');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);
  this.options = { __proto__: null, ...options };
  this.defaultPort = this.options.defaultPort || 80;
  this.protocol = this.options.protocol || 'http:';
  this.options.noDelay ??= true;
  this[kProxyRules] = this.options.proxyEnv ? proxies.rulesOf(this.options.proxyEnv) : null;
  this[kIsGlobal] = false;
  // net.connect() would take a path for that of a Unix socket.
  this.options.path = null;
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets === undefined ? Infinity : this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  this.agentKeepAliveTimeoutBuffer = bufferOption(this.options.agentKeepAliveTimeoutBuffer);
  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.options.maxTotalSockets !== undefined) validateNumber(this.maxTotalSockets, 'maxTotalSockets', 1);
  this.on('free', onFree);
  this.on('newListener', watchForKeylog);
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);

Agent.defaultMaxSockets = Infinity;

const { prototype } = Agent;

function bufferOption(value) {
  return Number.isFinite(value) && value >= 0 ? value : 1000;
}

/** The key under which connections of equal target are pooled. */
prototype.getName = function getName(options = {}) {
  const { host = 'localhost', port = '', localAddress = '', family, socketPath } = options;
  let name = `${host || 'localhost'}:${port || ''}:${localAddress || ''}`;
  if (family === 4 || family === 6) name += `:${family}`;
  if (socketPath) name += `:${socketPath}`;
  // The proxies of the process may change, those of an agent do not.
  const proxy = this[kIsGlobal] ? this._proxyFor(options) : null;
  if (proxy !== null) name += `:${proxy.href}`;
  return name;
};

/** The proxy that requests with these options go through. @returns {import('./proxy_env').ProxyServer | null} */
prototype._proxyFor = function _proxyFor({ host, port, socketPath }) {
  const rules = this[kIsGlobal] ? proxies.globalProxyRules() : this[kProxyRules];
  if (rules === null || socketPath) return null;
  return rules.proxyFor(this.protocol, host || 'localhost', Number(port || this.defaultPort), 'agent');
};

prototype.createConnection = function createConnection(...args) {
  const [options] = args;
  const proxy = typeof options === 'object' && options !== null ? this._proxyFor(options) : null;
  return proxy === null ? net.createConnection(...args) : proxies.connectToProxy(proxy, options);
};

/** Gives `request` a pooled connection, a new one, or a place in the queue. */
prototype.addRequest = function addRequest(request, options, port, localAddress) {
  if (typeof options === 'string') options = { __proto__: null, host: options, port, localAddress };
  options = this._targetOf(options, request);
  const name = this.getName(options);
  this.sockets[name] ??= [];
  const socket = takeFree(this, name);
  const open = (this.freeSockets[name]?.length ?? 0) + this.sockets[name].length;
  if (socket) {
    if (kUnasked in socket) socket[kUnasked] = null;
    this.reuseSocket(socket, request);
    assign(this, request, socket);
    this.sockets[name].push(socket);
  } else if (open < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
    this.createSocket(request, options, (error, created) => {
      if (error) noSocket(request, error);
      else assign(this, request, created);
    });
  } else {
    request[kRequestOptions] = options;
    (this.requests[name] ??= []).push(request);
  }
};

prototype._targetOf = function _targetOf(given, request) {
  const options = { __proto__: null, ...given, ...this.options };
  if (options.socketPath) options.path = options.socketPath;
  if (!options.servername && options.servername !== '') options.servername = serverName(options, request);
  return options;
};

/** The name for TLS server name indication: that of the Host field, where there is one. */
function serverName(options, request) {
  const field = request.getHeader('host');
  if (field && typeof field !== 'string') return '';
  const host = field ? hostOf(field) : options.host ?? '';
  return net.isIP(host) ? '' : host;
}

/** A field without its port. */
function hostOf(field) {
  return field.startsWith('[') ? field.slice(1, Math.max(field.indexOf(']'), 1)) : field.split(':', 1)[0];
}

/** The time to open a tunnel is the request's. */
function noSocket(request, error) {
  if (error.proxyTunnelTimeout !== undefined) request.emit('timeout');
  request.onSocket(null, error);
}

function takeFree(agent, name) {
  const free = agent.freeSockets[name];
  if (!free) return undefined;
  while (free.length > 0 && free[0].destroyed) free.shift();
  const socket = agent.scheduling === 'fifo' ? free.shift() : free.pop();
  if (free.length === 0) delete agent.freeSockets[name];
  return socket;
}

function assign(agent, request, socket) {
  request.onSocket(socket);
  const usual = agent.options.timeout || 0;
  if (request.timeout !== undefined && request.timeout !== usual) socket.setTimeout(request.timeout);
}

prototype.createSocket = function createSocket(request, given, callback) {
  const options = this._targetOf(given, request);
  const name = this.getName(options);
  options._agentKey = name;
  options.encoding = null;
  if (request.timeout) options.timeout = request.timeout;
  const created = once((error, socket) => {
    if (error) {
      callback(error);
      return;
    }
    (this.sockets[name] ??= []).push(socket);
    this.totalSocketCount++;
    watchSocket(this, socket, options);
    callback(null, socket);
  });
  if (this.keepAlive) {
    options.keepAlive = this.keepAlive;
    options.keepAliveInitialDelay = this.keepAliveMsecs;
  }
  const socket = this.createConnection(options, created);
  if (socket) created(null, socket);
};

function watchSocket(agent, socket, options) {
  const onSocketFree = () => agent.emit('free', socket, options);
  const onClose = () => {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
  };
  const onTimeout = () => {
    const isFree = Object.values(agent.freeSockets).some((list) => list.includes(socket));
    if (isFree) socket.destroy();
  };
  // The connection is another protocol's from here on.
  const onRemove = () => {
    onClose();
    socket.removeListener('close', onClose);
    socket.removeListener('free', onSocketFree);
    socket.removeListener('timeout', onTimeout);
    socket.removeListener('agentRemove', onRemove);
  };
  socket.on('free', onSocketFree);
  socket.on('close', onClose);
  socket.on('timeout', onTimeout);
  socket.on('agentRemove', onRemove);
  if (agent[kOnKeylog]) socket.on('keylog', agent[kOnKeylog]);
}

/** A request is done with `socket`: the next one in the queue has it, or the pool. */
function onFree(socket, options) {
  const name = this.getName(options);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const waiting = this.requests[name];
  if (waiting?.length) {
    const request = waiting.shift();
    if (waiting.length === 0) delete this.requests[name];
    // Not called reused, as in Node: nobody had time to close it.
    socket._httpMessage = null;
    assign(this, request, socket);
    return;
  }
  if (!mayPool(this, socket, name)) {
    socket.destroy();
    return;
  }
  const free = (this.freeSockets[name] ??= []);
  socket._httpMessage = null;
  this.removeSocket(socket, options);
  socket.once('error', dropFreeSocket);
  // No listener, as programs count those; streams of a program's own have to look after themselves.
  if (kUnasked in socket) socket[kUnasked] = dropFreeSocket;
  free.push(socket);
}

function mayPool(agent, socket, name) {
  const request = socket._httpMessage;
  if (!request?.shouldKeepAlive || !agent.keepAlive) return false;
  const free = agent.freeSockets[name]?.length ?? 0;
  const open = free + (agent.sockets[name]?.length ?? 0);
  if (agent.totalSocketCount > agent.maxTotalSockets || open > agent.maxSockets || free >= agent.maxFreeSockets) return false;
  return agent.keepSocketAlive(socket);
}

/**
 * An idle connection that fails is only dropped. Also for bytes on an idle connection, for which nobody has asked: taken as the next answer they would give one request what another, or an attacker,
 * was to get.
 * @this {net.Socket}
 */
function dropFreeSocket() {
  this.destroy();
  this.emit('agentRemove');
}

/** False when `socket` cannot be kept: the server announced to close it at once. */
prototype.keepSocketAlive = function keepSocketAlive(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();
  let timeout = this.options.timeout || 0;
  const announced = announcedTimeout(socket);
  if (announced !== undefined) {
    const usable = Math.max(0, announced - this.agentKeepAliveTimeoutBuffer);
    if (usable === 0) return false;
    if (timeout === 0 || usable < timeout) timeout = usable;
  }
  if (socket.timeout !== timeout) socket.setTimeout(timeout);
  return true;
};

/** The milliseconds a server's `Keep-Alive: timeout=N` promises. */
function announcedTimeout(socket) {
  const field = socket._httpMessage?.res?.headers['keep-alive'];
  const match = field && /^timeout=(\d+)/.exec(field);
  return match ? Number(match[1]) * 1000 : undefined;
}

prototype.reuseSocket = function reuseSocket(socket, request) {
  socket.removeListener('error', dropFreeSocket);
  request.reusedSocket = true;
  socket.ref();
};

/** Takes `socket` off the lists. A request that waits for a connection gets a new one in its place. */
prototype.removeSocket = function removeSocket(socket, options) {
  const name = this.getName(options);
  takeOff(this.sockets, name, socket);
  if (!socket.writable) takeOff(this.freeSockets, name, socket);
  const next = this._nextWaiting(name, options);
  if (!next) return;
  next.request[kRequestOptions] = undefined;
  this.createSocket(next.request, next.options, (error, created) => {
    if (error) {
      dropWaiting(this, next);
      noSocket(next.request, error);
    } else {
      created.emit('free');
    }
  });
};

function takeOff(lists, name, socket) {
  const list = lists[name];
  const index = list ? list.indexOf(socket) : -1;
  if (index === -1) return;
  list.splice(index, 1);
  if (list.length === 0) delete lists[name];
}

/** The request a freed place goes to: one for the same target, else the first of a target without connections. */
prototype._nextWaiting = function _nextWaiting(name, options) {
  if (this.requests[name]?.length) {
    const [request] = this.requests[name];
    return { name, request, options: request[kRequestOptions] ?? options };
  }
  for (const other in this.requests) {
    if (this.sockets[other]?.length) continue;
    const [request] = this.requests[other];
    if (request[kRequestOptions]) return { name: other, request, options: request[kRequestOptions] };
  }
  return null;
};

function dropWaiting(agent, { name, request }) {
  const waiting = agent.requests[name];
  const index = waiting ? waiting.indexOf(request) : -1;
  if (index === -1) return;
  waiting.splice(index, 1);
  if (waiting.length === 0) delete agent.requests[name];
}

prototype.destroy = function destroy() {
  for (const lists of [this.freeSockets, this.sockets]) {
    for (const list of Object.values(lists)) for (const socket of [...list]) socket.destroy();
  }
};

/** Passes `keylog` on from the connections once someone listens. */
function watchForKeylog(event) {
  if (event !== 'keylog' || this[kOnKeylog]) return;
  const agent = this;
  this[kOnKeylog] = function (line) {
    agent.emit('keylog', line, this);
  };
  for (const list of Object.values(this.sockets)) for (const socket of list) socket.on('keylog', this[kOnKeylog]);
}

/** An agent of the process. @param {Function} Class */
function makeGlobalAgent(Class) {
  const agent = new Class({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
  agent[kIsGlobal] = true;
  return agent;
}

module.exports = { Agent, globalAgent: makeGlobalAgent(Agent), makeGlobalAgent };
