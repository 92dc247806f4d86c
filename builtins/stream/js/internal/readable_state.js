'use strict';

const { Buffer } = require('node:buffer');
const bits = require('internal:stream/bits');
const { chooseHighWaterMark } = require('internal:stream/high_water_mark');

const { OBJECT_MODE, CONSTRUCTED, SYNC, ERROR_EMITTED, EMIT_CLOSE, AUTO_DESTROY, DESTROYED, CLOSED, CLOSE_EMITTED, ERRORED } = bits;

const own = (n) => 1 << (bits.FIRST_OWN_BIT + n);

// The source has pushed null. Data may still be buffered.
const ENDED = own(0);
const END_EMITTED = own(1);
// `_read` was called and has not pushed yet.
const READING = own(2);
// The consumer found less than it wanted: tell it with 'readable' when more arrives.
const NEED_READABLE = own(3);
const EMITTED_READABLE = own(4);
const READABLE_LISTENING = own(5);
const RESUME_SCHEDULED = own(6);
// `awaitDrainWriters` is a set of destinations rather than one of them.
const MULTI_AWAIT_DRAIN = own(7);
const READING_MORE = own(8);
const DATA_EMITTED = own(9);
// `flowing` is null until someone decides: one bit for "decided", one for the value.
const HAS_FLOWING = own(10);
const FLOWING = own(11);
// By `pause()`, until `resume()`. `flowing` is also false for other reasons.
const PAUSED = own(12);
const HAS_DECODER = own(13);

/** The readable half of a stream: what is buffered and where the state machine of `readable.js` stands. */
function ReadableState(options, stream, isDuplex) {
  this.bits = EMIT_CLOSE | AUTO_DESTROY | CONSTRUCTED | SYNC;
  if (options) {
    if (options.objectMode || (isDuplex && options.readableObjectMode)) this.bits |= OBJECT_MODE;
    if (options.emitClose === false) this.bits &= ~EMIT_CLOSE;
    if (options.autoDestroy === false) this.bits &= ~AUTO_DESTROY;
  }
  this.highWaterMark = chooseHighWaterMark(options, (this.bits & OBJECT_MODE) !== 0, 'readableHighWaterMark', isDuplex);
  // A queue: chunks before `bufferIndex` are taken.
  this.buffer = [];
  this.bufferIndex = 0;
  // Bytes, or chunks in object mode.
  this.length = 0;
  this.pipes = [];
  // Undecided unless set; false on a duplex whose readable side does not exist.
  this.readable = undefined;
  // The destination, or the set of them, that must drain before the flow goes on.
  this.awaitDrainWriters = null;
  this.error = null;
  this.defaultEncoding = chooseDefaultEncoding(options?.defaultEncoding);
  this.decoder = null;
  this.encoding = null;
  if (options?.encoding) this.decode(options.encoding);
}

bits.defineBits(ReadableState.prototype, {
  ...bits.sharedNames,
  ended: ENDED,
  endEmitted: END_EMITTED,
  reading: READING,
  needReadable: NEED_READABLE,
  emittedReadable: EMITTED_READABLE,
  readableListening: READABLE_LISTENING,
  resumeScheduled: RESUME_SCHEDULED,
  multiAwaitDrain: MULTI_AWAIT_DRAIN,
  readingMore: READING_MORE,
  dataEmitted: DATA_EMITTED,
  paused: PAUSED,
});
bits.defineErrored(ReadableState.prototype);

Object.defineProperty(ReadableState.prototype, 'flowing', {
  __proto__: null,
  configurable: true,
  enumerable: false,
  get() {
    return (this.bits & HAS_FLOWING) !== 0 ? (this.bits & FLOWING) !== 0 : null;
  },
  set(value) {
    if (value === null || value === undefined) this.bits &= ~(HAS_FLOWING | FLOWING);
    else if (value) this.bits |= HAS_FLOWING | FLOWING;
    else this.bits = (this.bits | HAS_FLOWING) & ~FLOWING;
  },
});

Object.defineProperty(ReadableState.prototype, 'pipesCount', {
  __proto__: null,
  configurable: true,
  get() {
    return this.pipes.length;
  },
});

/** Decodes from here on what `read` and 'data' give out. */
ReadableState.prototype.decode = function decode(encoding) {
  const { StringDecoder } = require('node:string_decoder');
  this.decoder = new StringDecoder(encoding);
  this.encoding = this.decoder.encoding;
  this.bits |= HAS_DECODER;
};

/** @returns {boolean} something is buffered */
ReadableState.prototype.hasChunks = function hasChunks() {
  return this.bufferIndex < this.buffer.length;
};

ReadableState.prototype.enqueue = function enqueue(chunk) {
  this.buffer.push(chunk);
};

ReadableState.prototype.enqueueFront = function enqueueFront(chunk) {
  if (this.bufferIndex > 0) this.buffer[--this.bufferIndex] = chunk;
  else this.buffer.unshift(chunk);
};

/**
 * Takes `n` units off the queue; the caller knows that they are there and keeps `length`.
 * @param {number} n bytes or characters; 0, NaN and anything beyond `length` take everything
 * @returns {Buffer | string | unknown} one chunk: in object mode the first one whatever `n` is
 */
ReadableState.prototype.take = function take(n) {
  if (this.length === 0) return null;
  if ((this.bits & OBJECT_MODE) !== 0) return this.shift();
  if (!n || n >= this.length) return this.takeAll();
  if (n < this.buffer[this.bufferIndex].length) return this.splitFirst(n);
  if (n === this.buffer[this.bufferIndex].length) return this.shift();
  return this.joinFirst(n);
};

ReadableState.prototype.shift = function shift() {
  const { buffer } = this;
  const chunk = buffer[this.bufferIndex];
  buffer[this.bufferIndex++] = null;
  if (this.bufferIndex === buffer.length) this.clear();
  // Moving the rest down once the taken half is large keeps the amortised cost of a shift constant.
  else if (this.bufferIndex > 1024 && this.bufferIndex * 2 > buffer.length) this.compact();
  return chunk;
};

ReadableState.prototype.compact = function compact() {
  this.buffer.splice(0, this.bufferIndex);
  this.bufferIndex = 0;
};

ReadableState.prototype.clear = function clear() {
  this.buffer.length = 0;
  this.bufferIndex = 0;
};

ReadableState.prototype.takeAll = function takeAll() {
  const { buffer, bufferIndex } = this;
  const chunks = bufferIndex === 0 ? buffer : buffer.slice(bufferIndex);
  let all;
  if ((this.bits & HAS_DECODER) !== 0) all = chunks.join('');
  else if (chunks.length === 0) all = Buffer.alloc(0);
  else if (chunks.length === 1) all = chunks[0];
  else all = Buffer.concat(chunks, this.length);
  this.clear();
  return all;
};

ReadableState.prototype.splitFirst = function splitFirst(n) {
  const first = this.buffer[this.bufferIndex];
  this.buffer[this.bufferIndex] = cut(first, n, first.length);
  return cut(first, 0, n);
};

ReadableState.prototype.joinFirst = function joinFirst(n) {
  const parts = [];
  let missing = n;
  while (missing > 0) {
    const part = missing < this.buffer[this.bufferIndex].length ? this.splitFirst(missing) : this.shift();
    parts.push(part);
    missing -= part.length;
  }
  return (this.bits & HAS_DECODER) !== 0 ? parts.join('') : Buffer.concat(parts, n);
};

/** Forgets that the stream was destroyed, or ended. */
ReadableState.prototype.reset = function reset() {
  this.bits |= CONSTRUCTED;
  this.bits &= ~(CLOSED | CLOSE_EMITTED | DESTROYED | ERRORED | ERROR_EMITTED | READING);
  this.error = null;
  this.ended = this.readable === false;
  this.endEmitted = this.readable === false;
};

function cut(chunk, from, to) {
  return typeof chunk === 'string' ? chunk.slice(from, to) : chunk.subarray(from, to);
}

function chooseDefaultEncoding(encoding) {
  if (encoding === undefined || encoding === null || encoding === 'utf-8') return 'utf8';
  if (Buffer.isEncoding(encoding)) return encoding;
  const { codes: { ERR_UNKNOWN_ENCODING } } = require('internal:shared/errors');
  throw new ERR_UNKNOWN_ENCODING(encoding);
}

module.exports = {
  ReadableState, chooseDefaultEncoding,
  ENDED, END_EMITTED, READING, NEED_READABLE, EMITTED_READABLE, READABLE_LISTENING, RESUME_SCHEDULED, MULTI_AWAIT_DRAIN, READING_MORE,
  DATA_EMITTED, HAS_FLOWING, FLOWING, PAUSED, HAS_DECODER,
};
