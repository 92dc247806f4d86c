'use strict';

/** `WritableStream` and its writer (sections 5.2 and 5.3). The state machine is in `writable_control.js`. */

const { codes } = require('internal:shared/errors');
const { kValidateObjectAllowObjects, kValidateObjectAllowObjectsAndNull, validateObject } = require('internal:shared/validators');
const predicates = require('internal:stream/predicates');
const {
  kState, slots, isKind, invalidState, markHandled, rejected, promiseAlgorithm, requireFunction, finishClass,
} = require('internal:stream/web/slots');
const { extractHighWaterMark, extractSizeAlgorithm } = require('internal:stream/web/queue');
const {
  abortStream, closeQueuedOrInFlight, closeStream, makeState, setUpController, writeChunk,
} = require('internal:stream/web/writable_control');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');

class WritableStream {
  /**
   * @param {UnderlyingSink} [sink]
   * @param {QueuingStrategy} [strategy]
   */
  constructor(sink = { __proto__: null }, strategy = { __proto__: null }) {
    validateObject(sink, 'sink', kValidateObjectAllowObjects);
    validateObject(strategy, 'strategy', kValidateObjectAllowObjectsAndNull);
    const size = strategy?.size;
    const mark = strategy?.highWaterMark;
    const { type } = sink;
    if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('type', type);
    markCloneable(this);
    this[kState] = makeState();
    setUpSink(this, sink, extractSizeAlgorithm(size), extractHighWaterMark(mark, 1));
  }

  get locked() {
    return slots(this, 'WritableStream').writer !== undefined;
  }

  abort(reason = undefined) {
    try {
      const state = slots(this, 'WritableStream');
      if (state.writer !== undefined) throw invalidState('WritableStream is locked');
      return abortStream(state, reason);
    } catch (err) {
      return rejected(err);
    }
  }

  close() {
    try {
      const state = slots(this, 'WritableStream');
      if (state.writer !== undefined) throw invalidState('WritableStream is locked');
      if (closeQueuedOrInFlight(state)) throw invalidState('Failure closing WritableStream');
      return closeStream(state);
    } catch (err) {
      return rejected(err);
    }
  }

  getWriter() {
    slots(this, 'WritableStream');
    return new WritableStreamDefaultWriter(this);
  }

  [kRequireTransferable]() {
    if (this[kState].writer !== undefined) require('internal:web/message').fail('Cannot transfer a locked WritableStream');
  }

  [kTransfer]() {
    const { sendWritable } = require('internal:stream/web/transfer');
    return { data: undefined, parcel: sendWritable(this), deserializeInfo: 'internal:stream/web/transfer#openWritable' };
  }

  get [predicates.kIsClosedPromise]() {
    return this[kState].closed;
  }

  get [predicates.kIsWritable]() {
    return this[kState].state === 'writable';
  }

  get [predicates.kIsErrored]() {
    return this[kState].state === 'errored';
  }

  get [predicates.kControllerErrorFunction]() {
    const { controller } = this[kState];
    return (err) => controller.error(err);
  }
}

finishClass(WritableStream, ['abort', 'close', 'getWriter', 'locked'], (stream) => ({
  locked: stream.locked,
  state: stream[kState].state,
}));

function setUpSink(stream, sink, size, highWaterMark) {
  const { start, write, close, abort } = sink;
  if (start !== undefined) requireFunction(start, 'sink.start');
  const writeAlgorithm = promiseAlgorithm(sink, write, 'sink.write');
  setUpController(stream, {
    start: start === undefined ? () => undefined : (controller) => Reflect.apply(start, sink, [controller]),
    write: (chunk) => writeAlgorithm(chunk, stream[kState].controller),
    close: promiseAlgorithm(sink, close, 'sink.close'),
    abort: promiseAlgorithm(sink, abort, 'sink.abort'),
    size,
    highWaterMark,
  });
}

/**
 * A stream made by the library rather than by a user's sink.
 * @param {object} sink with the algorithms of `setUpController`
 */
function createWritableStream({ start, write, close, abort, size, highWaterMark }) {
  const stream = Object.create(WritableStream.prototype);
  markCloneable(stream);
  stream[kState] = makeState();
  setUpController(stream, { start, write, close, abort, size: size ?? (() => 1), highWaterMark: highWaterMark ?? 1 });
  return stream;
}

class WritableStreamDefaultWriter {
  constructor(stream) {
    if (!isKind(stream, 'WritableStream')) throw new codes.ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    const state = stream[kState];
    if (state.writer !== undefined) throw invalidState('WritableStream is locked');
    this[kState] = {
      kind: 'WritableStreamDefaultWriter',
      stream,
      closed: Promise.withResolvers(),
      ready: Promise.withResolvers(),
    };
    state.writer = this;
    settleNewWriter(this[kState], state);
  }

  get closed() {
    try {
      return slots(this, 'WritableStreamDefaultWriter').closed.promise;
    } catch (err) {
      return rejected(err);
    }
  }

  get ready() {
    try {
      return slots(this, 'WritableStreamDefaultWriter').ready.promise;
    } catch (err) {
      return rejected(err);
    }
  }

  get desiredSize() {
    const { stream } = slots(this, 'WritableStreamDefaultWriter');
    if (stream === undefined) throw invalidState('Writer is not bound to a WritableStream');
    const state = stream[kState];
    if (state.state === 'errored' || state.state === 'erroring') return null;
    return state.state === 'closed' ? 0 : state.controller[kState].desiredSize();
  }

  abort(reason = undefined) {
    try {
      return abortStream(boundState(this), reason);
    } catch (err) {
      return rejected(err);
    }
  }

  close() {
    try {
      const state = boundState(this);
      if (closeQueuedOrInFlight(state)) throw invalidState('Failure to close WritableStream');
      return closeStream(state);
    } catch (err) {
      return rejected(err);
    }
  }

  releaseLock() {
    const writerState = slots(this, 'WritableStreamDefaultWriter');
    if (writerState.stream !== undefined) releaseWriter(writerState);
  }

  write(chunk = undefined) {
    try {
      boundState(this);
      return writeThrough(this[kState], chunk);
    } catch (err) {
      return rejected(err);
    }
  }
}

finishClass(WritableStreamDefaultWriter, ['abort', 'close', 'closed', 'desiredSize', 'ready', 'releaseLock', 'write'], (writer) => ({
  stream: writer[kState].stream,
  close: writer.closed,
  ready: writer.ready,
  desiredSize: writer.desiredSize,
}));

function boundState(writer) {
  const { stream } = slots(writer, 'WritableStreamDefaultWriter');
  if (stream === undefined) throw invalidState('Writer is not bound to a WritableStream');
  return stream[kState];
}

function settleNewWriter(writerState, state) {
  const { closed, ready } = writerState;
  if (state.state === 'writable') {
    if (closeQueuedOrInFlight(state) || !state.backpressure) ready.resolve();
  } else if (state.state === 'erroring') {
    ready.reject(state.storedError);
    markHandled(ready.promise);
  } else if (state.state === 'closed') {
    ready.resolve();
    closed.resolve();
  } else {
    ready.reject(state.storedError);
    markHandled(ready.promise);
    closed.reject(state.storedError);
    markHandled(closed.promise);
  }
}

function releaseWriter(writerState) {
  const { rejectReady, rejectClosed } = require('internal:stream/web/writable_control');
  const err = invalidState('Writer has been released');
  rejectReady(writerState, err);
  rejectClosed(writerState, err);
  writerState.stream[kState].writer = undefined;
  writerState.stream = undefined;
}

function writeThrough(writerState, chunk) {
  const { stream } = writerState;
  const state = stream[kState];
  const control = state.controller[kState];
  const size = control.sizeOf(chunk);
  // The strategy's `size` may have released the writer.
  if (writerState.stream !== stream) throw invalidState('Mismatched WritableStreams');
  if (state.state === 'errored') throw state.storedError;
  if (closeQueuedOrInFlight(state) || state.state === 'closed') throw invalidState('WritableStream is closed');
  if (state.state === 'erroring') throw state.storedError;
  return writeChunk(state, chunk, size);
}

/** Closes for `pipeTo`: without a complaint when the stream is closing already. */
function closeWithErrorPropagation(writer) {
  const state = writer[kState].stream[kState];
  if (closeQueuedOrInFlight(state) || state.state === 'closed') return Promise.resolve();
  if (state.state === 'errored') return Promise.reject(state.storedError);
  return closeStream(state);
}

module.exports = { WritableStream, WritableStreamDefaultWriter, createWritableStream, closeWithErrorPropagation };
