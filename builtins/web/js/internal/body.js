'use strict';

/**
 * Bodies of Request and Response (https://fetch.spec.whatwg.org/#bodies). What a body was made of is kept as long as nobody asks for its
 * stream, so that most bodies are read without one.
 */

const { URLSearchParams } = require('internal:url/search_params');
const { Buffer } = require('node:buffer');
const { TextDecoder, TextEncoder } = require('internal:web/encoding');
const { defineInterface, isObject, toUSVString } = require('internal:web/webidl');

/**
 * Bytes that come from elsewhere, piece by piece.
 * @typedef {{ collect(): Promise<Uint8Array[]>, stream(): ReadableStream, cancel(reason: unknown): void }} IncomingBytes
 */

class Body {
  /**
   * @param {string | Uint8Array | Blob | null} source a body that can be sent again
   * @param {ReadableStream | null} stream
   * @param {IncomingBytes | null} incoming
   */
  constructor(source, stream, incoming) {
    this.source = source;
    this.incoming = incoming;
    this.given = stream;
    this.consumed = false;
  }

  /** Bytes to send, when they are known. @returns {number | null} */
  get length() {
    if (typeof this.source === 'string') return Buffer.byteLength(this.source);
    if (this.source === null) return null;
    return this.source.byteLength ?? this.source.size;
  }

  /** @returns {ReadableStream} */
  get stream() {
    return (this.given ??= this.consumed ? consumedStream() : this.#makeStream());
  }

  #makeStream() {
    const { source, incoming } = this;
    if (incoming !== null) return incoming.stream();
    if (isObject(source) && typeof source.stream === 'function') return source.stream();
    return streamOfBytes(typeof source === 'string' ? encode(source) : source);
  }

  get isDisturbed() {
    return this.consumed || (this.given !== null && require('node:stream').isDisturbed(this.given));
  }

  get isLocked() {
    return this.given !== null && this.given.locked;
  }

  get isUnusable() {
    return this.isDisturbed || this.isLocked;
  }

  /** Everything, once. @returns {Promise<string | Uint8Array>} text only where the body was made of text */
  async read() {
    if (this.given !== null) return join(await readStream(this.given));
    this.consumed = true;
    const { source, incoming } = this;
    if (incoming !== null) return join(await incoming.collect());
    if (typeof source === 'string' || source instanceof Uint8Array) return source;
    return source.bytes();
  }

  /** A second body with the same content. */
  clone() {
    if (this.given === null && this.incoming === null) return new Body(this.source, null, null);
    const [first, second] = require('internal:stream/web/readable_tee').tee(this.stream);
    this.given = first;
    return new Body(this.source, second, null);
  }

  /** Nobody will read it. */
  cancel(reason) {
    if (this.given !== null) this.given.cancel(reason).catch(ignore);
    else this.incoming?.cancel(reason);
  }
}

function ignore() {}

/** A stream as it is after a reader has taken everything. */
function consumedStream() {
  const { ReadableStream } = require('node:stream/web');
  const stream = new ReadableStream({ start(controller) { controller.close(); } });
  stream.getReader().read();
  return stream;
}

function streamOfBytes(bytes) {
  const { ReadableStream } = require('node:stream/web');
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      if (bytes.byteLength > 0) controller.enqueue(new Uint8Array(bytes));
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
}

async function readStream(stream) {
  const reader = stream.getReader();
  const chunks = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    requireBytes(value);
    chunks.push(value);
  }
}

function requireBytes(chunk) {
  if (!require('node:util').types.isUint8Array(chunk)) throw new TypeError('Received non-Uint8Array chunk');
}

/** @param {Uint8Array[]} chunks @returns {Uint8Array} */
function join(chunks) {
  if (chunks.length === 1) return chunks[0];
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  const bytes = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

function encode(text) {
  return new TextEncoder().encode(text);
}

/**
 * https://fetch.spec.whatwg.org/#concept-bodyinit-extract
 * @param {BodyInit} init
 * @param {string} context for the message of a failed conversion
 * @returns {{ body: Body, type: string | null }}
 */
function extractBody(init, context, keepalive = false) {
  if (typeof init === 'string') return { body: new Body(init.toWellFormed(), null, null), type: 'text/plain;charset=UTF-8' };
  const { isAnyArrayBuffer } = require('node:util').types;
  if (ArrayBuffer.isView(init)) {
    return { body: new Body(new Uint8Array(init.buffer, init.byteOffset, init.byteLength).slice(), null, null), type: null };
  }
  if (isAnyArrayBuffer(init)) return { body: new Body(new Uint8Array(init).slice(), null, null), type: null };
  if (isObject(init)) {
    const extracted = extractObject(init, keepalive);
    if (extracted !== null) return extracted;
  }
  return { body: new Body(toUSVString(init, context, 'body'), null, null), type: 'text/plain;charset=UTF-8' };
}

function extractObject(init, keepalive) {
  const { Blob } = require('node:buffer');
  const { ReadableStream } = require('node:stream/web');
  if (init instanceof ReadableStream) return { body: streamBody(init, keepalive), type: null };
  if (init instanceof Blob) return { body: new Body(init, null, null), type: init.type || null };
  const { URLSearchParams } = require('node:url');
  if (init instanceof URLSearchParams) {
    return { body: new Body(`${init}`, null, null), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  const { FormData, encodeForm } = require('internal:web/form_data');
  if (init instanceof FormData) {
    const { blob, type } = encodeForm(init);
    return { body: new Body(blob, null, null), type };
  }
  if (typeof init[Symbol.asyncIterator] === 'function') return { body: streamBody(streamOfIterable(init), keepalive), type: null };
  return null;
}

function streamBody(stream, keepalive) {
  if (keepalive) throw new TypeError('keepalive');
  const body = new Body(null, stream, null);
  if (body.isUnusable) throw new TypeError('Response body object should not be disturbed or locked');
  return body;
}

/** A byte stream of what an async iterable yields; text is encoded. */
function streamOfIterable(iterable) {
  const { ReadableStream } = require('node:stream/web');
  const iterator = iterable[Symbol.asyncIterator]();
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      for (;;) {
        const { value, done } = await iterator.next();
        if (done) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        const bytes = typeof value === 'string' ? encode(value) : value;
        if (bytes.byteLength === 0) continue;
        controller.enqueue(require('node:util').types.isUint8Array(bytes) ? new Uint8Array(bytes) : bytes);
        return;
      }
    },
    async cancel(reason) {
      await iterator.return?.(reason);
    },
  });
}

/**
 * Gives a class the methods that read a body.
 * @param {Function} Class
 * @param {(instance: object) => { body: Body | null, headers: import('./headers').HeaderList }} stateOf throws for others
 */
function mixInBody(Class, stateOf) {
  const consume = async (instance, convert) => {
    const state = stateOf(instance);
    const { body } = state;
    if (body !== null && body.isUnusable) throw new TypeError('Body is unusable: Body has already been read');
    return convert(body === null ? '' : await body.read(), state);
  };
  const methods = {
    blob() { return consume(this, toBlob); },
    arrayBuffer() { return consume(this, toArrayBuffer); },
    text() { return consume(this, toText); },
    json() { return consume(this, toJson); },
    formData() { return consume(this, toFormData); },
    bytes() { return consume(this, toBytes); },
    textStream() {
      const { body } = stateOf(this);
      if (body !== null && body.isUnusable) throw new TypeError('Body is unusable: Body has already been read');
      const { TextDecoderStream } = require('node:stream/web');
      return (body === null ? streamOfBytes(new Uint8Array(0)) : body.stream).pipeThrough(new TextDecoderStream());
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(Class.prototype, name, { __proto__: null, value, writable: true, configurable: true });
  }
  defineInterface(Class, Object.keys(methods));
}

function toText(content) {
  if (typeof content === 'string') return content.charCodeAt(0) === 0xfeff ? content.slice(1) : content;
  return new TextDecoder().decode(content);
}

function toJson(content) {
  return JSON.parse(toText(content));
}

/** Bytes that belong to the caller alone. */
function toBytes(content, { body }) {
  if (typeof content === 'string') return encode(content);
  const isOwn = content.byteLength === content.buffer.byteLength && content !== body.source && content.constructor === Uint8Array;
  return isOwn ? content : new Uint8Array(content);
}

function toArrayBuffer(content, state) {
  return toBytes(content, state).buffer;
}

function toBlob(content, { headers }) {
  const { Blob } = require('node:buffer');
  const { mimeTypeOfField, serializeMimeType } = require('internal:web/mime_type');
  const type = mimeTypeOfField(headers.get('content-type'));
  return new Blob([content], { type: type === null ? '' : serializeMimeType(type) });
}

function toFormData(content, { headers }) {
  const type = require('internal:web/mime_type').mimeTypeOfField(headers.get('content-type'));
  if (type?.essence === 'multipart/form-data') {
    const { parseMultipart } = require('internal:web/multipart');
    return parseMultipart(typeof content === 'string' ? encode(content) : content, type.parameters.get('boundary'));
  }
  if (type?.essence === 'application/x-www-form-urlencoded') {
    const { FormData } = require('internal:web/form_data');
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(toText(content))) form.append(name, value);
    return form;
  }
  throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
}

module.exports = { Body, extractBody, join, mixInBody };
