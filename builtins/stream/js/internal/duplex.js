'use strict';

const { Stream } = require('internal:stream/legacy');
const { Readable, takeReadableOptions, startReading } = require('internal:stream/readable');
const { Writable, makeWritableState, takeWritableOptions, startWriting } = require('internal:stream/writable');
const { ReadableState } = require('internal:stream/readable_state');
const { addAbortSignal } = require('internal:stream/add_abort_signal');
const lifecycle = require('internal:stream/lifecycle');

/** A stream with two independent sides and one life. Inherits from Readable; Writable's methods are copied. */
function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  // The events that every such stream sees, in one shape from the start.
  this._events ??= {
    close: undefined,
    error: undefined,
    prefinish: undefined,
    finish: undefined,
    drain: undefined,
    data: undefined,
    end: undefined,
    readable: undefined,
  };
  this._readableState = new ReadableState(options, this, true);
  this._writableState = makeWritableState(this, options, true);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options) takeOptions(this, options);
  Stream.call(this, options);
  if (options?.signal) addAbortSignal(options.signal, this);
  lifecycle.construct(this, () => {
    startReading(this);
    startWriting(this);
  });
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

for (const name of ['write', 'cork', 'uncork', 'setDefaultEncoding', '_write', '_writev', 'end', 'destroy']) {
  Duplex.prototype[name] = Writable.prototype[name];
}
for (const name of ['writable', 'writableHighWaterMark', 'writableObjectMode', 'writableBuffer', 'writableLength', 'writableFinished',
  'writableCorked', 'writableEnded', 'writableNeedDrain', 'writableAborted']) {
  Object.defineProperty(Duplex.prototype, name, { __proto__: null, ...Object.getOwnPropertyDescriptor(Writable.prototype, name) });
}

Object.defineProperty(Duplex.prototype, 'destroyed', {
  __proto__: null,
  configurable: true,
  enumerable: false,
  get() {
    const readable = this._readableState;
    const writable = this._writableState;
    return Boolean(readable && writable && readable.destroyed && writable.destroyed);
  },
  // Userland subclasses from before `destroy` existed keep this flag themselves.
  set(value) {
    if (!this._readableState || !this._writableState) return;
    this._readableState.destroyed = value;
    this._writableState.destroyed = value;
  },
});

function takeOptions(stream, options) {
  if (options.readable === false) closeReadableSide(stream._readableState);
  if (options.writable === false) closeWritableSide(stream._writableState);
  takeReadableOptions(stream, options);
  takeWritableOptions(stream, options);
  if (typeof options.construct === 'function') stream._construct = options.construct;
}

function closeReadableSide(state) {
  state.readable = false;
  state.ended = true;
  state.endEmitted = true;
}

function closeWritableSide(state) {
  state.writable = false;
  state.ending = true;
  state.ended = true;
  state.finished = true;
}

/** @param {{ readable: ReadableStream, writable: WritableStream }} pair */
Duplex.fromWeb = function fromWeb(pair, options) {
  return require('internal:stream/webstreams_adapters').newStreamDuplexFromReadableWritablePair(pair, options);
};

Duplex.toWeb = function toWeb(duplex, options) {
  return require('internal:stream/webstreams_adapters').newReadableWritablePairFromDuplex(duplex, options);
};

/** @param {unknown} body anything that can be read from, written to, or both */
Duplex.from = function from(body) {
  return require('internal:stream/duplexify').duplexify(body, 'body');
};

module.exports = { Duplex };
