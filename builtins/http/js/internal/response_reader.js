'use strict';

/**
 * Reads the responses to one request from its socket: feeds the native parser and turns what it finds into an IncomingMessage and the
 * request's events.
 */

const { announce, end, kFrame } = require('internal:async_hooks/resources');
const { Buffer } = require('node:buffer');
const incoming = require('internal:http/incoming');
const { parseError } = require('internal:http/failures');

const { IncomingMessage, kFieldText, kMaxPairs, kTrailerText } = incoming;

const KEEP_ALIVE = 1;
const UPGRADE = 2;

const READ_BODY = 0;
const SKIP_BODY = 1;
const LEAVE = 2;

/** Named as in Node, where hooks find the request. */
class HTTPClientAsyncResource {
  constructor(request, frame) {
    this.type = 'HTTPCLIENTREQUEST';
    this.req = request;
    announce(this, this.type);
    this[kFrame] = frame;
  }
}

class ResponseReader {
  /**
   * @param {import('./client').ClientRequest} request
   * @param {import('node:stream').Duplex} socket
   * @param {unknown} frame the async context of the request; a socket that is used again has that of an earlier one
   */
  constructor(request, socket, frame) {
    this.request = request;
    this.socket = socket;
    /** The response being received. */
    this.incoming = null;
    this.error = null;
    this.ended = false;
    /** What async hooks see. */
    this.resource = new HTTPClientAsyncResource(request, frame);
    const limits = require('internal:http/limits');
    this.handle = new binding.Connection(
      true, this, null, request.maxHeaderSize || limits.maxHeaderSize(), fieldLimit(request),
      request.insecureHTTPParser ?? limits.insecure(),
    );
  }

  /**
   * @param {Uint8Array} chunk
   * @returns {number} -1 when all of it was read, else where another protocol begins
   */
  feed(chunk) {
    this.error = null;
    const taken = this.handle.feed(this, chunk);
    if (this.error !== null) {
      this.error.rawPacket = chunk;
      throw this.error;
    }
    return taken;
  }

  /** The peer's last byte was read. */
  finish() {
    if (this.ended) return;
    this.ended = true;
    this.handle.finish(this);
    this.handle.free();
    this.endResource();
  }

  /** The request is over. */
  endResource() {
    end(this.resource);
  }

  head(status, reason, version, flags, fields) {
    const response = this.makeResponse(status, reason, version, flags, fields);
    this.incoming = response;
    return this.request._onHead(response, (flags & KEEP_ALIVE) !== 0);
  }

  makeResponse(status, reason, version, flags, fields) {
    const { request } = this;
    const response = new IncomingMessage(this.socket);
    // Its own, as clients such as `request` look for it before they trust the connection.
    Object.defineProperty(response, 'socket', {
      __proto__: null, value: this.socket, writable: true, enumerable: true, configurable: true,
    });
    response.httpVersionMajor = version === 9 ? 0 : Math.floor(version / 10);
    response.httpVersionMinor = version % 10;
    response.httpVersion = `${response.httpVersionMajor}.${response.httpVersionMinor}`;
    response.statusCode = status;
    response.statusMessage = reason;
    response.joinDuplicateHeaders = request.joinDuplicateHeaders;
    response[kFieldText] = fields;
    response[kMaxPairs] = typeof request.maxHeadersCount === 'number' ? request.maxHeadersCount * 2 : 0;
    response.upgrade = (flags & UPGRADE) !== 0;
    return response;
  }

  body(chunk) {
    const response = this.incoming;
    if (response === null || response._dumped) return;
    if (!response.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))) incoming.readStop(this.socket);
  }

  messageEnd(trailers) {
    const response = this.incoming;
    if (response === null) return;
    response.complete = true;
    response[kTrailerText] = trailers;
    response.push(null);
    incoming.readStart(this.socket);
  }

  parseFailed(code, reason, bytesParsed) {
    this.error = parseError(code, reason);
    this.error.bytesParsed = bytesParsed;
  }

  /** Whether the response was read to its end, so that the connection is free. */
  get isDone() {
    const response = this.incoming;
    return response !== null && response.complete && !isInformational(response.statusCode);
  }
}

/** 1xx but for 101, after which there is another response (RFC 9110 section 15.2). */
function isInformational(status) {
  return status < 200 && status >= 100 && status !== 101;
}

function fieldLimit(request) {
  if (request.maxHeadersCount === 0) return 0x7fffffff;
  return Math.max(2000, request.maxHeadersCount ?? 0);
}

module.exports = { LEAVE, READ_BODY, ResponseReader, SKIP_BODY, isInformational };
