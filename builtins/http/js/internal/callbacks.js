'use strict';

/**
 * What the native connections call. `owner` is the ServerConnection, ResponseReader or WebConnection the connection was made with.
 */

const { Buffer } = require('node:buffer');

const methods = binding.methods();

/** The same bytes as a Buffer. */
function asBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

binding.setCallbacks({
  /** A request head. Answers what to do with the rest of the message. */
  request: (owner, method, url, version, flags, fields) => owner.head(methods[method], url, version, flags, fields),
  /** A response head. */
  response: (owner, status, reason, version, flags, fields) => owner.head(status, reason, version, flags, fields),
  body: (owner, chunk) => owner.body(chunk),
  end: (owner, trailers) => owner.messageEnd(trailers),
  failed: (owner, code, reason, bytesParsed, packet) => owner.parseFailed(code, reason, bytesParsed, asBuffer(packet)),
  upgrade: (owner, rest) => owner.upgrade(asBuffer(rest)),
  drained: (owner) => owner.drained(),
  peerEnded: (owner) => owner.peerEnded(),
  idleTimeout: (owner) => owner.idleTimedOut(),
  closed: (owner) => owner.closed(),
});

module.exports = { methods };
