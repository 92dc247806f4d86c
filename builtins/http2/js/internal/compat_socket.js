'use strict';

/** `request.socket` and `response.socket`: looks like the socket of HTTP/1, acts on the stream. */

const { codes } = require('internal:shared/errors');
const { kRequest, kSocket } = require('internal:http2/symbols');

const ofStream = new Set(['writable', 'readable', 'destroyed', 'on', 'once', 'end', 'emit', 'destroy']);
const forbidden = new Set(['write', 'read', 'pause', 'resume']);

/** What has the properties that are not the stream's. */
function carrierOf(stream) {
  return stream.session?.[kSocket] ?? stream;
}

function boundTo(object, name) {
  const value = object[name];
  return typeof value === 'function' ? value.bind(object) : value;
}

/** @type {ProxyHandler<import('./stream').Http2Stream>} */
const handler = {
  has(stream, name) {
    return name in stream || name in carrierOf(stream);
  },
  get(stream, name) {
    if (name === 'readable') return !stream.destroyed && (stream[kRequest] ?? stream).readable;
    if (ofStream.has(name)) return boundTo(stream, name);
    if (name === 'setTimeout') return boundTo(stream.session ?? stream, name);
    if (forbidden.has(name)) throw new codes.ERR_HTTP2_NO_SOCKET_MANIPULATION();
    return boundTo(carrierOf(stream), name);
  },
  getPrototypeOf(stream) {
    return Reflect.getPrototypeOf(carrierOf(stream));
  },
  set(stream, name, value) {
    if (ofStream.has(name)) stream[name] = value;
    else if (name === 'setTimeout') (stream.session ?? stream)[name] = value;
    else if (forbidden.has(name)) throw new codes.ERR_HTTP2_NO_SOCKET_MANIPULATION();
    else carrierOf(stream)[name] = value;
    return true;
  },
};

module.exports = { handler };
