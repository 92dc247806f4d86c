'use strict';

/**
 * `_http_common.HTTPParser`, with the interface of Node's: callbacks are properties by number. Packages that stand in for sockets parse with it
 * what is written to them; the connections of this runtime do not use it.
 */

const { announce, end } = require('internal:async_hooks/resources');
const { Buffer } = require('node:buffer');
const { methods } = require('internal:http/callbacks');
const { splitFields } = require('internal:http/incoming');
const limits = require('internal:http/limits');

const REQUEST = 1;
const RESPONSE = 2;

const kOnMessageBegin = 0;
const kOnHeaders = 1;
const kOnHeadersComplete = 2;
const kOnBody = 3;
const kOnMessageComplete = 4;

const KEEP_ALIVE = 1;
const UPGRADE = 2;
const COMPLETE = 4;

/** What the native parser is told of the bytes after a head: they belong to another protocol. The end of the message follows. */
const LEAVE = 2;

const kLenientAll = 1023;
const kMaxFields = 2000;

class HTTPParser {
  #reader;

  /**
   * Begins anew.
   * @param {1 | 2} type
   * @param {object} resource what async hooks see; callbacks run in the async context of this call
   * @param {number} [maxHeaderSize]
   * @param {number} [lenientFlags] any of them makes the parser lenient
   */
  initialize(type, resource, maxHeaderSize = 0, lenientFlags = 0) {
    this.free();
    this.#reader = new Reader(this, resource, type === RESPONSE, maxHeaderSize || limits.maxHeaderSize(), lenientFlags !== 0);
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {number | Error} the bytes that were read
   */
  execute(bytes) {
    return this.#reader.read(bytes);
  }

  /** The last byte was read. @returns {Error | undefined} when that breaks off a message */
  finish() {
    return this.#reader.finish();
  }

  /** Takes the parser out of the list of those whose times are watched, in which this one is not. */
  remove() {}

  free() {
    this.#reader?.free();
  }

  close() {
    this.free();
  }
}

/** The owner of a native parser: what it reads becomes calls of the parser's callbacks. */
class Reader {
  constructor(parser, resource, isResponse, maxHeaderSize, isLenient) {
    this.parser = parser;
    this.isResponse = isResponse;
    this.resource = resource;
    announce(resource, isResponse ? 'HTTPCLIENTREQUEST' : 'HTTPINCOMINGMESSAGE');
    this.error = undefined;
    this.handle = new binding.Connection(isResponse, this, null, maxHeaderSize, kMaxFields, isLenient);
  }

  read(bytes) {
    this.error = undefined;
    const taken = this.handle.feed(this, bytes);
    return this.error ?? (taken === -1 ? bytes.byteLength : taken);
  }

  finish() {
    // A parser that has failed has no message to break off.
    if (this.error !== undefined) return undefined;
    this.handle.finish(this);
    return this.error;
  }

  free() {
    end(this.resource);
    this.handle.free();
  }

  head(start, text, version, flags, fields) {
    const { parser, isResponse } = this;
    const isUpgrade = (flags & UPGRADE) !== 0;
    parser[kOnMessageBegin]?.();
    const [major, minor] = version === 9 ? [0, 9] : [Math.floor(version / 10), version % 10];
    const method = isResponse ? undefined : methods.indexOf(start);
    const answer = parser[kOnHeadersComplete]?.(
      major, minor, splitFields(fields, 0), method, isResponse ? undefined : text, isResponse ? start : undefined, isResponse ? text : undefined,
      isUpgrade, (flags & KEEP_ALIVE) !== 0,
    );
    if (isUpgrade || answer === LEAVE) return LEAVE;
    if ((flags & COMPLETE) !== 0) parser[kOnMessageComplete]?.();
    return answer;
  }

  body(chunk) {
    this.parser[kOnBody]?.(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }

  messageEnd(trailers) {
    const { parser } = this;
    if (trailers) parser[kOnHeaders]?.(splitFields(trailers, 0), '');
    parser[kOnMessageComplete]?.();
  }

  parseFailed(code, reason, bytesParsed) {
    this.error = Object.assign(new Error('Parse Error'), { bytesParsed, code, reason });
  }
}

Object.assign(HTTPParser, {
  REQUEST, RESPONSE, kOnMessageBegin, kOnHeaders, kOnHeadersComplete, kOnBody, kOnMessageComplete, kOnExecute: 5, kOnTimeout: 6,
  kLenientNone: 0, kLenientHeaders: 1, kLenientChunkedLength: 2, kLenientKeepAlive: 4, kLenientTransferEncoding: 8, kLenientVersion: 16,
  kLenientDataAfterClose: 32, kLenientOptionalLFAfterCR: 64, kLenientOptionalCRLFAfterChunk: 128, kLenientOptionalCRBeforeLF: 256,
  kLenientSpacesAfterChunkSize: 512, kLenientHeaderValueRelaxed: 1024, kLenientAll,
});

module.exports = { HTTPParser };
