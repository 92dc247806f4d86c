'use strict';

/** The requests of the program as events of the domain Network, taken from the diagnostics channels that programs can use too. */

const { Buffer } = require('node:buffer');
const diagnostics = require('node:diagnostics_channel');
const { announce } = require('internal:inspector/network');
const { headersOf, mimeOf } = require('internal:inspector/network_headers');
const clock = require('internal:perf_hooks/clock');

/** Ids of requests that are under way, by what their channels know them as. @type {WeakMap<object, string>} */
const ids = new WeakMap();
let lastId = 0;
let isRunning = false;

/** Seconds, as the protocol counts them. */
const now = () => clock.now() / 1000;

function begin(key, url, method, headers, hasPostData) {
  const requestId = `node-network-event-${++lastId}`;
  ids.set(key, requestId);
  const request = { url, method, headers, hasPostData };
  const { charset } = mimeOf(headers['content-type']);
  announce('requestWillBeSent', { requestId, timestamp: now(), wallTime: Date.now() / 1000, request, charset });
}

/** Calls `tell(requestId)` for a request that is followed. */
function follow(key, tell) {
  const requestId = ids.get(key);
  if (requestId !== undefined) tell(requestId);
}

function sent(key, chunk) {
  const data = bytesOf(chunk);
  follow(key, (requestId) => announce('dataSent', { requestId, timestamp: now(), dataLength: data.byteLength, data }));
}

function bytesOf(chunk) {
  return typeof chunk === 'string' ? Buffer.from(chunk) : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function sentAll(key) {
  follow(key, (requestId) => announce('dataSent', { requestId, finished: true }));
}

function respond(key, type, url, status, statusText, headers) {
  const response = { url, status, statusText, headers, ...mimeOf(headers['content-type']) };
  follow(key, (requestId) => announce('responseReceived', { requestId, timestamp: now(), type, response }));
}

function receive(key, chunk) {
  const data = bytesOf(chunk);
  const dataLength = data.byteLength;
  follow(key, (requestId) => announce('dataReceived', { requestId, timestamp: now(), dataLength, encodedDataLength: dataLength, data }));
}

function finish(key) {
  follow(key, (requestId) => announce('loadingFinished', { requestId, timestamp: now() }));
  ids.delete(key);
}

function fail(key, type, error) {
  follow(key, (requestId) => announce('loadingFailed', { requestId, timestamp: now(), type, errorText: `${error?.message}` }));
  ids.delete(key);
}

/** Sees what is pushed to a stream without reading from it, which would set it flowing before the program listens. */
function watch(stream, key) {
  const { push } = stream;
  Object.defineProperty(stream, 'push', {
    __proto__: null,
    value(chunk, encoding) {
      if (chunk === null) finish(key);
      else if (chunk !== undefined) receive(key, chunk);
      return Reflect.apply(push, this, [chunk, encoding]);
    },
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

const urlOf = (request) => `${request.protocol}//${request.getHeader('host') ?? request.host}${request.path}`;

const http = {
  'http.client.request.created': ({ request }) => begin(request, urlOf(request), request.method, headersOf(request.getHeaders()), false),
  'http.client.response.finish': ({ request, response }) => {
    respond(request, 'Other', urlOf(request), response.statusCode, response.statusMessage, headersOf(response.headers));
    watch(response, request);
  },
  'http.client.request.error': ({ request, error }) => fail(request, 'Other', error),
};

const fetch = {
  'undici:request:create': ({ request }) => {
    begin(request, `${request.origin}${request.path}`, request.method, headersOf(pairs(request.headers)), request.body !== null);
  },
  'undici:request:bodyChunkSent': ({ request, chunk }) => sent(request, chunk),
  'undici:request:bodySent': ({ request }) => sentAll(request),
  'undici:request:headers': ({ request, response }) => {
    const headers = headersOf(pairs(response.headers.map((bytes) => bytes.toString('latin1'))));
    respond(request, 'Fetch', `${request.origin}${request.path}`, response.statusCode, response.statusText, headers);
  },
  'undici:request:bodyChunkReceived': ({ request, chunk }) => receive(request, chunk),
  'undici:request:trailers': ({ request }) => finish(request),
  'undici:request:error': ({ request, error }) => fail(request, 'Fetch', error),
};

/** Names and values in turn as an object; a name that comes again has a list. */
function pairs(list) {
  const headers = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i].toLowerCase();
    headers[name] = name in headers ? [headers[name], list[i + 1]].flat() : list[i + 1];
  }
  return headers;
}

/** Where a stream's request goes, for its response. @type {WeakMap<object, string>} */
const targets = new WeakMap();

const http2 = {
  'http2.client.stream.created': ({ stream, headers }) => {
    const { ':scheme': scheme, ':authority': authority, ':path': path, ':method': method } = headers;
    const url = `${scheme}://${authority}${path}`;
    targets.set(stream, url);
    // A stream that the server promised has its number already, and counts as one with a body, as in Node.
    const isPromised = stream.id !== undefined;
    begin(stream, url, method, headersOf(headers), isPromised || !stream.writableEnded);
  },
  'http2.client.stream.bodyChunkSent': ({ stream, data }) => {
    // Several texts come with their encodings.
    for (const chunk of [data].flat()) sent(stream, chunk.chunk ?? chunk);
  },
  'http2.client.stream.bodySent': ({ stream }) => sentAll(stream),
  'http2.client.stream.finish': ({ stream, headers }) => {
    respond(stream, 'Other', targets.get(stream), headers[':status'], '', headersOf(headers));
    watch(stream, stream);
  },
  'http2.client.stream.error': ({ stream, error }) => fail(stream, 'Other', error),
};

/** A WebSocket is told of once it is open, under an id of its own; its handshake is a request like others. */
const webSockets = {
  'undici:websocket:open': ({ websocket, handshakeResponse: { status, statusText, headers } }) => {
    const requestId = `node-network-event-${++lastId}`;
    ids.set(websocket, requestId);
    announce('webSocketCreated', { requestId, url: websocket.url });
    const response = { status, statusText, headers: headersOf(headers) };
    announce('webSocketHandshakeResponseReceived', { requestId, timestamp: now(), response });
  },
  'undici:websocket:close': ({ websocket }) => {
    follow(websocket, (requestId) => announce('webSocketClosed', { requestId, timestamp: now() }));
    ids.delete(websocket);
  },
};

const listeners = { ...http, ...fetch, ...http2, ...webSockets };

/** Called when a front end has enabled the domain. */
function start() {
  if (isRunning) return;
  isRunning = true;
  for (const [name, listener] of Object.entries(listeners)) diagnostics.subscribe(name, listener);
}

/** Called when no front end follows requests any more. */
function stop() {
  if (!isRunning) return;
  isRunning = false;
  for (const [name, listener] of Object.entries(listeners)) diagnostics.unsubscribe(name, listener);
}

module.exports = { start, stop };
