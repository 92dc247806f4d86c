'use strict';

/** The state machine of writable streams (sections 5.4 and 5.5): writable, then erroring and errored, or closed. */

const { kState, kInternal, slots, requireInternal, invalidState, markHandled, finishClass } = require('internal:stream/web/slots');
const { SizedQueue } = require('internal:stream/web/queue');

/** Stands in the queue for the close. */
const kClose = Symbol('kClose');

function makeState() {
  return {
    kind: 'WritableStream',
    state: 'writable',
    storedError: undefined,
    writer: undefined,
    controller: undefined,
    backpressure: false,
    // Deferred results of `write`, waiting and under way; of `close`, the same; and of `abort`.
    writeRequests: [],
    inFlightWrite: undefined,
    closeRequest: undefined,
    inFlightClose: undefined,
    pendingAbort: undefined,
    // For `finished` of node:stream, which watches without a writer.
    closed: Promise.withResolvers(),
  };
}

function closeQueuedOrInFlight(state) {
  return state.closeRequest !== undefined || state.inFlightClose !== undefined;
}

function abortStream(state, reason) {
  if (state.state === 'closed' || state.state === 'errored') return Promise.resolve();
  state.controller[kState].abortController.abort(reason);
  // The signal's listeners may have changed the state.
  if (state.state === 'closed' || state.state === 'errored') return Promise.resolve();
  if (state.pendingAbort !== undefined) return state.pendingAbort.deferred.promise;
  const wasErroring = state.state === 'erroring';
  const deferred = Promise.withResolvers();
  state.pendingAbort = { deferred, reason: wasErroring ? undefined : reason, wasErroring };
  if (!wasErroring) startErroring(state, reason);
  return deferred.promise;
}

function closeStream(state) {
  if (state.state === 'closed' || state.state === 'errored') {
    return Promise.reject(invalidState('WritableStream is closed'));
  }
  const deferred = Promise.withResolvers();
  state.closeRequest = deferred;
  if (state.writer !== undefined && state.backpressure && state.state === 'writable') state.writer[kState].ready.resolve();
  state.controller[kState].enqueueClose();
  return deferred.promise;
}

function writeChunk(state, chunk, size) {
  const deferred = Promise.withResolvers();
  state.writeRequests.push(deferred);
  state.controller[kState].enqueue(chunk, size);
  return deferred.promise;
}

function dealWithRejection(state, err) {
  if (state.state === 'writable') startErroring(state, err);
  else finishErroring(state);
}

function startErroring(state, reason) {
  state.state = 'erroring';
  state.storedError = reason;
  if (state.writer !== undefined) rejectReady(state.writer[kState], reason);
  if (state.inFlightWrite === undefined && state.inFlightClose === undefined && state.controller[kState].started) finishErroring(state);
}

function finishErroring(state) {
  state.state = 'errored';
  state.controller[kState].errorSteps();
  for (const request of state.writeRequests.splice(0)) request.reject(state.storedError);
  if (state.pendingAbort === undefined) {
    rejectCloseAndClosed(state);
    return;
  }
  const { deferred, reason, wasErroring } = state.pendingAbort;
  state.pendingAbort = undefined;
  if (wasErroring) {
    deferred.reject(state.storedError);
    rejectCloseAndClosed(state);
    return;
  }
  state.controller[kState].abortSteps(reason).then(() => {
    deferred.resolve();
    rejectCloseAndClosed(state);
  }, (err) => {
    deferred.reject(err);
    rejectCloseAndClosed(state);
  });
}

function rejectCloseAndClosed(state) {
  state.closeRequest?.reject(state.storedError);
  state.closeRequest = undefined;
  state.closed.reject(state.storedError);
  markHandled(state.closed.promise);
  if (state.writer === undefined) return;
  const { closed } = state.writer[kState];
  closed.reject(state.storedError);
  markHandled(closed.promise);
}

function finishInFlightClose(state) {
  state.inFlightClose.resolve();
  state.inFlightClose = undefined;
  if (state.state === 'erroring') {
    // Closed before the error could take hold.
    state.storedError = undefined;
    state.pendingAbort?.deferred.resolve();
    state.pendingAbort = undefined;
  }
  state.state = 'closed';
  state.closed.resolve();
  state.writer?.[kState].closed.resolve();
}

function finishInFlightCloseWithError(state, err) {
  state.inFlightClose.reject(err);
  state.inFlightClose = undefined;
  state.pendingAbort?.deferred.reject(err);
  state.pendingAbort = undefined;
  dealWithRejection(state, err);
}

function updateBackpressure(state, backpressure) {
  if (state.writer !== undefined && backpressure !== state.backpressure) {
    if (backpressure) state.writer[kState].ready = Promise.withResolvers();
    else state.writer[kState].ready.resolve();
  }
  state.backpressure = backpressure;
}

/** Rejects `ready`, with a new promise if the present one is fulfilled: rejecting that would go unnoticed. */
function rejectReady(writerState, err) {
  writerState.ready.reject(err);
  markHandled(writerState.ready.promise);
  writerState.ready = rejectedDeferred(err);
}

function rejectClosed(writerState, err) {
  writerState.closed.reject(err);
  markHandled(writerState.closed.promise);
  writerState.closed = rejectedDeferred(err);
}

function rejectedDeferred(err) {
  const deferred = Promise.withResolvers();
  deferred.reject(err);
  markHandled(deferred.promise);
  return deferred;
}

class WritableStreamDefaultController {
  constructor(token) {
    requireInternal(token);
  }

  /** @type {AbortSignal} aborted when the stream is */
  get signal() {
    return slots(this, 'WritableStreamDefaultController').abortController.signal;
  }

  error(err = undefined) {
    const control = slots(this, 'WritableStreamDefaultController');
    if (control.stream.state === 'writable') control.error(err);
  }
}

finishClass(WritableStreamDefaultController, ['signal', 'error'], () => ({}));

/** The slots of a controller, and the operations on them. */
class WritableControl {
  kind = 'WritableStreamDefaultController';
  queue = new SizedQueue();
  started = false;

  constructor(state, { write, close, abort, size, highWaterMark }) {
    this.stream = state;
    this.write = write;
    this.close = close;
    this.abort = abort;
    this.size = size;
    this.highWaterMark = highWaterMark;
    const { AbortController } = require('internal:web/abort_controller');
    this.abortController = new AbortController();
  }

  desiredSize() {
    return this.highWaterMark - this.queue.totalSize;
  }

  hasBackpressure() {
    return this.desiredSize() <= 0;
  }

  sizeOf(chunk) {
    if (this.size === undefined) return 1;
    try {
      return Reflect.apply(this.size, undefined, [chunk]);
    } catch (err) {
      this.errorIfWritable(err);
      return 1;
    }
  }

  enqueue(chunk, size) {
    try {
      this.queue.push(chunk, size);
    } catch (err) {
      this.errorIfWritable(err);
      return;
    }
    if (!closeQueuedOrInFlight(this.stream) && this.stream.state === 'writable') {
      updateBackpressure(this.stream, this.hasBackpressure());
    }
    this.advance();
  }

  enqueueClose() {
    this.queue.push(kClose, 0);
    this.advance();
  }

  advance() {
    const { stream } = this;
    if (!this.started || stream.inFlightWrite !== undefined) return;
    if (stream.state === 'erroring') {
      finishErroring(stream);
      return;
    }
    if (stream.state !== 'writable' || this.queue.length === 0) return;
    const next = this.queue.peek();
    if (next === kClose) this.processClose();
    else this.processWrite(next);
  }

  processClose() {
    const { stream } = this;
    stream.inFlightClose = stream.closeRequest;
    stream.closeRequest = undefined;
    this.queue.shift();
    const result = this.close();
    this.clearAlgorithms();
    result.then(() => finishInFlightClose(stream), (err) => finishInFlightCloseWithError(stream, err));
  }

  processWrite(chunk) {
    const { stream } = this;
    stream.inFlightWrite = stream.writeRequests.shift();
    this.write(chunk).then(() => this.finishWrite(), (err) => {
      if (stream.state === 'writable') this.clearAlgorithms();
      stream.inFlightWrite.reject(err);
      stream.inFlightWrite = undefined;
      dealWithRejection(stream, err);
    });
  }

  finishWrite() {
    const { stream } = this;
    stream.inFlightWrite.resolve();
    stream.inFlightWrite = undefined;
    this.queue.shift();
    if (!closeQueuedOrInFlight(stream) && stream.state === 'writable') updateBackpressure(stream, this.hasBackpressure());
    this.advance();
  }

  errorIfWritable(err) {
    if (this.stream.state === 'writable') this.error(err);
  }

  error(err) {
    this.clearAlgorithms();
    startErroring(this.stream, err);
  }

  /** What the algorithms close over may be collected once they cannot be called any more. */
  clearAlgorithms() {
    this.write = undefined;
    this.close = undefined;
    this.abort = undefined;
    this.size = undefined;
  }

  abortSteps(reason) {
    const result = this.abort === undefined ? Promise.resolve() : this.abort(reason);
    this.clearAlgorithms();
    return result;
  }

  errorSteps() {
    this.queue.clear();
  }
}

/**
 * Gives a stream its controller and starts its sink.
 * @param {WritableStream} stream
 * @param {{ start: (controller: object) => unknown, write: (chunk: unknown) => Promise<void>, close: () => Promise<void>,
 *   abort: (reason: unknown) => Promise<void>, size: (chunk: unknown) => number, highWaterMark: number }} sink
 */
function setUpController(stream, sink) {
  const controller = new WritableStreamDefaultController(kInternal);
  const state = stream[kState];
  const control = new WritableControl(state, sink);
  controller[kState] = control;
  state.controller = controller;
  updateBackpressure(state, control.hasBackpressure());
  Promise.resolve(sink.start(controller)).then(() => {
    control.started = true;
    control.advance();
  }, (err) => {
    control.started = true;
    dealWithRejection(state, err);
  });
}

module.exports = {
  WritableStreamDefaultController, makeState, setUpController, abortStream, closeStream, closeQueuedOrInFlight, writeChunk,
  rejectReady, rejectClosed,
};
