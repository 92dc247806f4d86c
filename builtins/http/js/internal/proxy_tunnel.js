'use strict';

/** Tunnels: a proxy connects to the target and passes bytes on (RFC 9110 section 9.3.6). */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const limits = require('internal:http/limits');
const { connectToProxy } = require('internal:http/proxy_env');

const kEnd = Buffer.from('\r\n\r\n');

/**
 * Opens a tunnel to `options.host` and `options.port`.
 * @param {import('./proxy_env').ProxyServer} proxy
 * @param {{ host: string, port: number, timeout?: number, isReused?: boolean }} options
 * @param {(error: Error | null, socket?: import('node:net').Socket) => void} done
 * @returns {import('node:net').Socket} the connection to the proxy, to give up with
 */
function openTunnel(proxy, options, done) {
  const socket = connectToProxy(proxy, options);
  new Opening(socket, proxy, options, done);
  return socket;
}

/** A tunnel until the proxy has answered. */
class Opening {
  constructor(socket, proxy, options, done) {
    this.socket = socket;
    this.proxy = proxy;
    this.authority = authorityOf(options);
    this.done = done;
    /** @type {Buffer[]} */
    this.chunks = [];
    this.size = 0;
    this.listeners = [
      ['data', (chunk) => this.receive(chunk)],
      ['end', () => this.fail('Connection to establish proxy tunnel ended unexpectedly')],
      ['error', (error) => this.finish(error)],
      ['timeout', () => this.timedOut(options.timeout)],
    ];
    for (const [event, listener] of this.listeners) socket.on(event, listener);
    if (options.timeout) socket.setTimeout(options.timeout);
    socket.write(this.head(options.isReused));
  }

  head(isReused) {
    const { authorization } = this.proxy;
    const own = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`;
    const persistence = isReused ? 'proxy-connection: keep-alive\r\n' : '';
    return `CONNECT ${this.authority} HTTP/1.1\r\n${own}${persistence}host: ${this.authority}\r\n\r\n`;
  }

  receive(chunk) {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const received = Buffer.concat(this.chunks);
    this.chunks = [received];
    const end = received.indexOf(kEnd);
    if (end !== -1) this.answered(received.latin1Slice(0, end), received.subarray(end + kEnd.length));
    else if (this.size > limits.maxHeaderSize()) this.fail('Answer of the proxy is too long');
  }

  /** @param {string} head @param {Buffer} rest what of the target's has come already */
  answered(head, rest) {
    const [statusLine] = head.split('\r\n', 1);
    const statusCode = Number(statusLine.split(' ')[1]);
    if (statusCode !== 200) {
      this.fail(`Failed to establish tunnel to ${this.authority} via ${this.proxy.shown}: ${statusLine}`, { statusCode });
      return;
    }
    const { socket } = this;
    socket.pause();
    socket.setTimeout(0);
    this.leave();
    if (rest.length > 0) socket.unshift(rest);
    this.done(null, socket);
  }

  timedOut(timeout) {
    this.fail(`Connection to establish proxy tunnel timed out after ${timeout}ms`, { proxyTunnelTimeout: timeout });
  }

  fail(message, details) {
    this.finish(Object.assign(new codes.ERR_PROXY_TUNNEL(message), details));
  }

  finish(error) {
    this.leave();
    this.socket.on('error', ignore);
    this.socket.destroy();
    this.done(error);
  }

  leave() {
    for (const [event, listener] of this.listeners) this.socket.removeListener(event, listener);
  }
}

function authorityOf({ host, port }) {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function ignore() {}

module.exports = { openTunnel };
