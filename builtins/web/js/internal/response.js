'use strict';

/** https://fetch.spec.whatwg.org/#response-class */

const { URL } = require('internal:url/url');
const { Body, extractBody, mixInBody } = require('internal:web/body');
const { HeaderList, fillHeaders, headersOf } = require('internal:web/headers');
const { defineInterface, illegalInvocation, isObject, requireArguments, toByteString, toDictionary, toUSVString } = require('internal:web/webidl');
const { forbidCloning } = require('internal:web/transferable');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kNullBodyStatus = [101, 103, 204, 205, 304];
const kRedirectStatus = [301, 302, 303, 307, 308];
/** Given in place of a body: the object wraps the state that follows. */
const kWrap = Symbol('wrap');

/** What a Response stands for; clones share nothing but the source of the body. */
class ResponseState {
  constructor() {
    this.type = 'default';
    this.status = 200;
    this.statusText = '';
    this.headers = new HeaderList();
    /** @type {Body | null} */
    this.body = null;
    this.url = '';
    this.redirected = false;
  }

  clone() {
    const copy = Object.assign(new ResponseState(), this);
    copy.headers = this.headers.clone();
    copy.body = this.body?.clone() ?? null;
    return copy;
  }
}

let stateOf;

class Response {
  #state;
  #guard = 'response';
  #headers = null;

  static {
    stateOf = (response) => {
      if (!isObject(response) || !(#state in response)) throw illegalInvocation();
      return response.#state;
    };
  }

  /** @param {BodyInit | null} [body] @param {ResponseInit} [init] */
  constructor(body = null, init = undefined) {
    if (body === kWrap) {
      this.#state = init.state;
      this.#guard = init.guard;
      return;
    }
    this.#state = new ResponseState();
    const options = readInit(init);
    const extracted = body === null ? null : extractBody(body, 'Response');
    initialise(this.#state, options, extracted);
  }

  static error() {
    const state = new ResponseState();
    state.type = 'error';
    state.status = 0;
    return wrapResponse(state, 'immutable');
  }

  static json(data, init = undefined) {
    requireArguments(arguments, 1, 'Response.json');
    const options = readInit(init);
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const state = new ResponseState();
    initialise(state, options, { body: new Body(text.toWellFormed(), null, null), type: 'application/json' });
    return wrapResponse(state, 'response');
  }

  static redirect(url, status = 302) {
    requireArguments(arguments, 1, 'Response.redirect');
    const location = toUSVString(url, 'Response.redirect', 'url');
    const code = toUnsignedShort(status);
    const state = new ResponseState();
    try {
      state.headers.append('location', new URL(location).href);
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${location}`, { cause });
    }
    if (!kRedirectStatus.includes(code)) throw new RangeError(`Invalid status code ${code}`);
    state.status = code;
    return wrapResponse(state, 'immutable');
  }

  get type() { return stateOf(this).type; }

  get url() { return stateOf(this).url; }

  get redirected() { return stateOf(this).redirected; }

  get status() { return stateOf(this).status; }

  get ok() {
    const { status } = stateOf(this);
    return status >= 200 && status <= 299;
  }

  get statusText() { return stateOf(this).statusText; }

  get headers() {
    const { headers } = stateOf(this);
    return (this.#headers ??= headersOf(headers, this.#guard));
  }

  get body() { return stateOf(this).body?.stream ?? null; }

  get bodyUsed() { return stateOf(this).body?.isDisturbed ?? false; }

  clone() {
    const state = stateOf(this);
    if (state.body?.isUnusable) throw new TypeError('Response.clone: Body has already been consumed.');
    return wrapResponse(state.clone(), this.#guard);
  }

  static {
    mixInBody(this, stateOf);
  }

  [kInspect](depth, options) {
    const { formatWithOptions } = require('node:util');
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    const shown = { status, statusText, headers, body, bodyUsed, ok, redirected, type, url };
    return `Response ${formatWithOptions(inspectOptions(options), shown)}`;
  }
}

forbidCloning(Response);

defineInterface(
  Response, ['type', 'url', 'redirected', 'status', 'ok', 'statusText', 'headers', 'body', 'bodyUsed', 'clone'], ['error', 'json', 'redirect']);

function inspectOptions(options) {
  return { ...options, depth: options.depth ?? 2, colors: options.colors ?? true };
}

/** @param {ResponseState} state @param {'response' | 'immutable'} guard */
function wrapResponse(state, guard) {
  return new Response(kWrap, { state, guard });
}

function readInit(init) {
  const options = toDictionary(init);
  const { headers, status, statusText } = options;
  return {
    headers,
    status: status === undefined ? 200 : toUnsignedShort(status),
    statusText: statusText === undefined ? '' : toByteString(statusText, 'Response', 'statusText'),
  };
}

function toUnsignedShort(value) {
  const number = Math.trunc(Number(value));
  return Number.isFinite(number) ? ((number % 65536) + 65536) % 65536 : 0;
}

/** https://fetch.spec.whatwg.org/#initialize-a-response */
function initialise(state, { headers, status, statusText }, extracted) {
  if (status < 200 || status > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
  if (/[^\t\x20-\x7e\x80-\xff]/.test(statusText)) throw new TypeError('Invalid statusText');
  state.status = status;
  state.statusText = statusText;
  if (headers !== undefined) fillHeaders(headersOf(state.headers, 'response'), headers);
  if (extracted === null) return;
  if (kNullBodyStatus.includes(status)) throw new TypeError(`Response constructor: Invalid response status code ${status}`);
  state.body = extracted.body;
  if (extracted.type !== null && !state.headers.has('content-type')) state.headers.append('content-type', extracted.type);
}

module.exports = { Response, ResponseState, inspectOptions, responseState: stateOf, wrapResponse, kNullBodyStatus, kRedirectStatus };
