'use strict';

/**
 * Dispatchers of the `undici` package. A program gives one with `fetch(url, { dispatcher })`, or puts one for all requests under a global
 * symbol, as `setGlobalDispatcher()` does; mocks and proxies work that way. Requests then go through its `dispatch(options, handler)`.
 */

const { queueMicrotask } = require('internal:process/task_queues');
const { RequestAbortedError } = require('internal:http/web_errors');
const { HeaderList } = require('internal:web/headers');

const kNewest = Symbol.for('undici.globalDispatcher.2');
const kFirst = Symbol.for('undici.globalDispatcher.1');

/**
 * The dispatcher for all requests, if a program has set one. Version 8 of the package puts its own under the second symbol, and an adapter
 * for older ones under the first; what else is there was set by an older version, and later.
 */
function currentDispatcher() {
  const first = globalThis[kFirst];
  const newest = globalThis[kNewest];
  return first === undefined || first.constructor?.name === 'Dispatcher1Wrapper' ? newest ?? first : first;
}

/**
 * What a dispatcher calls. Versions up to 6 know the methods from `onConnect` to `onError` only, later ones prefer the others.
 */
class Handler {
  /** @param {import('./exchange').Receiver} receiver */
  constructor(receiver) {
    this.receiver = receiver;
    this.controller = null;
    this.isDone = false;
    this.failure = null;
    /** Reads on, in the first protocol. */
    this.resume = null;
    this.isStopped = false;
  }

  // The protocol since version 7.

  onRequestStart(controller) {
    this.controller = controller;
    if (this.isDone) controller.abort(this.failure);
  }

  onRequestUpgrade() {
    this.fail(new RequestAbortedError('Unexpected upgrade'));
  }

  onResponseStarted() {}

  onResponseStart(controller, statusCode, headers, statusMessage = '') {
    if (statusCode < 200 || this.isDone) return;
    // The raw fields keep what an object of headers cannot say.
    this.receiver.onHead(statusCode, statusMessage ?? '', listOfHeaders(controller?.rawHeaders ?? headers));
    this.#applyPause();
  }

  onResponseData(controller, chunk) {
    if (this.isDone) return;
    this.receiver.onBody(new Uint8Array(chunk));
    this.#applyPause();
  }

  onResponseEnd() {
    if (this.isDone) return;
    this.isDone = true;
    this.receiver.onEnd();
  }

  onResponseError(controller, error) {
    if (this.isDone) return;
    this.isDone = true;
    this.receiver.onError(error);
  }

  // The protocol up to version 6.

  onConnect(abort) {
    this.onRequestStart({ abort });
  }

  onHeaders(status, rawHeaders, resume, statusText) {
    if (status < 200 || this.isDone) return true;
    this.resume = resume;
    this.receiver.onHead(status, statusText ?? '', listOfRaw(rawHeaders));
    return !this.isStopped;
  }

  onData(chunk) {
    if (this.isDone) return false;
    this.receiver.onBody(new Uint8Array(chunk));
    return !this.isStopped;
  }

  onComplete() {
    this.onResponseEnd();
  }

  onError(error) {
    this.onResponseError(null, error);
  }

  onUpgrade() {
    this.onRequestUpgrade();
  }

  onBodySent() {}

  onRequestSent() {}

  // What the fetch says.

  #applyPause() {
    if (this.isStopped) this.controller?.pause?.();
  }

  readStop() {
    this.isStopped = true;
  }

  readStart() {
    if (!this.isStopped) return;
    this.isStopped = false;
    if (this.resume !== null) this.resume();
    else this.controller?.resume?.();
  }

  fail(error) {
    if (this.isDone) return;
    this.isDone = true;
    this.failure = error;
    this.controller?.abort(error);
    this.receiver.onError(error);
  }

  cancel() {
    if (this.isDone) return;
    this.isDone = true;
    this.failure = new RequestAbortedError('Request aborted');
    this.controller?.abort(this.failure);
  }
}

/** @param {Record<string, string | string[] | undefined>} headers */
function listOfHeaders(headers) {
  if (Array.isArray(headers)) return listOfRaw(headers);
  const list = new HeaderList();
  for (const [name, value] of Object.entries(headers ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined) list.append(name, textOf(item));
  }
  return list;
}

function listOfRaw(raw) {
  const list = new HeaderList();
  for (let i = 0; i < (raw?.length ?? 0); i += 2) {
    for (const value of Array.isArray(raw[i + 1]) ? raw[i + 1] : [raw[i + 1]]) list.append(textOf(raw[i]), textOf(value));
  }
  return list;
}

function textOf(value) {
  return ArrayBuffer.isView(value) ? value.toString('latin1') : `${value}`;
}

/**
 * @param {{ dispatch(options: object, handler: object): boolean }} dispatcher
 * @param {import('internal:web/request').RequestState} request
 * @param {HeaderList} headers
 * @param {import('./exchange').Receiver} receiver
 */
function dispatchThrough(dispatcher, request, headers, receiver) {
  const handler = new Handler(receiver);
  const { url, method } = request;
  const fields = {};
  for (const { name, value } of headers.fields()) fields[name] = value;
  if (request.body === null && (method === 'POST' || method === 'PUT')) fields['content-length'] = '0';
  const options = {
    path: `${url.pathname}${url.search}`, origin: url.origin, method, body: bodyFor(dispatcher, request.body, fields), headers: fields,
    maxRedirections: 0, upgrade: undefined,
  };
  queueMicrotask(() => {
    try {
      dispatcher.dispatch(options, handler);
    } catch (error) {
      handler.fail(error);
    }
  });
  return handler;
}

/** Mocks compare what the program gave; others get bytes. */
function bodyFor(dispatcher, body, fields) {
  if (body === null) return null;
  if (typeof body.source === 'string' || body.source instanceof Uint8Array) return body.source;
  if (dispatcher.isMockActive) return body.source ?? body.stream;
  if (body.length !== null) fields['content-length'] = `${body.length}`;
  return chunksOf(body.source?.stream() ?? body.stream);
}

async function* chunksOf(stream) {
  for await (const chunk of stream) {
    if (!require('node:util').types.isUint8Array(chunk)) throw new TypeError('Received non-Uint8Array chunk');
    yield chunk;
  }
}

module.exports = { currentDispatcher, dispatchThrough };
