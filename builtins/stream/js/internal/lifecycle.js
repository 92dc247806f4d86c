'use strict';

/**
 * How a stream begins (`_construct`) and ends (`_destroy`, 'error', 'close'). Both sides of a duplex share one beginning and one end,
 * so each step here looks at whichever state objects the stream has.
 */

const process = require('internal:process/object');
const { aggregateTwoErrors, AbortError, codes: { ERR_MULTIPLE_CALLBACK } } = require('internal:shared/errors');
const { CONSTRUCTED, ERROR_EMITTED, EMIT_CLOSE, AUTO_DESTROY, DESTROYED, CLOSED, CLOSE_EMITTED } = require('internal:stream/bits');
const { isDestroyed, isFinished, isServerRequest, kIsDestroyed } = require('internal:stream/predicates');

/** What `_construct` still holds up: the starts of the two sides, and a destroy that came in the meantime. */
const kConstruction = Symbol('kConstruction');

class Construction {
  running = false;
  starts = [];
  onDestroy = null;
}

/**
 * `Readable.prototype.destroy` and `Writable.prototype.destroy`.
 * @this {import('node:stream').Stream}
 * @param {Error} [err]
 * @param {(err?: Error | null) => void} [callback] runs after `_destroy` has
 */
function destroy(err, callback) {
  const readable = this._readableState;
  const writable = this._writableState;
  const first = writable ?? readable;

  if (hasBit(readable, DESTROYED) || hasBit(writable, DESTROYED)) {
    if (typeof callback === 'function') callback();
    return this;
  }
  noteError(readable, writable, err);
  setBit(readable, DESTROYED);
  setBit(writable, DESTROYED);

  if (hasBit(first, CONSTRUCTED)) {
    runDestroy(this, err, callback);
  } else {
    const stream = this;
    constructionOf(this).onDestroy = (constructError) => runDestroy(stream, aggregateTwoErrors(constructError, err), callback);
  }
  return this;
}

/** Calls `_destroy` and reports what came of it: 'error' and 'close' on the next tick. */
function runDestroy(stream, err, callback) {
  let called = false;

  function onDestroy(error) {
    if (called) return;
    called = true;
    const readable = stream._readableState;
    const writable = stream._writableState;
    noteError(readable, writable, error);
    setBit(writable, CLOSED);
    setBit(readable, CLOSED);
    if (typeof callback === 'function') callback(error);
    if (error) process.nextTick(emitErrorThenClose, stream, error);
    else process.nextTick(emitClose, stream);
  }

  try {
    stream._destroy(err || null, onDestroy);
  } catch (error) {
    onDestroy(error);
  }
}

function emitErrorThenClose(stream, err) {
  emitError(stream, err);
  emitClose(stream);
}

function emitClose(stream) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  setBit(writable, CLOSE_EMITTED);
  setBit(readable, CLOSE_EMITTED);
  if (hasBit(writable, EMIT_CLOSE) || hasBit(readable, EMIT_CLOSE)) stream.emit('close');
}

function emitError(stream, err) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (hasBit(writable, ERROR_EMITTED) || hasBit(readable, ERROR_EMITTED)) return;
  setBit(writable, ERROR_EMITTED);
  setBit(readable, ERROR_EMITTED);
  stream.emit('error', err);
}

/** Takes the stream back to before its end. `net.Socket` connects again after it. */
function undestroy() {
  this._readableState?.reset();
  this._writableState?.reset();
}

/**
 * Fails a stream: destroys one that destroys itself, and makes one with `autoDestroy: false` emit 'error'.
 * @param {object} stream
 * @param {Error} err
 * @param {boolean} [sync] the error must wait for the next tick because the user's call that caused it has not returned
 */
function errorOrDestroy(stream, err, sync) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (hasBit(writable, DESTROYED) || hasBit(readable, DESTROYED)) return;

  if (hasBit(readable, AUTO_DESTROY) || hasBit(writable, AUTO_DESTROY)) {
    stream.destroy(err);
  } else if (err) {
    noteError(readable, writable, err);
    if (sync) process.nextTick(emitError, stream, err);
    else emitError(stream, err);
  }
}

/** Keeps the first error on both sides. */
function noteError(readable, writable, err) {
  if (!err) return;
  // V8 keeps the functions on an error's stack alive until the stack is read once (nodejs/node#34103).
  err.stack; // eslint-disable-line no-unused-expressions
  if (writable && !writable.error) writable.errored = err;
  if (readable && !readable.error) readable.errored = err;
}

/**
 * Runs `_construct`, if there is one, on the next tick and then `start` of each side.
 * @param {object} stream
 * @param {() => void} start
 */
function construct(stream, start) {
  if (typeof stream._construct !== 'function') return;
  clearBit(stream._readableState, CONSTRUCTED);
  clearBit(stream._writableState, CONSTRUCTED);

  const construction = constructionOf(stream);
  construction.starts.push(start);
  if (construction.running) return;
  construction.running = true;
  process.nextTick(runConstruct, stream);
}

function constructionOf(stream) {
  return (stream[kConstruction] ??= new Construction());
}

function runConstruct(stream) {
  let called = false;

  function onConstruct(err) {
    if (called) {
      errorOrDestroy(stream, err ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    finishConstruct(stream, err);
  }

  try {
    stream._construct((err) => {
      process.nextTick(onConstruct, err);
    });
  } catch (err) {
    process.nextTick(onConstruct, err);
  }
}

function finishConstruct(stream, err) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  setBit(readable, CONSTRUCTED);
  setBit(writable, CONSTRUCTED);
  if (hasBit(writable ?? readable, DESTROYED)) stream[kConstruction].onDestroy?.(err);
  else if (err) errorOrDestroy(stream, err, true);
  else startSides(stream);
}

function startSides(stream) {
  stream[kConstruction].starts.forEach((start) => start());
}

/**
 * Destroys anything that behaves like a stream: ours, a request of `node:http`, or a userland one with `destroy` or `close`.
 * @param {object} stream
 * @param {Error} [err]
 */
function destroyer(stream, err) {
  if (!stream || isDestroyed(stream)) return;
  if (!err && !isFinished(stream)) err = new AbortError();

  if (isServerRequest(stream)) {
    stream.socket = null;
    stream.destroy(err);
  } else if (isRequest(stream)) {
    stream.abort();
  } else if (isRequest(stream.req)) {
    stream.req.abort();
  } else if (typeof stream.destroy === 'function') {
    stream.destroy(err);
  } else if (typeof stream.close === 'function') {
    stream.close();
  } else if (err) {
    process.nextTick(emitErrorThenLegacyClose, stream, err);
  } else {
    process.nextTick(emitLegacyClose, stream);
  }

  if (!stream.destroyed) stream[kIsDestroyed] = true;
}

function isRequest(stream) {
  return Boolean(stream?.setHeader) && typeof stream.abort === 'function';
}

function emitErrorThenLegacyClose(stream, err) {
  stream.emit('error', err);
  process.nextTick(emitLegacyClose, stream);
}

function emitLegacyClose(stream) {
  stream.emit('close');
}

function hasBit(state, bit) {
  return state !== undefined && state !== null && (state.bits & bit) !== 0;
}

function setBit(state, bit) {
  if (state) state.bits |= bit;
}

function clearBit(state, bit) {
  if (state) state.bits &= ~bit;
}

module.exports = { construct, destroy, destroyer, undestroy, errorOrDestroy };
