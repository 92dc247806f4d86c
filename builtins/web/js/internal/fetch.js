'use strict';

/** `fetch()` (https://fetch.spec.whatwg.org/#fetch-method). */

const { URL } = require('internal:url/url');
const { Body, join } = require('internal:web/body');
const { Request, requestState } = require('internal:web/request');
const { HeaderList } = require('internal:web/headers');
const { ResponseState, kNullBodyStatus, kRedirectStatus, wrapResponse } = require('internal:web/response');
const { WebPool } = require('internal:http/web_pool');
const { Exchange } = require('internal:web/fetch/exchange');
const { Decoding, codingsOf } = require('internal:web/fetch/decode');
const { IncomingBody, abandonWith } = require('internal:web/fetch/incoming_body');
const { isBadPort, schemeFetch } = require('internal:web/fetch/schemes');
const { currentDispatcher, dispatchThrough } = require('internal:web/fetch/dispatcher');
const { isProxied, proxiedTarget } = require('internal:web/fetch/proxy');

const kMostRedirects = 20;
/** Bodies that nobody asked for, such as those of redirects, are read up to this size to keep their connection. */
const kLongestDiscarded = 64 * 1024;
/** Bodies up to this size arrive whatever the reader does, so they need no watching. */
const kSmallBody = 32 * 1024;
const kBodyFields = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];
const kOriginFields = ['authorization', 'proxy-authorization', 'cookie', 'host'];

const pool = new WebPool();

/**
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
function fetch(input, init = undefined) {
  return new Promise((resolve, reject) => {
    const state = requestState(new Request(input, init));
    new Fetch(state, resolve, reject).start();
  });
}

/** One call of `fetch`, over all its redirects. */
class Fetch {
  /** @param {import('internal:web/request').RequestState} request */
  constructor(request, resolve, reject) {
    this.request = request;
    this.resolve = resolve;
    this.reject = reject;
    this.redirects = 0;
    /** What is under way. @type {{ fail(error: unknown): void, cancel(): void } | null} */
    this.exchange = null;
    /** @type {IncomingBody | null} */
    this.incoming = null;
    this.decoding = null;
    this.isOver = false;
    this.onAbort = null;
    this.timing = null;
  }

  start() {
    const { followed } = this.request;
    if (followed !== null) {
      if (followed.aborted) {
        this.abort(followed.reason);
        return;
      }
      this.onAbort = () => this.abort(followed.reason);
      followed.addEventListener('abort', this.onAbort, { once: true });
    }
    this.timing = require('internal:web/fetch/timing').begin();
    this.next();
  }

  /** Sends the request as it is now. */
  next() {
    const { url } = this.request;
    if (isBadPort(url)) {
      this.networkError(new Error('bad port'));
    } else if (url.protocol === 'http:' || url.protocol === 'https:') {
      this.send();
    } else {
      this.local();
    }
  }

  local() {
    let response;
    try {
      response = schemeFetch(this.request);
    } catch (error) {
      this.networkError(error);
      return;
    }
    response.url = this.request.url.href;
    if (this.request.integrity !== '') this.checkIntegrity(response);
    else this.settle(response);
  }

  send() {
    const { request } = this;
    const headers = withDefaults(request);
    const dispatcher = request.dispatcher ?? currentDispatcher();
    const receiver = new Hop(this);
    if (dispatcher !== undefined) {
      this.exchange = receiver.exchange = dispatchThrough(dispatcher, request, headers, receiver);
      return;
    }
    const exchange = new Exchange(request.url, request.method, headers, request.body, receiver);
    this.exchange = receiver.exchange = exchange;
    let target;
    try {
      target = isProxied(request.url) ? proxiedTarget(request.url) : targetOf(request.url);
    } catch (error) {
      exchange.fail(error);
      return;
    }
    exchange.send(pool, target);
  }

  /** @param {Hop} hop */
  onHead(hop, status, reason, fields) {
    const { request } = this;
    const headers = typeof fields === 'string' ? new HeaderList(fields) : fields;
    if (kRedirectStatus.includes(status) && request.redirect !== 'manual') {
      const location = headers.get('location');
      if (request.redirect === 'error' || location !== null) {
        hop.discard(location === null || request.redirect === 'error' ? null : location);
        return;
      }
    }
    this.timing?.noteHead();
    const response = new ResponseState();
    response.type = 'basic';
    response.status = status;
    response.statusText = reason;
    response.headers = headers;
    response.url = withoutFragment(request.url);
    response.redirected = this.redirects > 0;
    if (request.method === 'HEAD' || kNullBodyStatus.includes(status)) {
      this.settle(response);
      return;
    }
    try {
      this.receiveBody(hop, response, headers);
    } catch (error) {
      hop.exchange.fail(error);
      return;
    }
    if (request.integrity !== '') this.checkIntegrity(response);
    else this.settle(response);
  }

  receiveBody(hop, response, headers) {
    const codings = codingsOf(headers.get('content-encoding'));
    if (codings.length > 0) this.decoding = new Decoding(codings, hop.exchange, (error) => this.bodyError(error));
    this.incoming = new IncomingBody(this.decoding ?? hop.exchange);
    if (this.decoding !== null) this.decoding.body = this.incoming;
    response.body = new Body(null, null, this.incoming);
  }

  onBody(chunk) {
    if (this.timing !== null) this.timing.encodedBytes += chunk.length;
    if (this.decoding !== null) this.decoding.write(chunk);
    else this.incoming?.push(chunk);
  }

  onEnd() {
    if (this.decoding !== null) this.decoding.end();
    else this.incoming?.end();
    this.over();
  }

  bodyError(error) {
    this.exchange?.cancel();
    this.onError(error);
  }

  onError(error) {
    this.decoding?.destroy();
    if (this.incoming === null) this.networkError(error);
    else this.incoming.fail(new TypeError('terminated', { cause: error }));
    this.over();
  }

  /** https://fetch.spec.whatwg.org/#http-redirect-fetch */
  redirect(status, location) {
    const { request } = this;
    if (location === null) {
      this.networkError(new Error('unexpected redirect'));
      return;
    }
    let url;
    try {
      url = new URL(asUtf8(location), request.url);
    } catch (error) {
      this.networkError(error);
      return;
    }
    const problem = redirectProblem(request, status, url, this.redirects);
    if (problem !== null) {
      this.networkError(new Error(problem));
      return;
    }
    this.redirects++;
    if (url.hash === '') url.hash = request.url.hash;
    applyRedirect(request, status, url);
    this.next();
  }

  async checkIntegrity(response) {
    let bytes;
    try {
      bytes = response.body.incoming === null ? await response.body.read() : join(await response.body.incoming.collect());
    } catch (error) {
      this.networkError(error);
      return;
    }
    const { matchesIntegrity } = require('internal:web/fetch/integrity');
    if (matchesIntegrity(this.request.integrity, bytes)) {
      response.body = new Body(bytes, null, null);
      this.settle(response);
    } else {
      this.networkError(new Error('integrity mismatch'));
    }
  }

  settle(state) {
    const response = wrapResponse(state, 'immutable');
    if (this.incoming !== null && mayStall(state)) abandonWith(response, this.incoming);
    this.timing?.noteResponse(state);
    if (state.body === null || this.incoming === null) this.over();
    this.resolve(response);
  }

  networkError(error) {
    this.over();
    const failure = new TypeError('fetch failed', { cause: error });
    // The stack is that of whatever event came in; the function is not on it, so nothing remains.
    Error.captureStackTrace(failure, fetch);
    this.reject(failure);
  }

  abort(reason) {
    this.reject(reason);
    this.request.body?.cancel(reason);
    this.incoming?.fail(reason);
    this.decoding?.destroy();
    const { exchange } = this;
    this.over();
    exchange?.cancel();
  }

  /** Nothing more comes from the network. */
  over() {
    if (this.isOver) return;
    this.isOver = true;
    if (this.onAbort !== null) this.request.followed.removeEventListener('abort', this.onAbort);
    this.timing?.finish(this.request);
  }
}

/** The receiver of one exchange: passes on to its fetch, or reads a body that nobody wants. */
class Hop {
  constructor(fetch) {
    this.fetch = fetch;
    this.exchange = null;
    this.status = 0;
    this.location = undefined;
    this.discarded = 0;
  }

  onHead(status, reason, fields) {
    this.status = status;
    this.fetch.onHead(this, status, reason, fields);
  }

  /** A redirect, to null where it is an error: its body is read, so that the connection can serve again. */
  discard(location) {
    this.location = location;
  }

  onBody(chunk) {
    if (this.location === undefined) {
      this.fetch.onBody(chunk);
      return;
    }
    this.discarded += chunk.length;
    if (this.discarded <= kLongestDiscarded) return;
    this.exchange.cancel();
    this.fetch.redirect(this.status, this.location);
  }

  onEnd() {
    if (this.location === undefined) this.fetch.onEnd();
    else this.fetch.redirect(this.status, this.location);
  }

  onError(error) {
    this.fetch.onError(error);
  }
}

/** The fields to send: what the program set, and what every request has (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch). */
function withDefaults(request) {
  const headers = request.headers.clone();
  if (!headers.has('accept')) headers.append('accept', '*/*');
  if (!headers.has('accept-language')) headers.append('accept-language', '*');
  if (/^https?:/.test(request.referrer)) headers.append('referer', refererOf(request));
  headers.set('sec-fetch-mode', request.mode);
  if (!headers.has('user-agent')) headers.append('user-agent', 'node');
  setCacheFields(headers, request.cache);
  if (!headers.has('accept-encoding')) headers.append('accept-encoding', codingsFor(request, headers));
  return headers;
}

function codingsFor(request, headers) {
  if (headers.has('range')) return 'identity';
  return request.url.protocol === 'https:' ? 'br, gzip, deflate, zstd' : 'gzip, deflate';
}

function setCacheFields(headers, cache) {
  const asksItself = ['if-modified-since', 'if-none-match', 'if-unmodified-since', 'if-match', 'if-range'].some((name) => headers.has(name));
  const mode = cache === 'default' && asksItself ? 'no-store' : cache;
  if (mode === 'no-cache' && !headers.has('cache-control')) headers.append('cache-control', 'max-age=0');
  if (mode !== 'no-store' && mode !== 'reload') return;
  if (!headers.has('pragma')) headers.append('pragma', 'no-cache');
  if (!headers.has('cache-control')) headers.append('cache-control', 'no-cache');
}

/** https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer */
function refererOf({ referrer, referrerPolicy, url }) {
  const source = new URL(referrer);
  source.username = source.password = source.hash = '';
  const isSame = source.origin === url.origin;
  const isDowngrade = source.protocol === 'https:' && url.protocol === 'http:';
  const origin = `${source.origin}/`;
  switch (referrerPolicy) {
    case 'no-referrer': return '';
    case 'unsafe-url': return source.href;
    case 'origin': return origin;
    case 'same-origin': return isSame ? source.href : '';
    case 'strict-origin': return isDowngrade ? '' : origin;
    case 'origin-when-cross-origin': return isSame ? source.href : origin;
    case 'no-referrer-when-downgrade': return isDowngrade ? '' : source.href;
    default:
      if (isSame) return source.href;
      return isDowngrade ? '' : origin;
  }
}

function redirectProblem(request, status, url, redirects) {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'URL scheme must be a HTTP(S) scheme';
  if (redirects === kMostRedirects) return 'redirect count exceeded';
  if (request.mode === 'cors' && (url.username !== '' || url.password !== '') && url.origin !== request.url.origin) {
    return 'cross origin not allowed for request mode "cors"';
  }
  if (status !== 303 && request.body !== null && request.body.source === null) return '';
  return null;
}

function applyRedirect(request, status, url) {
  const becomesGet = (status === 303 && request.method !== 'GET' && request.method !== 'HEAD') ||
    ((status === 301 || status === 302) && request.method === 'POST');
  if (becomesGet) {
    request.method = 'GET';
    request.body = null;
    for (const name of kBodyFields) request.headers.delete(name);
  }
  if (url.origin !== request.url.origin) for (const name of kOriginFields) request.headers.delete(name);
  request.url = url;
}

/** A target for connections without a proxy. @param {URL} url @returns {import('internal:http/web_pool').Target} */
function targetOf(url) {
  const { protocol, hostname } = url;
  const port = url.port === '' ? (protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { protocol, hostname, port, key: url.origin };
}

function withoutFragment(url) {
  return url.hash === '' ? url.href : url.href.slice(0, -url.hash.length);
}

/** Servers send UTF-8 in `location`, which was read a byte a character. */
function asUtf8(text) {
  return /[\x80-\xff]/.test(text) ? require('node:buffer').Buffer.from(text, 'latin1').toString() : text;
}

function mayStall({ headers }) {
  const length = headers.get('content-length');
  return length === null || Number(length) > kSmallBody || headers.has('content-encoding');
}

module.exports = { fetch, pool, targetOf };
