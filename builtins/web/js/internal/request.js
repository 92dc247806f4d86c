'use strict';

/** https://fetch.spec.whatwg.org/#request-class */

const { AbortController, AbortSignal } = require('internal:web/abort_controller');
const { URL } = require('internal:url/url');
const process = require('internal:process/object');
const { Body, extractBody, mixInBody } = require('internal:web/body');
const { HeaderList, fillHeaders, headersOf } = require('internal:web/headers');
const { inspectOptions } = require('internal:web/response');
const { forbidCloning } = require('internal:web/transferable');
const {
  defineInterface, illegalInvocation, isObject, requireArguments, shown, toDOMString, toDictionary, toEnumeration, toUSVString,
} = require('internal:web/webidl');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kWrap = Symbol('wrap');
const kNormalised = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];
const kForbidden = ['CONNECT', 'TRACE', 'TRACK'];
const kSimpleMethods = ['GET', 'HEAD', 'POST'];
const kToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const kReferrerPolicies = [
  '', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin',
  'strict-origin-when-cross-origin', 'unsafe-url',
];
const kEnumerations = {
  referrerPolicy: kReferrerPolicies,
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'error', 'manual'],
};

/** What a Request stands for. */
class RequestState {
  constructor() {
    this.method = 'GET';
    /** @type {URL} */
    this.url = null;
    this.headers = new HeaderList();
    /** @type {Body | null} */
    this.body = null;
    this.referrer = 'about:client';
    this.referrerPolicy = '';
    this.mode = 'cors';
    this.credentials = 'same-origin';
    this.cache = 'default';
    this.redirect = 'follow';
    this.integrity = '';
    this.keepalive = false;
    /** The signal that the program gave. @type {AbortSignal | null} */
    this.followed = null;
    /** A dispatcher of the `undici` package. */
    this.dispatcher = undefined;
  }

  clone() {
    const copy = Object.assign(new RequestState(), this);
    copy.headers = this.headers.clone();
    copy.body = this.body?.clone() ?? null;
    return copy;
  }
}

let stateOf;
let isRequest;

class Request {
  #state;
  #signal = null;
  #headers = null;

  static {
    isRequest = (value) => isObject(value) && #state in value;
    stateOf = (request) => {
      if (!isRequest(request)) throw illegalInvocation();
      return request.#state;
    };
  }

  /** @param {string | URL | Request} input @param {RequestInit} [init] */
  constructor(input, init = undefined) {
    if (input === kWrap) {
      this.#state = init;
      return;
    }
    requireArguments(arguments, 1, 'Request constructor');
    this.#state = makeState(input, init);
  }

  get method() { return stateOf(this).method; }

  get url() { return stateOf(this).url.href; }

  get headers() {
    const { headers } = stateOf(this);
    return (this.#headers ??= headersOf(headers, 'request'));
  }

  get destination() {
    stateOf(this);
    return '';
  }

  get referrer() { return stateOf(this).referrer === 'no-referrer' ? '' : `${stateOf(this).referrer}`; }

  get referrerPolicy() { return stateOf(this).referrerPolicy; }

  get mode() { return stateOf(this).mode; }

  get credentials() { return stateOf(this).credentials; }

  get cache() { return stateOf(this).cache; }

  get redirect() { return stateOf(this).redirect; }

  get integrity() { return stateOf(this).integrity; }

  get keepalive() { return stateOf(this).keepalive; }

  get isReloadNavigation() {
    stateOf(this);
    return false;
  }

  get isHistoryNavigation() {
    stateOf(this);
    return false;
  }

  get signal() {
    const { followed } = stateOf(this);
    return (this.#signal ??= followed === null ? new AbortController().signal : AbortSignal.any([followed]));
  }

  get body() { return stateOf(this).body?.stream ?? null; }

  get bodyUsed() { return stateOf(this).body?.isDisturbed ?? false; }

  get duplex() {
    stateOf(this);
    return 'half';
  }

  clone() {
    const state = stateOf(this);
    if (state.body?.isUnusable) throw new TypeError('unusable');
    const copy = state.clone();
    copy.followed = this.signal;
    return new Request(kWrap, copy);
  }

  static {
    mixInBody(this, stateOf);
  }

  [kInspect](depth, options) {
    const { formatWithOptions } = require('node:util');
    const names = [
      'method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity',
      'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal',
    ];
    return `Request ${formatWithOptions(inspectOptions(options), Object.fromEntries(names.map((name) => [name, this[name]])))}`;
  }
}

forbidCloning(Request);

defineInterface(Request, [
  'method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity', 'keepalive',
  'isReloadNavigation', 'isHistoryNavigation', 'signal', 'body', 'bodyUsed', 'duplex', 'clone',
]);

/** The steps of the constructor (https://fetch.spec.whatwg.org/#dom-request). */
function makeState(input, init) {
  const source = isRequest(input) ? stateOf(input) : null;
  const options = toDictionary(init);
  const state = source === null ? new RequestState() : Object.assign(new RequestState(), source);
  if (source === null) state.url = parseUrl(toUSVString(input, 'Request constructor', 'input'));
  else state.followed = input.signal;
  if (options.window !== undefined && options.window !== null) {
    throw new TypeError(`'window' option '${options.window}' must be null`);
  }
  applySettings(state, options);
  if (options.method !== undefined) state.method = methodOf(options.method);
  if (options.signal !== undefined) state.followed = signalOf(options.signal);
  if (options.dispatcher !== undefined) state.dispatcher = options.dispatcher;
  if (state.mode === 'no-cors' && !kSimpleMethods.includes(state.method)) {
    throw new TypeError(`'${state.method} is unsupported in no-cors mode.`);
  }
  state.headers = new HeaderList();
  if (options.headers !== undefined) fillHeaders(headersOf(state.headers, 'request'), options.headers);
  else if (source !== null) state.headers.copyFrom(source.headers);
  setBody(state, source, options);
  return state;
}

function applySettings(state, options) {
  if (options.referrer !== undefined) state.referrer = referrerOf(options.referrer);
  for (const name of Object.keys(kEnumerations)) {
    if (options[name] !== undefined) state[name] = toEnumeration(options[name], kEnumerations[name]);
  }
  if (state.mode === 'navigate' && options.mode !== undefined) {
    throw new TypeError('Request constructor: invalid request mode navigate.');
  }
  if (state.cache === 'only-if-cached' && state.mode !== 'same-origin') {
    throw new TypeError("'only-if-cached' can be set only with 'same-origin' mode");
  }
  if (options.integrity !== undefined) state.integrity = toDOMString(options.integrity, 'RequestInit', 'integrity');
  if (options.keepalive !== undefined) state.keepalive = Boolean(options.keepalive);
  if (options.duplex !== undefined) toEnumeration(options.duplex, ['half']);
}

function referrerOf(referrer) {
  const text = toUSVString(referrer, 'RequestInit', 'referrer');
  if (text === '') return 'no-referrer';
  const url = URL.parse(text);
  if (url === null) throw new TypeError(`Referrer "${text}" is not a valid URL.`);
  return url.protocol === 'about:' && url.pathname === 'client' ? 'about:client' : url.href;
}

function signalOf(signal) {
  if (signal === null) return null;
  const { AbortSignal } = require('internal:web/abort_controller');
  const isLike = isObject(signal) && typeof signal.aborted === 'boolean' && typeof signal.addEventListener === 'function';
  if (!(signal instanceof AbortSignal) && !isLike) {
    throw new TypeError(`RequestInit: Expected signal ("${shown(signal)}") to be an instance of AbortSignal.`);
  }
  return signal;
}

function setBody(state, source, options) {
  const given = options.body ?? null;
  const inherited = source?.body ?? null;
  state.body = null;
  if ((given !== null || inherited !== null) && (state.method === 'GET' || state.method === 'HEAD')) {
    throw new TypeError('Request with GET/HEAD method cannot have body.');
  }
  if (given !== null) {
    const { body, type } = extractBody(given, 'Request', state.keepalive);
    state.body = body;
    if (type !== null && !state.headers.has('content-type')) state.headers.append('content-type', type);
    if (body.source === null && options.duplex === undefined) {
      throw new TypeError('RequestInit: duplex option is required when sending a body.');
    }
  } else if (inherited !== null) {
    if (inherited.isUnusable) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
    state.body = takeOver(inherited);
  }
}

/** The body moves from one request to another; the first counts as read. @param {Body} body */
function takeOver(body) {
  const { TransformStream } = require('internal:stream/web/transform_stream');
  const moved = new Body(body.source, body.given === null ? null : body.given.pipeThrough(new TransformStream()), body.incoming);
  if (body.given === null) body.consumed = true;
  return moved;
}

function parseUrl(input) {
  let url;
  try {
    url = new URL(input);
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
  }
  return url;
}

function methodOf(value) {
  if (kNormalised.includes(value)) return value;
  const method = require('internal:web/webidl').toByteString(value, 'RequestInit', 'method');
  if (!kToken.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  if (kForbidden.includes(upper)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  if (method === 'patch') warnAboutPatch();
  return kNormalised.includes(upper) ? upper : method;
}

let warned = false;

function warnAboutPatch() {
  if (warned) return;
  warned = true;
  process.emitWarning(
    'Using `patch` is highly likely to result in a `405 Method Not Allowed`. `PATCH` is much more likely to succeed.',
    { code: 'UNDICI-FETCH-patch' });
}

module.exports = { Request, requestState: stateOf };
