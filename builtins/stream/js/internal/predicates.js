'use strict';

/**
 * What kind of stream a value is and how far it has got. Everything here goes by shape rather than by class: the functions that use
 * it (`pipeline`, `finished`, `compose`) take streams of other versions and of userland, and the messages of `node:http`, which are
 * streams in behaviour only.
 *
 * An answer of `null` means that the question does not apply to the value.
 */

/** A web stream, or a userland one, answers these questions itself under well-known symbols. */
const kIsDestroyed = Symbol.for('nodejs.stream.destroyed');
const kIsErrored = Symbol.for('nodejs.stream.errored');
const kIsReadable = Symbol.for('nodejs.stream.readable');
const kIsWritable = Symbol.for('nodejs.stream.writable');
const kIsDisturbed = Symbol.for('nodejs.stream.disturbed');
/** On a web stream: a `{ promise }` that settles when it closes, and a function that errors its controller. */
const kIsClosedPromise = Symbol.for('nodejs.webstream.isClosedPromise');
const kControllerErrorFunction = Symbol.for('nodejs.webstream.controllerErrorFunction');

// ---- kinds ----

/**
 * @param {unknown} value
 * @param {boolean} [strict] also asks for flow control
 */
function isReadableNodeStream(value, strict = false) {
  if (!value || typeof value.pipe !== 'function' || typeof value.on !== 'function') return false;
  if (strict && (typeof value.pause !== 'function' || typeof value.resume !== 'function')) return false;
  // A stream with a writable side only is a `Writable`, whose `pipe` just complains.
  if (!value._writableState) return true;
  return Boolean(value._readableState) && value._readableState.readable !== false;
}

function isWritableNodeStream(value) {
  if (!value || typeof value.write !== 'function' || typeof value.on !== 'function') return false;
  return !value._readableState || value._writableState?.writable !== false;
}

function isDuplexNodeStream(value) {
  return Boolean(value && typeof value.pipe === 'function' && value._readableState &&
    typeof value.on === 'function' && typeof value.write === 'function');
}

function isNodeStream(value) {
  if (!value) return false;
  if (value._readableState || value._writableState) return true;
  return typeof value.on === 'function' && (typeof value.write === 'function' || typeof value.pipe === 'function');
}

function isReadableStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.pipeThrough === 'function' &&
    typeof value.getReader === 'function' && typeof value.cancel === 'function');
}

function isWritableStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.getWriter === 'function' && typeof value.abort === 'function');
}

function isTransformStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.readable === 'object' && typeof value.writable === 'object');
}

function isWebStream(value) {
  return isReadableStream(value) || isWritableStream(value) || isTransformStream(value);
}

/**
 * @param {unknown} value
 * @param {boolean} [isAsync] asks for one kind; without it either will do
 */
function isIterable(value, isAsync) {
  if (value === null || value === undefined) return false;
  if (isAsync === true) return typeof value[Symbol.asyncIterator] === 'function';
  if (isAsync === false) return typeof value[Symbol.iterator] === 'function';
  return typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function';
}

/** `OutgoingMessage` of `node:http`, which keeps its state in fields of its own. */
function isOutgoingMessage(stream) {
  return typeof stream._closed === 'boolean' && typeof stream._defaultKeepAlive === 'boolean' &&
    typeof stream._removedConnection === 'boolean' && typeof stream._removedContLen === 'boolean';
}

function isServerResponse(stream) {
  return typeof stream._sent100 === 'boolean' && isOutgoingMessage(stream);
}

/** An `IncomingMessage` on the server. */
function isServerRequest(stream) {
  return typeof stream._consuming === 'boolean' && typeof stream._dumped === 'boolean' &&
    stream.req?.upgradeOrConnect === undefined;
}

// ---- progress ----

function isDestroyed(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  return Boolean(stream.destroyed || stream[kIsDestroyed] || state?.destroyed);
}

/** `end()` was called. */
function isWritableEnded(stream) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableEnded === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === 'boolean' ? state.ended : null;
}

/**
 * 'finish' was emitted, or, without `strict`, nothing is left to do before it.
 * @param {object} stream
 * @param {boolean} [strict]
 */
function isWritableFinished(stream, strict = true) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return state.finished || (!strict && state.ended === true && state.length === 0);
}

/** 'end' was emitted, or, without `strict`, nothing is left to read before it. */
function isReadableFinished(stream, strict = true) {
  if (!isReadableNodeStream(stream)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return state.endEmitted || (!strict && state.ended === true && state.length === 0);
}

function isReadable(stream) {
  const answer = stream?.[kIsReadable];
  if (answer !== undefined && answer !== null) return answer;
  if (typeof stream?.readable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isReadableNodeStream(stream) && stream.readable && !isReadableFinished(stream);
}

function isWritable(stream) {
  const answer = stream?.[kIsWritable];
  if (answer !== undefined && answer !== null) return answer;
  if (typeof stream?.writable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isWritableNodeStream(stream) && stream.writable && !isWritableEnded(stream);
}

/**
 * Neither of the sides asked about can do any more.
 * @param {object} stream
 * @param {{ readable?: boolean, writable?: boolean }} [sides]
 */
function isFinished(stream, sides) {
  if (!isNodeStream(stream)) return null;
  if (isDestroyed(stream)) return true;
  if (sides?.readable !== false && isReadable(stream)) return false;
  return !(sides?.writable !== false && isWritable(stream));
}

function readableError(stream) {
  if (!isNodeStream(stream)) return null;
  return stream.readableErrored ?? stream._readableState?.errored ?? null;
}

function writableError(stream) {
  if (!isNodeStream(stream)) return null;
  return stream.writableErrored ?? stream._writableState?.errored ?? null;
}

function isClosed(stream) {
  if (!isNodeStream(stream)) return null;
  if (typeof stream.closed === 'boolean') return stream.closed;
  const writable = stream._writableState;
  const readable = stream._readableState;
  if (typeof writable?.closed === 'boolean' || typeof readable?.closed === 'boolean') {
    return writable?.closed || readable?.closed;
  }
  return isOutgoingMessage(stream) ? stream._closed : null;
}

/** 'close' is still to come. */
function willEmitClose(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  if (!state) return isServerResponse(stream);
  return Boolean(state.autoDestroy && state.emitClose && state.closed === false);
}

/** `stream.isDisturbed`: something was read from it, or it was cancelled. */
function isDisturbed(stream) {
  return Boolean(stream && (stream[kIsDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));
}

/** `stream.isErrored`. */
function isErrored(stream) {
  if (!stream) return false;
  return Boolean(stream[kIsErrored] ?? stream.readableErrored ?? stream.writableErrored ??
    stream._readableState?.errorEmitted ?? stream._writableState?.errorEmitted ??
    stream._readableState?.errored ?? stream._writableState?.errored);
}

module.exports = {
  kIsDestroyed, kIsErrored, kIsReadable, kIsWritable, kIsDisturbed, kIsClosedPromise, kControllerErrorFunction,
  isReadableNodeStream, isWritableNodeStream, isDuplexNodeStream, isNodeStream,
  isReadableStream, isWritableStream, isTransformStream, isWebStream, isIterable,
  isOutgoingMessage, isServerResponse, isServerRequest,
  isDestroyed, isWritableEnded, isWritableFinished, isReadableFinished, isReadable, isWritable, isFinished,
  readableError, writableError, isClosed, willEmitClose, isDisturbed, isErrored,
};
