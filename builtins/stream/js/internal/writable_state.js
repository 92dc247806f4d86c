'use strict';

const bits = require('internal:stream/bits');
const { chooseHighWaterMark } = require('internal:stream/high_water_mark');
const { chooseDefaultEncoding } = require('internal:stream/readable_state');

const { OBJECT_MODE, CONSTRUCTED, SYNC, ERROR_EMITTED, EMIT_CLOSE, AUTO_DESTROY, DESTROYED, CLOSED, CLOSE_EMITTED, ERRORED } = bits;

const own = (n) => 1 << (bits.FIRST_OWN_BIT + n);

const FINAL_CALLED = own(0);
// A write returned false: 'drain' is owed.
const NEED_DRAIN = own(1);
// `end()` has begun; it is over once ENDED is set.
const ENDING = own(2);
const ENDED = own(3);
const FINISHED = own(4);
const DECODE_STRINGS = own(5);
// `_write` has not called back yet.
const WRITING = own(6);
// The queue is being written out.
const BUFFER_PROCESSING = own(7);
const PREFINISHED = own(8);
// What holds for all that is queued: it is bytes, and no one waits for its callback.
const ALL_BUFFERS = own(9);
const ALL_NOOP = own(10);
const AFTER_WRITE_PENDING = own(11);

/** A callback that does nothing, and is known to. */
function noop() {}

/** The writable half of a stream. */
function WritableState(options, stream, isDuplex) {
  this.bits = EMIT_CLOSE | AUTO_DESTROY | CONSTRUCTED | SYNC | DECODE_STRINGS | ALL_BUFFERS | ALL_NOOP;
  if (options) {
    if (options.objectMode || (isDuplex && options.writableObjectMode)) this.bits |= OBJECT_MODE;
    if (options.emitClose === false) this.bits &= ~EMIT_CLOSE;
    if (options.autoDestroy === false) this.bits &= ~AUTO_DESTROY;
    if (options.decodeStrings === false) this.bits &= ~DECODE_STRINGS;
  }
  this.highWaterMark = chooseHighWaterMark(options, (this.bits & OBJECT_MODE) !== 0, 'writableHighWaterMark', isDuplex);
  this.defaultEncoding = chooseDefaultEncoding(options?.defaultEncoding);
  // Bytes, or chunks in object mode, that are queued or being written.
  this.length = 0;
  this.corked = 0;
  // The write in progress: its length, its callback, and the function that `_write` calls.
  this.writelen = 0;
  this.writecb = null;
  this.onwrite = null;
  // A queue of `{ chunk, encoding, callback }`; those before `bufferedIndex` are written.
  this.buffered = [];
  this.bufferedIndex = 0;
  // Callbacks owed, `_final`'s included. 'finish' waits until there is none.
  this.pendingcb = 0;
  // Callbacks of end().
  this.onFinished = null;
  // The callbacks of successive synchronous writes that share one tick.
  this.afterWriteTickInfo = null;
  this.error = null;
  // Undecided unless set; false on a duplex whose writable side does not exist.
  this.writable = undefined;
}

bits.defineBits(WritableState.prototype, {
  ...bits.sharedNames,
  finalCalled: FINAL_CALLED,
  needDrain: NEED_DRAIN,
  ending: ENDING,
  ended: ENDED,
  finished: FINISHED,
  decodeStrings: DECODE_STRINGS,
  writing: WRITING,
  bufferProcessing: BUFFER_PROCESSING,
  prefinished: PREFINISHED,
  allBuffers: ALL_BUFFERS,
  allNoop: ALL_NOOP,
});
bits.defineErrored(WritableState.prototype);

Object.defineProperty(WritableState.prototype, 'bufferedRequestCount', {
  __proto__: null,
  configurable: true,
  get() {
    return this.pendingChunks();
  },
});

/** What waits to be written, for `writableBuffer`. */
WritableState.prototype.getBuffer = function getBuffer() {
  return this.buffered.slice(this.bufferedIndex);
};

WritableState.prototype.pendingChunks = function pendingChunks() {
  return this.buffered.length - this.bufferedIndex;
};

WritableState.prototype.clearBuffered = function clearBuffered() {
  this.buffered = [];
  this.bufferedIndex = 0;
  this.bits |= ALL_BUFFERS | ALL_NOOP;
};

/** Forgets that the stream was destroyed, or ended. */
WritableState.prototype.reset = function reset() {
  const closed = this.writable === false;
  this.bits |= CONSTRUCTED;
  this.bits &= ~(DESTROYED | CLOSED | CLOSE_EMITTED | ERRORED | ERROR_EMITTED | FINAL_CALLED | PREFINISHED);
  this.error = null;
  this.ended = closed;
  this.ending = closed;
  this.finished = closed;
};

module.exports = {
  WritableState, noop,
  FINAL_CALLED, NEED_DRAIN, ENDING, ENDED, FINISHED, DECODE_STRINGS, WRITING, BUFFER_PROCESSING, PREFINISHED, ALL_BUFFERS, ALL_NOOP,
  AFTER_WRITE_PENDING,
};
