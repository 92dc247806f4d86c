'use strict';

/**
 * A connection of the web client (`fetch`): one exchange at a time, one after the other. A plain connection reads, parses and writes in the
 * native side, without a socket object; over TLS, and over streams that are no sockets of ours, the stream reads and writes and the native
 * side only parses.
 */

const { errnoException } = require('internal:shared/errors');
const { HttpParserError, SocketError } = require('internal:http/web_errors');
const limits = require('internal:http/limits');
require('internal:http/callbacks');

const KEEP_ALIVE = 1;
const UPGRADE = 2;

/** What `head` answers: read the body, or there is none. */
const READ_BODY = 0;
const SKIP_BODY = 1;

/** Fields of a response at most, as on a server. */
const kMaxFields = 2000;
/** How long an unused connection is kept, in ms, when the server says nothing. */
const kKeepAliveTime = 4000;
/** What a server says is taken for so much shorter, so that it does not close what is just used again. */
const kKeepAliveMargin = 1000;
const kLongestKeepAlive = 600_000;
/** With this many bytes waiting a body that is streamed pauses. */
const kHighWaterMark = 64 * 1024;

/**
 * A request and what becomes of its response.
 * @typedef {object} Exchange
 * @property {string} method
 * @property {(status: number, reason: string, fields: string, connection: WebConnection) => void} onHead not for interim responses
 * @property {(chunk: Uint8Array) => void} onBody
 * @property {(trailers: string) => void} onEnd
 * @property {(error: Error) => void} onError the last call
 */

class WebConnection {
  /** @param {import('./web_pool').Lane} lane the connections to the same place */
  constructor(lane) {
    this.lane = lane;
    /** None: it serves one fetch after another, and promises carry their contexts. */
    this.resource = null;
    this.handle = new binding.Connection(true, this, null, limits.maxHeaderSize(), kMaxFields, limits.insecure());
    /** The stream that reads and writes in place of the native side. @type {import('node:stream').Duplex | null} */
    this.stream = null;
    /** Addresses, as errors and diagnostics show them. */
    this.info = null;
    /** @type {Exchange | null} */
    this.exchange = null;
    this.isMultiplexed = false;
    this.isSent = false;
    this.hasHead = false;
    this.keepsAlive = false;
    this.isClosed = false;
    this.isReading = true;
    this.used = 0;
    this.bytesWritten = 0;
    /** The clock of what is waited for, in ms; 0 when nothing is. See web_pool.js. */
    this.deadline = 0;
    this.keepAliveTime = kKeepAliveTime;
    this.ending = false;
    this.afterDrain = null;
  }

  /** Takes over a connected socket. */
  open(socket) {
    this.info = addressesOf(socket);
    const fd = plainDescriptor(socket);
    if (fd >= 0) {
      this.handle.adopt(fd, this);
      socket.destroy();
    } else {
      this.useStream(socket);
    }
  }

  useStream(stream) {
    this.stream = stream;
    stream.on('data', (chunk) => {
      if (!this.isClosed) this.handle.feed(this, chunk);
    });
    stream.on('end', () => this.peerEnded());
    stream.on('drain', () => this.drained());
    stream.on('error', (error) => this.destroy(error));
    stream.on('close', () => this.destroy(this.lostError()));
  }

  /**
   * Sends a request, or its head. `finishSending()` tells when the last byte of a body in pieces was written.
   * @param {Exchange} exchange @param {string} head @param {Uint8Array | string} data @param {boolean} isWhole
   */
  start(exchange, head, data, isWhole) {
    this.exchange = exchange;
    this.used++;
    this.hasHead = false;
    this.isSent = isWhole;
    this.write(head, data);
  }

  /** True when there is room for more. @returns {boolean} */
  write(head, data) {
    this.bytesWritten += head.length + data.length;
    if (this.stream === null) return this.handle.write(head, data, false) < kHighWaterMark;
    const { stream } = this;
    if (head !== '' && data.length > 0) stream.cork();
    let room = head === '' || stream.write(head, 'latin1');
    if (data.length > 0) room = stream.write(data);
    stream.uncork();
    return room;
  }

  /** Calls back once there is room again. */
  whenDrained(callback) {
    this.afterDrain = callback;
    if (this.stream === null) this.handle.tellWhenDrained();
  }

  drained() {
    const callback = this.afterDrain;
    this.afterDrain = null;
    callback?.();
  }

  finishSending() {
    this.isSent = true;
  }

  readStop() {
    if (!this.isReading || this.isClosed) return;
    this.isReading = false;
    if (this.stream === null) this.handle.readStop();
    else this.stream.pause();
  }

  readStart() {
    if (this.isReading || this.isClosed) return;
    this.isReading = true;
    if (this.stream === null) this.handle.readStart();
    else this.stream.resume();
  }

  /** Nothing was sent, or the exchange is complete: the connection can serve another. */
  giveBack() {
    this.lane.pool.release(this);
  }

  get bytesRead() {
    return this.stream === null ? this.handle.bytesRead() : this.stream.bytesRead;
  }

  /** Whether an idle connection can take no more requests. */
  get isStale() {
    return this.stream === null ? this.handle.isStale() : !this.stream.writable;
  }

  ref() {
    (this.stream ?? this.handle).ref?.();
  }

  unref() {
    (this.stream ?? this.handle).unref?.();
  }

  // What the native side tells.

  head(status, reason, version, flags, fields) {
    const { exchange } = this;
    // Nothing was asked: what this peer says cannot be trusted.
    if (exchange === null || this.hasHead) {
      this.destroy(new SocketError('bad response', this));
      return SKIP_BODY;
    }
    if ((flags & UPGRADE) !== 0 || status === 101) {
      this.destroy(new SocketError('bad upgrade', this));
      return SKIP_BODY;
    }
    if (status < 200) return SKIP_BODY;
    this.hasHead = true;
    this.keepAliveTime = keepAliveTime(fields);
    this.keepsAlive = (flags & KEEP_ALIVE) !== 0 && this.keepAliveTime > 0;
    this.lane.pool.noteProgress(this);
    exchange.onHead(status, reason, fields, this);
    return exchange.method === 'HEAD' ? SKIP_BODY : READ_BODY;
  }

  body(chunk) {
    if (this.exchange === null) return;
    this.lane.pool.noteProgress(this);
    this.exchange.onBody(chunk);
  }

  /** Bytes that follow were asked for by nobody: no later request may take them for its answer. */
  messageEnd(trailers, isFollowed) {
    const { exchange } = this;
    if (exchange === null || !this.hasHead) return;
    this.exchange = null;
    this.readStart();
    if (this.keepsAlive && this.isSent && !isFollowed && !this.isClosed) this.giveBack();
    else this.destroy(null);
    exchange.onEnd(trailers);
  }

  parseFailed(code, reason, bytesParsed, packet) {
    if (this.ending) return;
    this.destroy(new HttpParserError(reason, code, packet));
  }

  peerEnded() {
    if (this.isClosed) return;
    this.ending = true;
    // Ends a body that runs until the end of the connection.
    this.handle.finish(this);
    this.destroy(this.lostError());
  }

  /** The descriptor is closed; when that was not ours to do, the system says why. */
  closed() {
    if (this.isClosed) return;
    const failure = this.handle.failure();
    this.destroy(failure === 0 ? this.lostError() : errnoException(failure, 'read'));
  }

  lostError() {
    return new SocketError('other side closed', this);
  }

  /** Closes. An exchange that is open fails with `error`. @param {Error | null} error */
  destroy(error) {
    if (this.isClosed) return;
    this.isClosed = true;
    const { exchange } = this;
    this.exchange = null;
    this.afterDrain = null;
    this.lane.pool.remove(this);
    if (this.stream === null) this.handle.close();
    else this.stream.destroy();
    this.handle.free();
    exchange?.onError(error ?? this.lostError());
  }
}

/** Milliseconds for which the server will keep the connection. */
function keepAliveTime(fields) {
  const hint = /^keep-alive\n.*\btimeout=(\d+)/im.exec(fields);
  if (hint === null) return kKeepAliveTime;
  return Math.min(Number(hint[1]) * 1000 - kKeepAliveMargin, kLongestKeepAlive);
}

/** The descriptor of a plain socket with nothing read yet, which gives it away; -1 for everything else. */
function plainDescriptor(socket) {
  const net = require('node:net');
  if (socket.constructor !== net.Socket || socket.readableLength > 0 || socket.encrypted) return -1;
  return socket._handle?.detach?.() ?? -1;
}

function addressesOf(socket) {
  const { localAddress, localPort, remoteAddress, remotePort, remoteFamily, timeout } = socket;
  return { localAddress, localPort, remoteAddress, remotePort, remoteFamily, timeout };
}

module.exports = { WebConnection, addressesOf };
