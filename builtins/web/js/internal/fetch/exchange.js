'use strict';

/** One HTTP request and its response, as the web client sends it over a connection of the pool. */

const { Buffer } = require('node:buffer');
const { isToken } = require('internal:http/grammar');
const { ContentLengthError, InvalidArgumentError, NotSupportedError } = require('internal:http/web_errors');
const { channels, publishChunk } = require('internal:web/fetch/channels');

const kRefused = ['transfer-encoding', 'keep-alive', 'upgrade'];
/** Methods that a server expects a body with. */
const kWithBody = ['POST', 'PUT', 'PATCH'];
const kMismatch = 'Request body length does not match content-length header';
const kDigits = /^[0-9]+$/;

/**
 * Whom an exchange tells.
 * @typedef {object} Receiver
 * @property {(status: number, reason: string, fields: string) => void} onHead
 * @property {(chunk: Uint8Array) => void} onBody
 * @property {() => void} onEnd
 * @property {(error: unknown) => void} onError
 */

class Exchange {
  /**
   * @param {URL} url
   * @param {string} method
   * @param {import('internal:web/headers').HeaderList} headers
   * @param {import('internal:web/body').Body | null} body
   * @param {Receiver} receiver
   */
  constructor(url, method, headers, body, receiver) {
    this.url = url;
    this.method = method;
    this.headers = headers;
    this.body = body;
    this.receiver = receiver;
    this.connection = null;
    this.isCancelled = false;
    this.isDone = false;
    this.hasHead = false;
    /** Of the body in bytes, as far as its head says it. @type {number | null} */
    this.length = null;
    this.stopped = false;
    /** Reads the body that is sent in pieces. */
    this.reader = null;
    /** What diagnostics see; made when somebody looks. */
    this.request = null;
  }

  /** @param {import('internal:http/web_pool').WebPool} pool @param {import('internal:http/web_pool').Target} target */
  send(pool, target) {
    this.target = target;
    if (channels.anySubscriber()) this.request = channels.requestOf(this);
    pool.acquire(target, this);
  }

  onConnection(connection) {
    this.connection = connection;
    let head;
    try {
      head = connection.isMultiplexed ? this.#fields() : this.#head();
    } catch (error) {
      this.#finish();
      connection.exchange = null;
      connection.giveBack();
      this.receiver.onError(error);
      return;
    }
    if (this.stopped) connection.readStop();
    const { body } = this;
    if (this.request !== null) channels.sendHeaders(this, connection.isMultiplexed ? linesOf(head) : head);
    if (body === null) connection.start(this, head, '', true);
    else if (typeof body.source === 'string' || body.source instanceof Uint8Array) connection.start(this, head, body.source, true);
    else this.#sendStream(head);
    if (this.request !== null && connection.isSent) channels.bodySent(this);
  }

  /** The text of the request head (RFC 9112 section 3). */
  #head() {
    const { method, url } = this;
    const { close, fields } = this.#given();
    const path = `${url.pathname}${url.search}`;
    const target = this.target.isForward ? `${url.protocol}//${url.host}${path}` : path;
    let text = `${method} ${target} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: ${close ? 'close' : 'keep-alive'}\r\n${this.target.fields ?? ''}`;
    for (let i = 0; i < fields.length; i += 2) text += `${fields[i]}: ${fields[i + 1]}\r\n`;
    if (this.length !== null) text += `content-length: ${this.length}\r\n`;
    else if (this.body !== null) text += 'transfer-encoding: chunked\r\n';
    return `${text}\r\n`;
  }

  /** The same as names and values in turn (RFC 9113 section 8.3.1). */
  #fields() {
    const { method, url } = this;
    const { fields } = this.#given();
    const list = [':authority', url.host, ':method', method, ':path', `${url.pathname}${url.search}`, ':scheme', url.protocol.slice(0, -1)];
    for (let i = 0; i < fields.length; i += 2) list.push(fields[i].toLowerCase(), fields[i + 1]);
    if (this.length !== null) list.push('content-length', `${this.length}`);
    return list;
  }

  /** The program's fields, without those that are not its own, and what they say about connection and body. */
  #given() {
    const fields = [];
    let close = false;
    let given = null;
    for (const { name, value } of this.request?.fields() ?? this.headers.fields()) {
      const key = name.toLowerCase();
      if (kRefused.includes(key)) throw new InvalidArgumentError(`invalid ${key} header`);
      if (key === 'expect') throw new NotSupportedError('expect header not supported');
      if (key === 'connection') close ||= saysClose(value);
      else if (key === 'content-length') given = numberOf(value);
      else if (key !== 'host') fields.push(name, value);
    }
    this.length = lengthOf(this.method, this.body, given);
    return { close, fields };
  }

  async #sendStream(head) {
    const { connection, body } = this;
    const isChunked = this.length === null && !connection.isMultiplexed;
    let left = this.length ?? Infinity;
    connection.start(this, head, '', false);
    try {
      // A blob is read anew each time it is sent.
      this.reader = (body.source?.stream() ?? body.stream).getReader();
      let prefix = '';
      for (;;) {
        const { done, value } = await this.reader.read();
        if (this.isDone) return;
        if (done) break;
        const chunk = typeof value === 'string' ? Buffer.from(value) : value;
        if (!ArrayBuffer.isView(chunk)) throw new TypeError('Received non-Uint8Array chunk');
        if (chunk.byteLength === 0) continue;
        left -= chunk.byteLength;
        if (left < 0) throw new ContentLengthError(kMismatch);
        if (this.request !== null) publishChunk(channels.bodyChunkSent, this.request, chunk);
        const room = connection.write(isChunked ? `${prefix}${chunk.byteLength.toString(16)}\r\n` : '', chunk);
        prefix = '\r\n';
        if (!room) await new Promise((resolve) => { connection.whenDrained(resolve); });
        if (this.isDone) return;
      }
      // A byte too few would make the next request a part of this one.
      if (this.length !== null && left > 0) throw new ContentLengthError(kMismatch);
      if (isChunked) connection.write(`${prefix}0\r\n\r\n`, '');
      connection.finishSending();
      if (this.request !== null) channels.bodySent(this);
    } catch (error) {
      this.fail(error);
    }
  }

  onHead(status, reason, fields) {
    this.hasHead = true;
    if (this.request !== null) channels.head(this, status, reason, fields);
    if (status === 407 && this.target.isForward) {
      // The proxy's word, not the target's.
      this.fail(new InvalidArgumentError('Proxy Authentication Required (407)'));
      return;
    }
    this.receiver.onHead(status, reason, fields);
  }

  onBody(chunk) {
    if (this.request !== null) publishChunk(channels.bodyChunkReceived, this.request, chunk);
    this.receiver.onBody(chunk);
  }

  onEnd(trailers) {
    this.#finish();
    if (this.request !== null) channels.end(this, trailers);
    this.receiver.onEnd();
  }

  onError(error) {
    if (this.isDone) return;
    this.#finish(error);
    if (this.request !== null) channels.failed(this, error);
    this.receiver.onError(error);
  }

  #finish(error) {
    this.isDone = true;
    const { reader } = this;
    this.reader = null;
    reader?.cancel(error).catch(ignore);
  }

  /** Gives up with `error`. */
  fail(error) {
    if (this.isDone) return;
    this.isCancelled = true;
    if (this.connection === null) this.onError(error);
    else this.connection.destroy(error);
  }

  // What the reader of the response says.

  readStop() {
    this.stopped = true;
    this.connection?.readStop();
  }

  readStart() {
    this.stopped = false;
    if (!this.isDone) this.connection?.readStart();
  }

  /** Nobody reads the rest. */
  cancel() {
    if (this.isDone) return;
    this.#finish();
    this.isCancelled = true;
    this.connection?.destroy(null);
  }
}

function ignore() {}

/** Whether the options of a connection (RFC 9110 section 7.6.1) have its end among them. */
function saysClose(value) {
  const options = value.split(',').map((option) => option.trim().toLowerCase());
  if (!options.every(isToken)) throw new InvalidArgumentError('invalid connection header');
  return options.includes('close');
}

function numberOf(value) {
  if (!kDigits.test(value)) throw new InvalidArgumentError('invalid content-length header');
  return Number(value);
}

/** What `content-length` says; null without one. @param {number | null} given by the program @returns {number | null} */
function lengthOf(method, body, given) {
  if (body === null) return kWithBody.includes(method) ? 0 : null;
  if (body.length === null) return given;
  if (given !== null && given !== body.length) throw new ContentLengthError(kMismatch);
  return body.length;
}

/** The fields of an HTTP/2 head as diagnostics show them. @param {string[]} list names and values in turn */
function linesOf(list) {
  let text = '';
  for (let i = 0; i < list.length; i += 2) text += `${list[i]}: ${list[i + 1]}\r\n`;
  return text;
}

module.exports = { Exchange };
