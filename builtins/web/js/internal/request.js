'use strict';

/** https://fetch.spec.whatwg.org/#request-class */

const { Body, extractBody } = require('internal:web/body');
const { Headers } = require('internal:web/headers');

const kNormalised = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];
const kForbidden = ['CONNECT', 'TRACE', 'TRACK'];
const kDefaults = {
  cache: 'default', credentials: 'same-origin', destination: '', integrity: '', keepalive: false, mode: 'cors', redirect: 'follow',
  referrer: 'about:client', referrerPolicy: '',
};

class Request extends Body {
  #url;
  #method;
  #headers;
  #signal;
  #settings;

  /** @param {string | URL | Request} input @param {RequestInit} [init] */
  constructor(input, init = {}) {
    super();
    if (arguments.length === 0) throw new TypeError('Request constructor: 1 argument required, but only 0 found.');
    const source = input instanceof Request ? input : undefined;
    this.#url = source?.url ?? urlOf(input);
    this.#method = init?.method === undefined ? source?.method ?? 'GET' : methodOf(init.method);
    this.#headers = new Headers(init?.headers ?? source?.headers ?? undefined);
    this.#signal = AbortSignal.any([init?.signal ?? source?.signal].filter((signal) => signal !== undefined && signal !== null));
    this.#settings = Object.fromEntries(Object.keys(kDefaults).map((name) => [name, init?.[name] ?? source?.[name] ?? kDefaults[name]]));
    const body = init?.body ?? null;
    if (body !== null && (this.#method === 'GET' || this.#method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    if (body === null) {
      if (source !== undefined) Body.attach(this, source.bodyUsed ? null : source.body);
      return;
    }
    const { stream, type } = extractBody(body);
    if (type !== null && !this.#headers.has('content-type')) this.#headers.set('content-type', type);
    Body.attach(this, stream);
  }

  get url() { return this.#url; }
  get method() { return this.#method; }
  get headers() { return this.#headers; }
  get signal() { return this.#signal; }
  get duplex() { return 'half'; }

  /** Access for the getters of the plain settings. */
  static setting(request, name) { return request.#settings[name]; }

  clone() {
    const copy = new Request(this.#url, { ...this.#settings, method: this.#method, headers: this.#headers, signal: this.#signal });
    Body.attach(copy, Body.split(this));
    return copy;
  }
}

const { setting } = Request;
delete Request.setting;
for (const name of Object.keys(kDefaults)) {
  Object.defineProperty(Request.prototype, name, { __proto__: null, get() { return setting(this, name); }, enumerable: true, configurable: true });
}
Object.defineProperty(Request.prototype, Symbol.toStringTag, { __proto__: null, value: 'Request', configurable: true });

function urlOf(input) {
  const url = URL.parse(`${input}`);
  if (url === null) throw new TypeError(`Failed to parse URL from ${input}`);
  if (url.username !== '' || url.password !== '') throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
  return url.href;
}

function methodOf(method) {
  const text = `${method}`;
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text) || kForbidden.includes(text.toUpperCase())) {
    throw new TypeError(`'${text}' is not a valid HTTP method.`);
  }
  return kNormalised.includes(text.toUpperCase()) ? text.toUpperCase() : text;
}

module.exports = { Request };
