'use strict';

const { codes } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');
const { kState, slots, isKind, invalidState, rejected, finishClass } = require('internal:stream/web/slots');
const { attachReader, cancelStream, detachReader, readFrom } = require('internal:stream/web/readable_operations');

/** A read whose result is a promise. */
class ReadPromise {
  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers();
    this.promise = promise;
    this.resolve = resolve;
    this.error = reject;
  }

  chunk(value) {
    this.resolve({ done: false, value });
  }

  close(value) {
    this.resolve({ done: true, value });
  }
}

class ReadableStreamDefaultReader {
  constructor(stream) {
    requireFree(stream);
    this[kState] = { kind: 'ReadableStreamDefaultReader', stream: undefined, closed: undefined, requests: [] };
    attachReader(this, stream);
  }

  /** @returns {Promise<{ value: unknown, done: boolean }>} */
  read() {
    try {
      const { stream } = slots(this, 'ReadableStreamDefaultReader');
      if (stream === undefined) throw invalidState('The reader is not attached to a stream');
      const request = new ReadPromise();
      readFrom(stream[kState], request);
      return request.promise;
    } catch (err) {
      return rejected(err);
    }
  }

  releaseLock() {
    if (slots(this, 'ReadableStreamDefaultReader').stream !== undefined) detachReader(this);
  }

  get closed() {
    return closedOf(this, 'ReadableStreamDefaultReader');
  }

  cancel(reason = undefined) {
    return cancelThrough(this, 'ReadableStreamDefaultReader', reason);
  }
}

class ReadableStreamBYOBReader {
  constructor(stream) {
    requireFree(stream);
    if (!isKind(stream[kState].controller, 'ReadableByteStreamController')) {
      throw new codes.ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    }
    this[kState] = { kind: 'ReadableStreamBYOBReader', stream: undefined, closed: undefined, requests: [] };
    attachReader(this, stream);
  }

  /**
   * @param {ArrayBufferView} view whose buffer is transferred and comes back filled
   * @param {{ min?: number }} [options] elements to wait for
   * @returns {Promise<{ value: ArrayBufferView | undefined, done: boolean }>}
   */
  async read(view, options = { __proto__: null }) {
    const readerState = slots(this, 'ReadableStreamBYOBReader');
    if (!ArrayBuffer.isView(view)) throw new codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    validateObject(options, 'options');
    if (view.byteLength === 0 || view.buffer.byteLength === 0) {
      throw invalidState('View or Viewed ArrayBuffer is zero-length or detached');
    }
    const min = checkMinimum(options.min, view);
    if (readerState.stream === undefined) throw invalidState('The reader is not attached to a stream');

    const request = new ReadPromise();
    const state = readerState.stream[kState];
    state.disturbed = true;
    if (state.state === 'errored') request.error(state.storedError);
    else require('internal:stream/web/readable_byte_controller').pullInto(state.controller, view, min, request);
    return request.promise;
  }

  releaseLock() {
    if (slots(this, 'ReadableStreamBYOBReader').stream !== undefined) detachReader(this);
  }

  get closed() {
    return closedOf(this, 'ReadableStreamBYOBReader');
  }

  cancel(reason = undefined) {
    return cancelThrough(this, 'ReadableStreamBYOBReader', reason);
  }
}

function checkMinimum(min = 1, view) {
  if (typeof min !== 'number' || Number.isNaN(min)) throw new codes.ERR_INVALID_ARG_TYPE('options.min', 'number', min);
  if (min <= 0) throw new codes.ERR_INVALID_ARG_VALUE('options.min', min, 'must be greater than 0');
  const length = view instanceof DataView ? view.byteLength : view.length;
  if (min > length) throw new codes.ERR_OUT_OF_RANGE('options.min', `<= view.${view instanceof DataView ? 'byteLength' : 'length'}`, min);
  return Math.trunc(min);
}

function requireFree(stream) {
  if (!isKind(stream, 'ReadableStream')) throw new codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
  if (stream[kState].reader !== undefined) throw invalidState('ReadableStream is locked');
}

function closedOf(reader, kind) {
  try {
    return slots(reader, kind).closed.promise;
  } catch (err) {
    return rejected(err);
  }
}

function cancelThrough(reader, kind, reason) {
  try {
    const { stream } = slots(reader, kind);
    if (stream === undefined) throw invalidState('The reader is not attached to a stream');
    return cancelStream(stream[kState], reason);
  } catch (err) {
    return rejected(err);
  }
}

finishClass(ReadableStreamDefaultReader, ['closed', 'read', 'releaseLock', 'cancel'], (reader) => ({
  stream: reader[kState].stream,
  readRequests: reader[kState].requests.length,
  close: reader.closed,
}));
finishClass(ReadableStreamBYOBReader, ['closed', 'read', 'releaseLock', 'cancel'], (reader) => ({
  stream: reader[kState].stream,
  requests: reader[kState].requests.length,
  close: reader.closed,
}));

module.exports = { ReadableStreamDefaultReader, ReadableStreamBYOBReader };
