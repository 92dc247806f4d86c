'use strict';

/** `Response` of the fetch standard, as programs make it by hand: status, headers and a body that is read once. */

const { Headers } = require('internal:web/headers');

const nullBodyStatuses = new Set([101, 103, 204, 205, 304]);
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

class Response {
  #status;
  #statusText;
  #headers;
  #body;
  #type = 'default';

  /** @param {unknown} [body] @param {{ status?: number, statusText?: string, headers?: object }} [init] */
  constructor(body = null, init = {}) {
    const { status = 200, statusText = '', headers } = init ?? {};
    if (!(status >= 200 && status <= 599)) {
      throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    }
    this.#status = Math.trunc(status);
    this.#statusText = String(statusText);
    this.#headers = new Headers(headers);
    this.#body = null;
    if (body === null || body === undefined) return;
    if (nullBodyStatuses.has(this.#status)) throw new TypeError(`Response constructor: Invalid response status code ${this.#status}`);
    const { stream, type } = bodyOf(body);
    this.#body = stream;
    if (type && !this.#headers.has('content-type')) this.#headers.set('content-type', type);
  }

  static error() {
    const response = new Response();
    response.#status = 0;
    response.#type = 'error';
    return response;
  }

  static json(data, init = {}) {
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const response = new Response(text, init);
    if (!new Headers(init?.headers).has('content-type')) response.#headers.set('content-type', 'application/json');
    return response;
  }

  static redirect(url, status = 302) {
    const target = new URL(String(url));
    if (!redirectStatuses.has(status)) throw new RangeError(`Invalid status code ${status}`);
    return new Response(null, { status, headers: { location: target.href } });
  }

  get type() {
    return this.#type;
  }

  get url() {
    return '';
  }

  get redirected() {
    return false;
  }

  get status() {
    return this.#status;
  }

  get ok() {
    return this.#status >= 200 && this.#status <= 299;
  }

  get statusText() {
    return this.#statusText;
  }

  get headers() {
    return this.#headers;
  }

  get body() {
    return this.#body?.stream ?? null;
  }

  get bodyUsed() {
    return this.#body !== null && this.#body.used;
  }

  clone() {
    if (this.bodyUsed || this.body?.locked) throw new TypeError('Response.clone: Body has already been consumed.');
    const copy = new Response(null, { status: 200, statusText: this.#statusText, headers: this.#headers });
    copy.#status = this.#status;
    copy.#type = this.#type;
    if (this.#body !== null) {
      const [mine, theirs] = this.#body.stream.tee();
      this.#body = { stream: mine, used: false };
      copy.#body = { stream: theirs, used: false };
    }
    return copy;
  }

  async bytes() {
    if (this.#body === null) return new Uint8Array(0);
    if (this.#body.used || this.#body.stream.locked) throw new TypeError('Body is unusable: Body has already been read');
    this.#body.used = true;
    const { buffer } = require('node:stream/consumers');
    return new Uint8Array(await buffer(this.#body.stream));
  }

  async arrayBuffer() {
    const bytes = await this.bytes();
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }

  async blob() {
    const { Blob } = require('node:buffer');
    return new Blob([await this.bytes()], { type: this.#headers.get('content-type') ?? '' });
  }

  async text() {
    return new TextDecoder().decode(await this.bytes());
  }

  async json() {
    return JSON.parse(await this.text());
  }
}

Object.defineProperty(Response.prototype, Symbol.toStringTag, { __proto__: null, value: 'Response', configurable: true });

/** The stream of a body, and the type it implies. */
function bodyOf(body) {
  const { ReadableStream } = require('node:stream/web');
  const { Blob } = require('node:buffer');
  if (body instanceof ReadableStream) return { stream: { stream: body, used: false }, type: '' };
  if (body instanceof Blob) return { stream: { stream: body.stream(), used: false }, type: body.type };
  if (body instanceof URLSearchParams) return textBody(String(body), 'application/x-www-form-urlencoded;charset=UTF-8');
  if (ArrayBuffer.isView(body)) return bytesBody(new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice(), '');
  if (body instanceof ArrayBuffer) return bytesBody(new Uint8Array(body.slice(0)), '');
  return textBody(String(body), 'text/plain;charset=UTF-8');
}

function textBody(text, type) {
  return bytesBody(new TextEncoder().encode(text), type);
}

function bytesBody(bytes, type) {
  const { ReadableStream } = require('node:stream/web');
  const stream = new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
  return { stream: { stream, used: false }, type };
}

module.exports = { Response };
