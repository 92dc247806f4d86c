'use strict';

/**
 * The connections of the web client. A lane holds the connections to one place: a request takes an idle one, the last used first, or has a
 * new one made; there is no limit, as each request needs a connection of its own. One timer watches the times of all of them.
 */

const diagnostics = require('node:diagnostics_channel');
const net = require('node:net');
const { clearTimeout, setTimeout } = require('node:timers');
const { now } = require('internal:perf_hooks/clock');
const { WebConnection } = require('internal:http/web_connection');
const { BodyTimeoutError, ConnectTimeoutError, HeadersTimeoutError } = require('internal:http/web_errors');

const kSweepInterval = 1000;
const kConnectTimeout = 10_000;

const channels = {
  beforeConnect: diagnostics.channel('undici:client:beforeConnect'),
  connected: diagnostics.channel('undici:client:connected'),
  connectError: diagnostics.channel('undici:client:connectError'),
};

/**
 * Where connections go.
 * @typedef {{ protocol: 'http:' | 'https:', hostname: string, port: number, key: string, connect?: ConnectFunction }} Target
 *   `key` tells targets apart, `connect` replaces the direct connection; a proxy that forwards also has `isForward` and its own `fields`
 * @typedef {(lane: Lane, done: (error: Error | null, socket?: import('node:stream').Duplex) => void) => { destroy(error?: Error): unknown } | void} ConnectFunction
 */

/** The connections to one target. */
class Lane {
  constructor(pool, target) {
    this.pool = pool;
    this.target = target;
    /** @type {WebConnection[]} */
    this.idle = [];
    /** The session that carries all exchanges, where the server speaks HTTP/2. @type {import('./web_http2').WebSession | null} */
    this.session = null;
    /** Connections, made or being made. */
    this.open = 0;
    /** The TLS session to resume. */
    this.tlsSession = undefined;
  }
}

class WebPool {
  /** @param {{ headersTimeout?: number, bodyTimeout?: number }} [times] in ms; 0 waits for ever */
  constructor({ headersTimeout = 300_000, bodyTimeout = 300_000 } = {}) {
    this.headersTimeout = headersTimeout;
    this.bodyTimeout = bodyTimeout;
    /** @type {Map<string, Lane>} */
    this.lanes = new Map();
    /** @type {Set<WebConnection>} */
    this.busy = new Set();
    this.timer = null;
  }

  /**
   * Calls `exchange.onConnection(connection)` with a connection that nobody else uses, at once when there is an idle one; or
   * `exchange.onError(error)`.
   * @param {Target} target
   * @param {import('./web_connection').Exchange & { onConnection(connection: WebConnection): void, isCancelled: boolean }} exchange
   */
  acquire(target, exchange) {
    const lane = this.#lane(target);
    if (lane.session?.isUsable) {
      this.#assign(lane.session.open(), exchange);
      return;
    }
    lane.open++;
    const connection = this.#takeIdle(lane);
    if (connection !== undefined) {
      lane.open--;
      this.#assign(connection, exchange);
      return;
    }
    connect(lane, (error, socket) => {
      if (error !== null) {
        this.#leave(lane);
        exchange.onError(error);
        return;
      }
      const connection = socket.alpnProtocol === 'h2' ? this.#openStream(lane, socket) : openConnection(lane, socket);
      if (exchange.isCancelled) connection.giveBack();
      else this.#assign(connection, exchange);
    });
  }

  /** Of several connections made at once the first that is ready carries the exchanges of all. */
  #openStream(lane, socket) {
    if (lane.session?.isUsable) {
      socket.on('error', ignore).destroy();
      this.#leave(lane);
    } else {
      const { WebSession } = require('internal:http/web_http2');
      lane.session = new WebSession(lane, socket);
    }
    return lane.session.open();
  }

  /** @param {import('./web_http2').WebStream} stream */
  streamDone(stream) {
    this.busy.delete(stream);
    stream.owner.streamDone(now());
    this.#watch();
  }

  /** @param {import('./web_http2').WebSession} session */
  removeSession(session) {
    const { lane } = session;
    if (lane.session === session) lane.session = null;
    this.#leave(lane);
  }

  /** The idle connection used last that is still good. */
  #takeIdle(lane) {
    for (;;) {
      const connection = lane.idle.pop();
      if (connection === undefined || !connection.isStale) return connection;
      connection.destroy(null);
    }
  }

  #lane(target) {
    let lane = this.lanes.get(target.key);
    if (lane === undefined) this.lanes.set(target.key, lane = new Lane(this, target));
    return lane;
  }

  #assign(connection, exchange) {
    if (connection.used > 0) connection.ref();
    this.busy.add(connection);
    connection.deadline = this.headersTimeout === 0 ? 0 : now() + this.headersTimeout;
    this.#watch();
    exchange.onConnection(connection);
  }

  /** Something came: the clock starts again. @param {WebConnection} connection */
  noteProgress(connection) {
    connection.deadline = this.bodyTimeout === 0 ? 0 : now() + this.bodyTimeout;
  }

  /** The exchange is over and the connection can serve another. @param {WebConnection} connection */
  release(connection) {
    this.busy.delete(connection);
    connection.deadline = now() + connection.keepAliveTime;
    connection.unref();
    connection.lane.idle.push(connection);
    this.#watch();
  }

  /** The connection is closed. @param {WebConnection} connection */
  remove(connection) {
    const { lane } = connection;
    this.busy.delete(connection);
    const index = lane.idle.indexOf(connection);
    if (index !== -1) lane.idle.splice(index, 1);
    this.#leave(lane);
  }

  #leave(lane) {
    lane.open--;
    if (lane.open === 0) this.lanes.delete(lane.target.key);
  }

  #watch() {
    if (this.timer === null) this.timer = setTimeout(() => this.#sweep(), kSweepInterval).unref();
  }

  #sweep() {
    this.timer = null;
    const time = now();
    for (const connection of [...this.busy]) {
      if (connection.deadline === 0 || connection.deadline > time || !connection.isReading) continue;
      connection.destroy(connection.hasHead ? new BodyTimeoutError('Body Timeout Error') : new HeadersTimeoutError('Headers Timeout Error'));
    }
    for (const lane of [...this.lanes.values()]) {
      for (const connection of [...lane.idle]) if (connection.deadline <= time) connection.destroy(null);
      if (lane.session?.active === 0 && lane.session.deadline <= time) lane.session.close();
    }
    if (this.lanes.size > 0) this.#watch();
  }

  /** Closes what is idle. */
  closeIdle() {
    for (const lane of [...this.lanes.values()]) {
      for (const connection of [...lane.idle]) connection.destroy(null);
      if (lane.session?.active === 0) lane.session.close();
    }
  }
}

function openConnection(lane, socket) {
  const connection = new WebConnection(lane);
  connection.open(socket);
  return connection;
}

function ignore() {}

/** Makes a connected socket. @param {Lane} lane @param {(error: Error | null, socket?: import('node:stream').Duplex) => void} done */
function connect(lane, done) {
  const { target } = lane;
  const parameters = connectParameters(target);
  if (channels.beforeConnect.hasSubscribers) channels.beforeConnect.publish({ connectParams: parameters, connector: connect });
  const finish = (error, socket) => {
    clearTimeout(timer);
    if (isDone) return;
    isDone = true;
    if (error === null && channels.connected.hasSubscribers) {
      channels.connected.publish({ connectParams: parameters, connector: connect, socket });
    }
    if (error !== null && channels.connectError.hasSubscribers) {
      channels.connectError.publish({ connectParams: parameters, connector: connect, error });
    }
    done(error, socket);
  };
  let isDone = false;
  let attempt;
  const timer = setTimeout(() => {
    finish(new ConnectTimeoutError(
      `Connect Timeout Error (attempted address: ${target.hostname}:${target.port}, timeout: ${kConnectTimeout}ms)`));
    attempt?.destroy();
  }, kConnectTimeout);
  if (target.connect !== undefined) attempt = target.connect(lane, finish);
  else attempt = target.protocol === 'https:' ? connectSecurely(lane, undefined, finish) : connectPlainly(target, finish);
}

function connectParameters({ protocol, hostname, port }) {
  return { host: `${hostname}:${port}`, hostname, protocol, port: `${port}`, version: 'h1', servername: null, localAddress: null };
}

/** @param {Target} target @param {(error: Error | null, socket?: net.Socket) => void} done */
function connectPlainly(target, done) {
  const socket = net.connect({ host: bareHost(target.hostname), port: target.port, allowHalfOpen: false });
  socket.setNoDelay(true);
  return settle(socket, 'connect', done);
}

/** TLS to the target, over `socket` where that is given. @param {{ target: Target, tlsSession?: Buffer }} lane */
function connectSecurely(lane, socket, done) {
  const { target } = lane;
  const host = bareHost(target.hostname);
  const secure = require('node:tls').connect({
    ...(socket === undefined ? { host, port: target.port } : { socket }),
    servername: net.isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1', 'h2'],
    session: lane.tlsSession,
  });
  secure.on('session', (session) => { lane.tlsSession = session; });
  return settle(secure, 'secureConnect', done);
}

function settle(socket, event, done) {
  const onError = (error) => done(error);
  socket.once('error', onError);
  socket.once(event, () => {
    socket.removeListener('error', onError);
    done(null, socket);
  });
  return socket;
}

/** Without the brackets of an IPv6 address. */
function bareHost(hostname) {
  return hostname[0] === '[' ? hostname.slice(1, -1) : hostname;
}

module.exports = { WebPool, bareHost, connectPlainly, connectSecurely };
