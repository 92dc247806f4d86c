'use strict';

/** `ReadableStream` (section 4.2). */

const { codes } = require('internal:shared/errors');
const {
  kValidateObjectAllowObjects, kValidateObjectAllowObjectsAndNull, validateAbortSignal, validateObject,
} = require('internal:shared/validators');
const predicates = require('internal:stream/predicates');
const {
  kState, slots, isKind, invalidState, rejected, promiseAlgorithm, requireFunction, finishClass,
} = require('internal:stream/web/slots');
const { extractHighWaterMark, extractSizeAlgorithm } = require('internal:stream/web/queue');
const { cancelStream } = require('internal:stream/web/readable_operations');
const { setUpDefaultController } = require('internal:stream/web/readable_default_controller');
const { ReadableStreamBYOBReader, ReadableStreamDefaultReader } = require('internal:stream/web/readable_readers');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');

class ReadableStream {
  /**
   * @param {UnderlyingSource} [source]
   * @param {QueuingStrategy} [strategy]
   */
  constructor(source = { __proto__: null }, strategy = { __proto__: null }) {
    validateObject(source, 'source', kValidateObjectAllowObjects);
    validateObject(strategy, 'strategy', kValidateObjectAllowObjectsAndNull);
    markCloneable(this);
    this[kState] = makeState();
    // The order of the property reads is observable, and the standard's.
    const size = strategy?.size;
    const mark = strategy?.highWaterMark;
    const type = source.type;
    if (`${type}` === 'bytes') {
      if (size !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('strategy.size', size);
      setUpByteSource(this, source, extractHighWaterMark(mark, 0));
    } else {
      if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE('source.type', type);
      setUpSource(this, source, extractSizeAlgorithm(size), extractHighWaterMark(mark, 1));
    }
  }

  /** @param {Iterable | AsyncIterable} iterable */
  static from(iterable) {
    return fromIterable(iterable);
  }

  get locked() {
    return slots(this, 'ReadableStream').reader !== undefined;
  }

  cancel(reason = undefined) {
    try {
      const state = slots(this, 'ReadableStream');
      if (state.reader !== undefined) throw invalidState('ReadableStream is locked');
      return cancelStream(state, reason);
    } catch (err) {
      return rejected(err);
    }
  }

  /** @param {{ mode?: 'byob' }} [options] */
  getReader(options = { __proto__: null }) {
    slots(this, 'ReadableStream');
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw new codes.ERR_INVALID_ARG_VALUE('options.mode', mode);
    return new ReadableStreamBYOBReader(this);
  }

  /** @param {{ readable: ReadableStream, writable: WritableStream }} transform */
  pipeThrough(transform, options = { __proto__: null }) {
    slots(this, 'ReadableStream');
    const readable = transform?.readable;
    if (!isKind(readable, 'ReadableStream')) throw new codes.ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    const writable = transform?.writable;
    if (!isKind(writable, 'WritableStream')) throw new codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    const pipeOptions = readPipeOptions(options);
    if (this.locked) throw invalidState('The ReadableStream is locked');
    if (writable.locked) throw invalidState('The WritableStream is locked');
    startPipe(this, writable, pipeOptions).catch(() => {});
    return readable;
  }

  /** @param {WritableStream} destination */
  pipeTo(destination, options = { __proto__: null }) {
    try {
      slots(this, 'ReadableStream');
      if (!isKind(destination, 'WritableStream')) {
        throw new codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      }
      const pipeOptions = readPipeOptions(options);
      if (this.locked) throw invalidState('The ReadableStream is locked');
      if (destination.locked) throw invalidState('The WritableStream is locked');
      return startPipe(this, destination, pipeOptions);
    } catch (err) {
      return rejected(err);
    }
  }

  /** @returns {[ReadableStream, ReadableStream]} */
  tee() {
    const state = slots(this, 'ReadableStream');
    if (state.reader !== undefined) throw invalidState('ReadableStream is locked');
    const { tee } = require('internal:stream/web/readable_tee');
    return tee(this);
  }

  /** @param {{ preventCancel?: boolean }} [options] leaving the loop leaves the stream open */
  values(options = { __proto__: null }) {
    slots(this, 'ReadableStream');
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const { iterate } = require('internal:stream/web/readable_iterator');
    return iterate(this, Boolean(options?.preventCancel));
  }

  [kRequireTransferable]() {
    if (this[kState].reader !== undefined) require('internal:web/message').fail('Cannot transfer a locked ReadableStream');
  }

  [kTransfer]() {
    const { sendReadable } = require('internal:stream/web/transfer');
    return { data: undefined, parcel: sendReadable(this), deserializeInfo: 'internal:stream/web/transfer#openReadable' };
  }

  get [predicates.kIsDisturbed]() {
    return this[kState].disturbed;
  }

  get [predicates.kIsErrored]() {
    return this[kState].state === 'errored';
  }

  get [predicates.kIsReadable]() {
    return this[kState].state === 'readable';
  }

  get [predicates.kIsClosedPromise]() {
    return this[kState].closed;
  }

  get [predicates.kControllerErrorFunction]() {
    const control = this[kState].controller[kState];
    return (err) => control.error(err);
  }
}

Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  __proto__: null, configurable: true, enumerable: false, writable: true, value: ReadableStream.prototype.values,
});
Object.defineProperty(ReadableStream, 'from', { __proto__: null, enumerable: true });
finishClass(ReadableStream, ['cancel', 'getReader', 'locked', 'pipeThrough', 'pipeTo', 'tee', 'values'], (stream) => ({
  locked: stream.locked,
  state: stream[kState].state,
  supportsBYOB: isKind(stream[kState].controller, 'ReadableByteStreamController'),
}));

/** A stream without its controller, as no constructor makes it. */
function makeStream() {
  const stream = Object.create(ReadableStream.prototype);
  markCloneable(stream);
  stream[kState] = makeState();
  return stream;
}

function makeState() {
  return {
    kind: 'ReadableStream',
    state: 'readable',
    reader: undefined,
    storedError: undefined,
    disturbed: false,
    controller: undefined,
    // For `finished` of node:stream, which watches without a reader.
    closed: Promise.withResolvers(),
  };
}

function setUpSource(stream, source, size, highWaterMark) {
  const { start, pull, cancel } = source;
  if (start !== undefined) requireFunction(start, 'source.start');
  setUpDefaultController(stream, {
    start: start === undefined ? () => undefined : (controller) => Reflect.apply(start, source, [controller]),
    pull: callWithController(stream, promiseAlgorithm(source, pull, 'source.pull')),
    cancel: promiseAlgorithm(source, cancel, 'source.cancel'),
    size,
    highWaterMark,
  });
}

function setUpByteSource(stream, source, highWaterMark) {
  const { setUpByteController } = require('internal:stream/web/readable_byte_controller');
  const { start, pull, cancel, autoAllocateChunkSize } = source;
  if (start !== undefined) requireFunction(start, 'source.start');
  if (autoAllocateChunkSize === 0) throw new codes.ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', autoAllocateChunkSize);
  setUpByteController(stream, {
    start: start === undefined ? () => undefined : (controller) => Reflect.apply(start, source, [controller]),
    pull: callWithController(stream, promiseAlgorithm(source, pull, 'source.pull')),
    cancel: promiseAlgorithm(source, cancel, 'source.cancel'),
    autoAllocateChunkSize,
    highWaterMark,
  });
}

function callWithController(stream, algorithm) {
  return () => algorithm(stream[kState].controller);
}

/**
 * A stream made by the library rather than by a user's source.
 * @param {{ start?: (controller: object) => unknown, pull?: () => Promise<void>, cancel?: (reason: unknown) => Promise<void>,
 *   size?: (chunk: unknown) => number, highWaterMark?: number }} source
 */
function createReadableStream({ start, pull, cancel, size, highWaterMark }) {
  const stream = makeStream();
  setUpDefaultController(stream, {
    start: start ?? (() => undefined),
    pull: pull ?? (() => Promise.resolve()),
    cancel: cancel ?? (() => Promise.resolve()),
    size: size ?? (() => 1),
    highWaterMark: highWaterMark ?? 1,
  });
  return stream;
}

/** The same for bytes, without a queue of its own. */
function createReadableByteStream({ pull, cancel }) {
  const { setUpByteController } = require('internal:stream/web/readable_byte_controller');
  const stream = makeStream();
  setUpByteController(stream, { start: () => undefined, pull, cancel, autoAllocateChunkSize: undefined, highWaterMark: 0 });
  return stream;
}

function readPipeOptions(options) {
  validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
  const preventAbort = Boolean(options?.preventAbort);
  const preventCancel = Boolean(options?.preventCancel);
  const preventClose = Boolean(options?.preventClose);
  const signal = options?.signal;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  return { preventAbort, preventCancel, preventClose, signal };
}

function startPipe(source, destination, options) {
  const { Piping } = require('internal:stream/web/readable_pipe');
  return new Piping(source, destination, options).start();
}

function fromIterable(iterable) {
  const isAsync = iterable?.[Symbol.asyncIterator] !== undefined && iterable[Symbol.asyncIterator] !== null;
  const method = isAsync ? iterable[Symbol.asyncIterator] : iterable?.[Symbol.iterator];
  if (typeof method !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE(iterable);
  const iterator = Reflect.apply(method, iterable, []);
  requireIteratorObject(iterator);
  const { next } = iterator;

  const stream = createReadableStream({
    highWaterMark: 0,
    async pull() {
      const result = await Reflect.apply(next, iterator, []);
      requireIteratorObject(result);
      const control = stream[kState].controller[kState];
      if (result.done) control.close();
      else control.enqueue(isAsync ? result.value : await result.value);
    },
    async cancel(reason) {
      const finish = iterator.return;
      if (finish === undefined || finish === null) return;
      requireIteratorObject(await Reflect.apply(finish, iterator, [reason]));
    },
  });
  return stream;
}

function requireIteratorObject(value) {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
    throw invalidState('The iterator result must be an object');
  }
}

module.exports = { ReadableStream, createReadableStream, createReadableByteStream };
