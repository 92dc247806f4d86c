'use strict';

/**
 * One connection of a server, as JavaScript sees it. The native `Connection` reads, parses and writes; this object knows which requests
 * are open and which response is on the wire. A socket object exists only after someone asked for it, or when the connection came as a
 * stream in the first place; from then on the socket reads and writes and the native side only parses.
 */

const process = require('internal:process/object');
const { kOwner } = require('internal:async_hooks/open_handles');
const { announceUnder, end } = require('internal:async_hooks/resources');
const { Buffer } = require('node:buffer');
const { debuglog } = require('node:util');
const { announceRequest, announceResponse } = require('internal:http/server_channels');
const grammar = require('internal:http/grammar');
const incoming = require('internal:http/incoming');
const { kConnection: kOutgoingConnection, kNeedDrain, kSocket: kOutgoingSocket } = require('internal:http/outgoing');
const { closeResponse, linkSocket } = require('internal:http/server_response');
const { connResetException, parseError } = require('internal:http/failures');

const { IncomingMessage, kAbort, kConnection, kFieldText, kMaxPairs, kTrailerText } = incoming;

/** Bits of the native side's `flags`, see src/events.rs. */
const KEEP_ALIVE = 1;
const UPGRADE = 2;
const COMPLETE = 4;
const EXPECT = 8;
const HOST = 16;
const SEVERAL_HOSTS = 32;
const NO_BODY_FIELDS = 64;

/** What `onHead` answers: read the body, or leave the rest to another protocol. */
const READ_BODY = 0;
const LEAVE = 2;
/** What comes with the end of the message is meant for another protocol: it is lost. */
const READ_ALONE = 3;

const debug = debuglog('http');

const versions = { 9: '0.9', 10: '1.0', 11: '1.1', 20: '2.0' };

/** Named as in Node, where hooks find the socket. */
class HTTPServerAsyncResource {
  constructor(socket) {
    this.type = 'HTTPINCOMINGMESSAGE';
    this.socket = socket;
    announceUnder(socket?._handle, this, this.type);
  }
}

class ServerConnection {
  /**
   * @param {import('./server').Server} server
   * @param {object} handle the native connection
   * @param {import('node:stream').Duplex | null} socket
   */
  constructor(server, handle, socket) {
    this.server = server;
    this.handle = handle;
    this.hasSocket = socket !== null;
    this._socket = socket;
    /** The TLS socket that carries the connection while the native side reads and writes. */
    this.below = null;
    /** The connection is to end without regard for what was written. */
    this.abrupt = false;
    /** The response on the wire. */
    this.current = null;
    /** Responses behind it. */
    this.queue = [];
    /** Requests without a complete response. */
    this.open = [];
    /** The request being received. */
    this.request = null;
    /** The request after which the connection speaks another protocol. */
    this.upgrading = null;
    this.requests = 0;
    this.destroyed = false;
    /** The server counts it no more. */
    this.hasLeft = false;
    /** What came was no HTTP; it was told, and nothing after it is read. */
    this.failed = false;
    /** Nothing more may be written. */
    this.ending = false;
    /** Callbacks of writes that the operating system has not taken. */
    this.waiting = [];
    this.outgoingBytes = 0;
    this.paused = false;
    this.keepAliveTimeoutSet = false;
    /** What async hooks see. */
    this.resource = new HTTPServerAsyncResource(socket);
    this.onPendingData = (bytes) => this.countPending(bytes);
  }

  /** The socket object, made on first use. */
  get socket() {
    if (this._socket === null) require('internal:http/accept').makeSocket(this);
    return this._socket;
  }

  get [kOwner]() {
    return this.socket;
  }

  /** Hands reading and writing over to `socket`. */
  useSocket(socket) {
    this._socket = socket;
    this.hasSocket = true;
    const response = this.current;
    if (response === null) return;
    response[kOutgoingSocket] = socket;
    linkSocket(response, socket);
  }

  // Writing. The native side gathers and flushes after the running callback.

  get writable() {
    return !this.ending;
  }

  /** Little output counts as written: it goes out when the running callback returns. */
  get writableLength() {
    const pending = this.handle.pendingBytes();
    return pending < this.server.outputHighWaterMark ? 0 : pending;
  }

  cork() {}

  uncork() {}

  write(data, encoding, callback) {
    return this.accepted(this.send('', data, encoding), callback);
  }

  /** Head and first piece of the body in one crossing. */
  sendWithHead(message, head, data, encoding, callback) {
    if (message.outputData.length > 0) message._flushOutput(this);
    return this.accepted(this.send(head, data, encoding), callback);
  }

  send(head, data, encoding) {
    if (typeof data !== 'string' || !encoding || encoding === 'utf8' || encoding === 'utf-8') return this.handle.write(head, data, false);
    if (encoding === 'latin1' || encoding === 'binary' || encoding === 'ascii') return this.handle.write(head, data, true);
    return this.handle.write(head, Buffer.from(data, encoding), false);
  }

  accepted(pending, callback) {
    const room = pending < this.server.outputHighWaterMark;
    if (!room) this.handle.tellWhenDrained();
    if (callback) {
      if (room) process.nextTick(callback);
      else this.waiting.push(callback);
    }
    return room;
  }

  /** Calls `callback(message)` once what was written so far is with the operating system. */
  whenFlushed(callback, message) {
    if (this.hasSocket) message._send('', 'latin1', callback.bind(undefined, message));
    else if (this.writableLength === 0) process.nextTick(callback, message);
    else this.waitForDrain(() => callback(message));
  }

  waitForDrain(callback) {
    this.waiting.push(callback);
    this.handle.tellWhenDrained();
  }

  /** The operating system has taken everything. */
  drained() {
    const { waiting } = this;
    this.waiting = [];
    this.emitDrain();
    for (const callback of waiting) callback();
  }

  emitDrain() {
    if (this.paused && this.outgoingBytes <= this.server.outputHighWaterMark) this.resumeReading();
    const response = this.current;
    if (response !== null && !response.finished && response[kNeedDrain]) {
      response[kNeedDrain] = false;
      response.emit('drain');
    }
  }

  // Reading.

  readStart() {
    if (this.paused) return;
    if (this.hasSocket) incoming.readStart(this._socket);
    else this.handle.readStart();
  }

  readStop() {
    if (this.hasSocket) incoming.readStop(this._socket);
    else this.handle.readStop();
  }

  /** Counts what responses behind the one on the wire hold back. */
  countPending(bytes) {
    this.outgoingBytes += bytes;
    const { outputHighWaterMark } = this.server;
    if (this.paused && this.outgoingBytes <= outputHighWaterMark && !this._socket?.writableNeedDrain) this.resumeReading();
  }

  /** Responses that wait are memory a client controls: with too much of it the next request is the last one read for now. */
  limitPending() {
    const waits = this.hasSocket ? this._socket.writableNeedDrain : this.writableLength > 0;
    if (this.paused || (!waits && this.outgoingBytes < this.server.outputHighWaterMark)) return;
    this.setPaused(true);
    this.readStop();
  }

  resumeReading() {
    this.setPaused(false);
    this.readStart();
  }

  /** Programs see of this what they see in Node: `_paused` tells of responses that wait, not of a body that is read slowly. */
  setPaused(isPaused) {
    this.paused = isPaused;
    if (this.hasSocket) this._socket._paused = isPaused;
  }

  // The end.

  /** Ends the connection now. The server has one less from this call on, so a server that is closing can end in the same turn. */
  destroy(error) {
    this.ending = true;
    this.abrupt = true;
    if (this.hasSocket) {
      this._socket.destroy(error);
      return;
    }
    this.handle.close();
    this.leave();
  }

  /** Ends the connection after what was written is out. */
  end() {
    this.ending = true;
    if (!this.hasSocket) this.handle.closeSoon();
    else if (typeof this._socket.destroySoon === 'function') this._socket.destroySoon();
    else this._socket.end();
  }

  /** Ends the connection unless a request waits for its answer. An answer that is not with the operating system goes out first. */
  endIdle() {
    const { current } = this;
    if (current === null) this.destroy();
    else if (!current.finished || this.queue.length > 0) return;
    else if (this.unsentBytes() > 0) current._last = true;
    else this.destroy();
  }

  unsentBytes() {
    if (!this.hasSocket) return this.handle.pendingBytes();
    return this._socket._handle?.writeQueueSize ?? this._socket.writableLength;
  }

  /** The connection is gone: requests still coming in are aborted, the response on the wire and those behind it are closed. */
  closed() {
    if (this.destroyed) return;
    this.destroyed = this.ending = true;
    this.handle.free();
    end(this.resource);
    if (!this.hasSocket) this.leave();
    const { current, queue } = this;
    this.abortRequests();
    if (current !== null) closeResponse(current);
    for (const response of queue) closeResponse(response);
  }

  /** net.Server counts sockets; a connection without one counts all the same. A TLS socket ends by itself. */
  leave() {
    if (this.hasLeft) return;
    this.hasLeft = true;
    const { below, server } = this;
    if (below === null) {
      server._connections--;
      server._emitCloseIfDrained();
    } else if (this.abrupt) {
      below.destroy();
    } else {
      below.destroySoon();
    }
  }

  abortRequests() {
    while (this.open.length > 0) {
      const request = this.open.shift();
      request[kAbort]?.abort();
      request.destroy(connResetException('aborted'));
    }
  }

  // Messages.

  /** A head arrived. */
  head(method, url, version, flags, fields) {
    const request = this.makeRequest(method, url, version, flags, fields);
    this.request = request;
    if (flags & UPGRADE && this.wantsUpgrade(request)) {
      this.upgrading = request;
      return LEAVE;
    }
    this.dispatch(request, flags);
    if (flags & COMPLETE) this.messageEnd('');
    return flags & UPGRADE ? READ_ALONE : READ_BODY;
  }

  makeRequest(method, url, version, flags, fields) {
    const { server } = this;
    // The program's own class may look at the socket in its constructor.
    const own = server.IncomingMessageClass !== IncomingMessage || this.hasSocket;
    const request = new server.IncomingMessageClass(own ? this.socket : null);
    request[kConnection] = this;
    request.httpVersionMajor = version === 9 ? 0 : Math.floor(version / 10);
    request.httpVersionMinor = version % 10;
    request.httpVersion = versions[version] ?? `${request.httpVersionMajor}.${request.httpVersionMinor}`;
    request.joinDuplicateHeaders = server.joinDuplicateHeaders;
    request[kFieldText] = fields;
    request[kMaxPairs] = typeof server.maxHeadersCount === 'number' ? server.maxHeadersCount * 2 : 0;
    request.url = url;
    request.method = method;
    request.upgrade = (flags & UPGRADE) !== 0;
    return request;
  }

  wantsUpgrade(request) {
    request.upgrade = request.method === 'CONNECT' || !!this.server.shouldUpgradeCallback(request);
    return request.upgrade;
  }

  dispatch(request, flags) {
    const { server } = this;
    if (this.current !== null) this.limitPending();
    if (server.optimizeEmptyRequests && (flags & NO_BODY_FIELDS || request.method === 'HEAD')) request._dumpAndCloseReadable();
    this.open.push(request);
    const response = new server.ServerResponseClass(request, server.responseOptions);
    response.shouldKeepAlive = (flags & KEEP_ALIVE) !== 0;
    response._keepAliveTimeout = server.keepAliveTimeout;
    response._maxRequestsPerSocket = server.maxRequestsPerSocket;
    response._onPendingData = this.onPendingData;
    response[kOutgoingConnection] = this;
    announceRequest(request, response, this);
    if (this.current === null) this.attach(response);
    else this.queue.push(response);
    this.deliver(request, response, flags);
  }

  /** Puts `response` on the wire. */
  attach(response) {
    this.current = response;
    if (this.hasSocket) {
      response[kOutgoingSocket] = this._socket;
      linkSocket(response, this._socket);
      response.emit('socket', this._socket);
    } else if (response.listenerCount('socket') > 0) {
      response.emit('socket', this.socket);
    }
    if (response.outputData.length > 0 || response.finished) response._flush();
  }

  /** Emits `request` or what comes in its place. */
  deliver(request, response, flags) {
    const { server } = this;
    if (request.httpVersionMajor === 1 && request.httpVersionMinor === 1) {
      const ambiguous = flags & SEVERAL_HOSTS && server.strictHostHeader;
      if (server.requireHostHeader && (!(flags & HOST) || ambiguous)) {
        response.writeHead(400, ['Connection', 'close']);
        response.end();
        return;
      }
      if (this.isOverLimit(request, response)) return;
      if (flags & EXPECT && this.meetExpectation(request, response)) return;
    }
    server.emit('request', request, response);
  }

  isOverLimit(request, response) {
    const limit = this.server.maxRequestsPerSocket;
    if (typeof limit !== 'number' || limit <= 0) return false;
    this.requests++;
    response.maxRequestsOnConnectionReached = limit <= this.requests;
    if (this.requests <= limit) return false;
    this.server.emit('dropRequest', request, this.socket);
    response.writeHead(503);
    response.end();
    return true;
  }

  /** True when another event than `request` took the message. */
  meetExpectation(request, response) {
    const { server } = this;
    if (grammar.continueExpression.test(request.headers.expect)) {
      response._expect_continue = true;
      if (server.listenerCount('checkContinue') > 0) {
        server.emit('checkContinue', request, response);
        return true;
      }
      response.writeContinue();
      return false;
    }
    if (server.listenerCount('checkExpectation') > 0) {
      server.emit('checkExpectation', request, response);
    } else {
      response.writeHead(417);
      response.end();
    }
    return true;
  }

  body(chunk) {
    const { request } = this;
    if (request === null || request._dumped) return;
    if (!request.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))) this.readStop();
  }

  messageEnd(trailers) {
    const { request } = this;
    if (request === null) return;
    request.complete = true;
    request[kTrailerText] = trailers;
    this.request = null;
    // Even a dumped request ends, unless it ended before it began.
    if (!request._readableState.endEmitted) request.push(null);
    this.readStart();
  }

  /** The last byte of `response` is out: what comes after it on this connection. */
  responseFinished(response, request) {
    announceResponse(request, response, this);
    const index = this.open.indexOf(request);
    if (index !== -1) this.open.splice(index, 1);
    if (!request._consuming) discard(request);
    response[kOutgoingConnection] = null;
    response.detachSocket(this._socket);
    this.current = null;
    process.nextTick(closeResponse, response);
    if (response._last) this.end();
    else if (this.queue.length > 0) this.attach(this.queue.shift());
    else this.idle();
  }

  idle() {
    const { server } = this;
    const timeout = server.keepAliveTimeout ? server.keepAliveTimeout + server.keepAliveTimeoutBuffer : 0;
    if (!this.hasSocket) {
      this.handle.idle(timeout);
    } else if (timeout && typeof this._socket.setTimeout === 'function') {
      this._socket.setTimeout(timeout);
      this.keepAliveTimeoutSet = true;
    }
  }

  /** The peer sent its last byte. */
  peerEnded() {
    const { server } = this;
    // After bytes that are no HTTP nothing more is parsed, but the end is one all the same.
    if (!this.failed && !this.handle.finish(this)) return;
    if (!server.httpAllowHalfOpen) this.endWriting();
    else if (this.queue.length > 0) this.queue.at(-1)._last = true;
    else if (this.current !== null) this.current._last = true;
    else this.endWriting();
  }

  endWriting() {
    this.ending = true;
    if (!this.hasSocket) this.handle.closeSoon();
    else if (this._socket.writable) this._socket.end();
  }

  /** No request came for a while. */
  idleTimedOut() {
    if (this.server.listenerCount('timeout') === 0 || !this.server.emit('timeout', this.socket)) this.destroy();
  }

  /** Bytes that are no HTTP. */
  parseFailed(code, reason, bytesParsed, packet) {
    this.failed = true;
    debug('parse error on server connection: %s', reason);
    const error = parseError(code, reason);
    error.bytesParsed = bytesParsed;
    error.rawPacket = packet;
    this.fail(error);
  }

  /** Tells the program about a client at fault, or answers it in the program's place. */
  fail(error) {
    const { silence } = require('internal:http/server_sockets');
    if (this.hasSocket) silence(this._socket);
    if (this.server.listenerCount('clientError') > 0) {
      silence(this.socket);
      if (this.server.emit('clientError', error, this.socket)) return;
    }
    // A response that has begun cannot be taken back.
    const silent = this.current !== null && this.current._headerSent;
    if (!silent && this.isWritable()) this.writeText(answerTo(error));
    this.destroy(error);
  }

  isWritable() {
    return this.hasSocket ? this._socket.writable : !this.ending;
  }

  writeText(text) {
    if (this.hasSocket) this._socket.write(text, 'latin1');
    else this.handle.write('', text, true);
  }

  /** What follows the head belongs to another protocol; `rest` is what of it has arrived. */
  upgrade(rest) {
    const { upgrading: request, server } = this;
    const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
    const { socket } = this;
    require('internal:http/server_sockets').releaseSocket(this);
    if (server.listenerCount(event) > 0) server.emit(event, request, socket, rest);
    else socket.destroy();
  }
}

/** Drops what nobody reads of a request. With nobody listening there is nobody to tell that it ended. */
function discard(request) {
  if (request.complete && request._eventsCount === 0 && request.readableLength === 0) request._dumpAndCloseReadable();
  else request._dump();
}

const answers = {
  __proto__: null,
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

function answerTo(error) {
  return `HTTP/1.1 ${answers[error.code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`;
}

module.exports = { ServerConnection };
