'use strict';

/** https://fetch.spec.whatwg.org/#response-class */

const { Body, extractBody } = require('internal:web/body');
const { Headers } = require('internal:web/headers');

const kNullBodyStatus = [101, 103, 204, 205, 304];
const kRedirectStatus = [301, 302, 303, 307, 308];
const kError = Symbol('error');

class Response extends Body {
  #status;
  #statusText;
  #headers;
  #type = 'default';

  /** @param {BodyInit | null} [body] @param {{ status?: number, statusText?: string, headers?: HeadersInit }} [init] */
  constructor(body = null, init = {}) {
    super();
    if (init === kError) {
      this.#status = 0;
      this.#statusText = '';
      this.#headers = new Headers();
      this.#type = 'error';
      return;
    }
    const status = init?.status === undefined ? 200 : Math.trunc(+init.status);
    if (!(status >= 200 && status <= 599)) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    const statusText = `${init?.statusText ?? ''}`;
    if (/[^\t\x20-\x7e\x80-\xff]/.test(statusText)) throw new TypeError('Invalid statusText');
    this.#status = status;
    this.#statusText = statusText;
    this.#headers = new Headers(init?.headers);
    const { stream, type } = extractBody(body);
    if (stream !== null && kNullBodyStatus.includes(status)) {
      throw new TypeError(`Response constructor: Invalid response status code ${status}`);
    }
    if (type !== null && !this.#headers.has('content-type')) this.#headers.set('content-type', type);
    Body.attach(this, stream);
  }

  static error() { return new Response(null, kError); }

  static json(data, init = {}) {
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('The data is not JSON serializable');
    const headers = new Headers(init?.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(text, { ...init, headers });
  }

  static redirect(url, status = 302) {
    if (!kRedirectStatus.includes(status)) throw new RangeError(`Invalid status code ${status}`);
    return new Response(null, { status, headers: { location: new URL(url).href } });
  }

  get type() { return this.#type; }
  get url() { return ''; }
  get redirected() { return false; }
  get status() { return this.#status; }
  get ok() { return this.#status >= 200 && this.#status <= 299; }
  get statusText() { return this.#statusText; }
  get headers() { return this.#headers; }

  clone() {
    const copy = new Response(null, { status: this.#status || 200, statusText: this.#statusText, headers: this.#headers });
    Body.attach(copy, Body.split(this));
    return copy;
  }
}

Object.defineProperty(Response.prototype, Symbol.toStringTag, { __proto__: null, value: 'Response', configurable: true });

module.exports = { Response };
