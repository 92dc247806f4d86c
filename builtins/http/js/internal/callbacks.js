'use strict';

/**
 * What the native connections call. `owner` is the ServerConnection, ResponseReader or WebConnection the connection was made with.
 */

const { runWithin } = require('internal:async_hooks/resources');
const { Buffer } = require('node:buffer');

const methods = binding.methods();

/** The same bytes as a Buffer. */
function asBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const callbacks = {
  /** A request head. Answers what to do with the rest of the message. */
  request: (owner, method, url, version, flags, fields) => owner.head(methods[method], url, version, flags, fields),
  /** A response head. */
  response: (owner, status, reason, version, flags, fields) => owner.head(status, reason, version, flags, fields),
  body: (owner, chunk) => owner.body(chunk),
  end: (owner, trailers, isFollowed) => owner.messageEnd(trailers, isFollowed),
  failed: (owner, code, reason, bytesParsed, packet) => owner.parseFailed(code, reason, bytesParsed, asBuffer(packet)),
  upgrade: (owner, rest) => owner.upgrade(asBuffer(rest)),
  drained: (owner) => owner.drained(),
  peerEnded: (owner) => owner.peerEnded(),
  idleTimeout: (owner) => owner.idleTimedOut(),
  closed: (owner) => owner.closed(),
};

/** What happens on a connection runs in its async context. */
for (const name of Object.keys(callbacks)) {
  const callback = callbacks[name];
  callbacks[name] = (owner, a, b, c, d, e) => runWithin(owner.resource, callback, owner, a, b, c, d, e);
}

binding.setCallbacks(callbacks);

module.exports = { methods };
