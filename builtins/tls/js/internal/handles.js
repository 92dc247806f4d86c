'use strict';

/**
 * The native handles of TLS connections, and what happens on them. A handle works as one of `net` does, for plain bytes; what it cannot do
 * itself it passes to the handle below, its `_parent`.
 */

const process = require('internal:process/object');
const { announce, endWhenCollected, runWithin } = require('internal:async_hooks/resources');
const { Buffer } = require('node:buffer');
const { setImmediate } = require('node:timers');
const { kOwner, kWriteCallback } = require('internal:net/handles');

const { TLSWrap } = binding;

const UV_EBADF = -9;

/** @param {object} context the native context @param {boolean} isServer */
function createHandle(context, isServer) {
  const handle = new TLSWrap(context, isServer);
  handle[kOwner] = null;
  handle[kWriteCallback] = null;
  handle.kind = undefined;
  handle.reading = false;
  /** How often, and when, the peer began a handshake. */
  handle.handshakes = 0;
  handle.lastHandshakeTime = -Infinity;
  /** The handle below. */
  handle._parent = null;
  /** What owns that: a socket, or the handle itself where it stands for a stream. Packages find the class of such handles here. */
  handle._parentWrap = null;
  announce(handle, 'TLSWRAP');
  endWhenCollected(handle);
  return handle;
}

/** Says what is below a handle, which need not be connected yet; `owner` is the socket that owns that one, or that one itself. */
function place(handle, below, owner) {
  handle._parent = below;
  handle._parentWrap = owner;
  handle.kind = below?.kind;
}

/** Puts a handle on the connected one below. */
function attach(handle, below, owner) {
  place(handle, below, owner);
  handle.open(below.transport());
}

/** Closes the connection and what is below it. It is closed in a later turn, when what was wrong has been told. */
TLSWrap.prototype.close = function close(callback) {
  this.endTls();
  const { _parent: below, _parentWrap: owner } = this;
  if (owner === null || owner === below) {
    if (below === null) setImmediate(callback ?? noop);
    else below.close(callback);
  } else if (owner.destroyed) {
    setImmediate(callback ?? noop);
  } else {
    if (callback) owner.once('close', () => callback());
    owner.destroy();
  }
};

function noop() {}

/** Methods of the handle below; without it, and on handles that lack one, they do nothing. */
for (const name of ['ref', 'unref', 'setNoDelay', 'setKeepAlive', 'setTypeOfService', 'resetOnClose', 'setBlocking']) {
  TLSWrap.prototype[name] = function (...args) {
    return this._parent?.[name]?.(...args) ?? 0;
  };
}

for (const name of ['getsockname', 'getpeername', 'getTypeOfService', 'bind', 'connect', 'connect6', 'connectPath']) {
  TLSWrap.prototype[name] = function (...args) {
    return this._parent?.[name]?.(...args) ?? UV_EBADF;
  };
}

TLSWrap.prototype.hasRef = function hasRef() {
  return this._parent?.hasRef?.() ?? false;
};

const { getCipher: nativeCipher } = TLSWrap.prototype;

// What a handshake has led to, in Node's names and forms: packages that answer in the place of a server put their own functions here.
Object.assign(TLSWrap.prototype, {
  /** @returns {{ name: string, standardName: string, version: string } | undefined} */
  getCipher() {
    const cipher = Reflect.apply(nativeCipher, this, []);
    return cipher === undefined ? undefined : { name: cipher[0], standardName: cipher[1], version: cipher[2] };
  },
  getALPNNegotiatedProtocol() {
    return this.getAlpnProtocol() ?? false;
  },
  getEphemeralKeyInfo() {
    const key = this.getEphemeralKey();
    if (key === undefined) return {};
    const [type, size, name] = key;
    return name === undefined ? { type, size } : { type, name, size };
  },
  onhandshakedone() {
    this[kOwner]?._onHandshakeDone();
  },
  onnewsession(id, session) {
    this[kOwner]?._onSession(id, session);
  },
});

Object.defineProperty(TLSWrap.prototype, 'fd', {
  __proto__: null,
  configurable: true,
  get() {
    return this._parent?.fd ?? -1;
  },
});

/** The errors of a chain that ends in an authority the machine may know. */
const kUnknownAuthority = new Set([
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT', 'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

/** What is wrong with the peer's certificate; null for one that can be trusted. @returns {Error | null} */
TLSWrap.prototype.verifyError = function verifyError() {
  const found = this.verifyResult();
  if (found === undefined) return null;
  const [code, message] = found;
  const hint = kUnknownAuthority.has(code) ? '; if the root CA is installed locally, try running Node.js with --use-system-ca' : '';
  return Object.assign(new Error(message + hint), { code });
};

/** Plain bytes are gathered on their way to the user's buffer. */
TLSWrap.prototype.useUserBuffer = function useUserBuffer(buffer) {
  this.userBuffer = buffer;
};

function onRead(handle, count, bytes) {
  const owner = handle[kOwner];
  if (owner === null) return;
  if (bytes === undefined) owner._handleRead(count, undefined);
  else if (handle.userBuffer === undefined) owner._handleRead(count, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  else fillUserBuffer(handle, owner, bytes);
}

function fillUserBuffer(handle, owner, bytes) {
  for (let offset = 0; offset < bytes.length;) {
    const { userBuffer } = handle;
    const count = Math.min(userBuffer.length, bytes.length - offset);
    userBuffer.set(bytes.subarray(offset, offset + count));
    offset += count;
    owner._handleRead(count, undefined);
  }
}

function onDone(handle, status) {
  const callback = handle[kWriteCallback];
  if (callback === null) return;
  handle[kWriteCallback] = null;
  callback(status, handle);
}

/** Tells the socket of a handle. */
function tellOwner(method) {
  return inHandle((handle, ...args) => handle[kOwner]?.[method](...args));
}

/** A function that runs in the async context of the handle it is told of. */
function inHandle(callback) {
  return (handle, ...args) => runWithin(handle, callback, handle, ...args);
}

binding.setCallbacks({
  read: inHandle(onRead),
  done: inHandle(onDone),
  handshakeStart: tellOwner('_onHandshakeStart'),
  handshakeDone: tellOwner('_onHandshakeDone'),
  hello: tellOwner('_onHello'),
  certificate: tellOwner('_onCertificateRequest'),
  session: tellOwner('_onSession'),
  keylog: tellOwner('_onKeylog'),
  trace: (handle, text) => process.stderr.write(text),
  ocspResponse: tellOwner('_onOcspResponse'),
  failed: tellOwner('_onFailure'),
  pskServer: tellOwner('_onPskServer'),
  pskClient: tellOwner('_onPskClient'),
});

module.exports = { attach, createHandle, place };
