'use strict';

/** `TransformStream` (section 6). */

const { codes } = require('internal:shared/errors');
const { kValidateObjectAllowObjects, kValidateObjectAllowObjectsAndNull, validateObject } = require('internal:shared/validators');
const {
  kState, kInternal, slots, requireInternal, invalidState, promiseAlgorithm, requireFunction, finishClass,
} = require('internal:stream/web/slots');
const { extractHighWaterMark, extractSizeAlgorithm } = require('internal:stream/web/queue');
const { createReadableStream } = require('internal:stream/web/readable_stream');
const { createWritableStream } = require('internal:stream/web/writable_stream');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');

class TransformStream {
  /**
   * @param {Transformer} [transformer]
   * @param {QueuingStrategy} [writableStrategy]
   * @param {QueuingStrategy} [readableStrategy]
   */
  constructor(transformer = { __proto__: null }, writableStrategy = { __proto__: null }, readableStrategy = { __proto__: null }) {
    validateObject(transformer, 'transformer', kValidateObjectAllowObjects);
    validateObject(writableStrategy, 'writableStrategy', kValidateObjectAllowObjectsAndNull);
    validateObject(readableStrategy, 'readableStrategy', kValidateObjectAllowObjectsAndNull);
    const { readableType, writableType, start } = transformer;
    if (readableType !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('transformer.readableType', readableType);
    if (writableType !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('transformer.writableType', writableType);

    markCloneable(this);
    const state = new TransformState({
      readableMark: extractHighWaterMark(readableStrategy?.highWaterMark, 0),
      readableSize: extractSizeAlgorithm(readableStrategy?.size),
      writableMark: extractHighWaterMark(writableStrategy?.highWaterMark, 1),
      writableSize: extractSizeAlgorithm(writableStrategy?.size),
    });
    this[kState] = state;
    state.setUpController(transformer);
    if (start === undefined) {
      state.started.resolve();
    } else {
      requireFunction(start, 'transformer.start');
      state.started.resolve(Reflect.apply(start, transformer, [state.controller]));
    }
  }

  get readable() {
    return slots(this, 'TransformStream').readable;
  }

  get writable() {
    return slots(this, 'TransformStream').writable;
  }

  [kRequireTransferable]() {
    this[kState].readable[kRequireTransferable]();
    this[kState].writable[kRequireTransferable]();
  }

  [kTransfer]() {
    const { readable, writable } = this[kState];
    const sides = [readable, writable];
    return { data: sides, transfer: sides, deserializeInfo: 'internal:stream/web/transform_stream#joinSides' };
  }
}

/** The stream of two sides that were moved here from another. @param {[ReadableStream, WritableStream]} sides */
function joinSides([readable, writable]) {
  const stream = Object.create(TransformStream.prototype);
  markCloneable(stream);
  stream[kState] = { kind: 'TransformStream', readable, writable, backpressure: undefined };
  return stream;
}

finishClass(TransformStream, ['readable', 'writable'], (stream) => ({
  readable: stream.readable,
  writable: stream.writable,
  backpressure: stream[kState].backpressure,
}));

class TransformStreamDefaultController {
  constructor(token = undefined) {
    requireInternal(token);
  }

  get desiredSize() {
    return slots(this, 'TransformStreamDefaultController').transform.readableControl().desiredSize();
  }

  enqueue(chunk = undefined) {
    slots(this, 'TransformStreamDefaultController').transform.enqueue(chunk);
  }

  error(reason = undefined) {
    slots(this, 'TransformStreamDefaultController').transform.error(reason);
  }

  terminate() {
    slots(this, 'TransformStreamDefaultController').transform.terminate();
  }
}

finishClass(TransformStreamDefaultController, ['desiredSize', 'enqueue', 'error', 'terminate'], () => ({}));

/** The slots of a transform stream and of its controller, and the operations on them. */
class TransformState {
  kind = 'TransformStream';
  backpressure = undefined;
  backpressureChange = undefined;
  controller = undefined;
  // What one side of the stream is finishing with; the other side's end joins it.
  finishing = undefined;
  started = Promise.withResolvers();

  constructor({ readableMark, readableSize, writableMark, writableSize }) {
    const start = () => this.started.promise;
    this.writable = createWritableStream({
      start,
      write: (chunk) => this.write(chunk),
      close: () => this.close(),
      abort: (reason) => this.abort(reason),
      size: writableSize,
      highWaterMark: writableMark,
    });
    this.readable = createReadableStream({
      start,
      pull: () => this.pull(),
      cancel: (reason) => this.cancel(reason),
      size: readableSize,
      highWaterMark: readableMark,
    });
    this.setBackpressure(true);
  }

  setUpController(transformer) {
    const { transform, flush, cancel } = transformer;
    this.controller = new TransformStreamDefaultController(kInternal);
    this.controller[kState] = { kind: 'TransformStreamDefaultController', transform: this };
    const transformAlgorithm = transform === undefined
      ? async (chunk) => this.enqueue(chunk)
      : promiseAlgorithm(transformer, transform, 'transformer.transform');
    this.transformChunk = (chunk) => transformAlgorithm(chunk, this.controller);
    const flushAlgorithm = promiseAlgorithm(transformer, flush, 'transformer.flush');
    this.flush = () => flushAlgorithm(this.controller);
    this.cancelTransformer = promiseAlgorithm(transformer, cancel, 'transformer.cancel');
  }

  readableControl() {
    return this.readable[kState].controller[kState];
  }

  clearAlgorithms() {
    this.transformChunk = undefined;
    this.flush = undefined;
    this.cancelTransformer = undefined;
  }

  setBackpressure(backpressure) {
    this.backpressureChange?.resolve();
    this.backpressureChange = Promise.withResolvers();
    this.backpressure = backpressure;
  }

  enqueue(chunk) {
    const control = this.readableControl();
    if (!control.canClose()) throw invalidState('Unable to enqueue');
    try {
      control.enqueue(chunk);
    } catch (err) {
      this.errorWritable(err);
      throw this.readable[kState].storedError;
    }
    const backpressure = !control.shouldPull();
    if (backpressure !== this.backpressure) this.setBackpressure(true);
  }

  error(reason) {
    this.readableControl().error(reason);
    this.errorWritable(reason);
  }

  errorWritable(reason) {
    this.clearAlgorithms();
    this.writable[kState].controller[kState].errorIfWritable(reason);
    // A write that waits for the reader must come to see the error.
    if (this.backpressure) this.setBackpressure(false);
  }

  terminate() {
    this.readableControl().close();
    this.errorWritable(invalidState('TransformStream has been terminated'));
  }

  async write(chunk) {
    if (this.backpressure) {
      await this.backpressureChange.promise;
      const { state, storedError } = this.writable[kState];
      if (state === 'erroring') throw storedError;
    }
    // The reader has cancelled and the writable side does not know yet.
    if (this.transformChunk === undefined) return;
    try {
      await this.transformChunk(chunk);
    } catch (err) {
      this.error(err);
      throw err;
    }
  }

  abort(reason) {
    return this.finish(() => this.cancelTransformer(reason), () => {
      const { state, storedError } = this.readable[kState];
      if (state === 'errored') throw storedError;
      this.readableControl().error(reason);
    }, (err) => this.readableControl().error(err));
  }

  close() {
    return this.finish(() => this.flush(), () => {
      const { state, storedError } = this.readable[kState];
      if (state === 'errored') throw storedError;
      this.readableControl().close();
    }, (err) => this.readableControl().error(err));
  }

  cancel(reason) {
    return this.finish(() => this.cancelTransformer(reason), () => {
      const { state, storedError } = this.writable[kState];
      if (state === 'errored') throw storedError;
      this.errorWritable(reason);
    }, (err) => this.errorWritable(err));
  }

  /** Runs the transformer's end once, whichever side asks first. */
  finish(run, onSuccess, onFailure) {
    if (this.finishing !== undefined) return this.finishing.promise;
    this.finishing = Promise.withResolvers();
    const { promise, resolve, reject } = this.finishing;
    const result = run();
    this.clearAlgorithms();
    result.then(onSuccess, (err) => {
      onFailure(err);
      throw err;
    }).then(() => resolve(), reject);
    return promise;
  }

  pull() {
    this.setBackpressure(false);
    return this.backpressureChange.promise;
  }
}

module.exports = { TransformStream, joinSides, TransformStreamDefaultController };
