'use strict';

/** Web streams as Node streams, and the reverse: behind `fromWeb` and `toWeb`. Those to Node are in `webstreams_to_node.js`. */

const { AbortError, codes: { ERR_INVALID_ARG_TYPE, ERR_STREAM_NULL_VALUES } } = require('internal:shared/errors');
const { validateObject, validateOneOf } = require('internal:shared/validators');
const { finished } = require('internal:stream/finished');
const { destroyer } = require('internal:stream/lifecycle');
const { isDestroyed, isOutgoingMessage, isReadable, isWritable, isWritableEnded } = require('internal:stream/predicates');
const { ReadableStream } = require('internal:stream/web/readable_stream');
const { WritableStream } = require('internal:stream/web/writable_stream');
const { ByteLengthQueuingStrategy, CountQueuingStrategy } = require('internal:stream/web/strategies');
const toNode = require('internal:stream/webstreams_to_node');

/**
 * @param {Readable} readable
 * @param {{ strategy?: QueuingStrategy, type?: 'bytes' }} [options]
 * @returns {ReadableStream}
 */
function newReadableStreamFromStreamReadable(readable, options = { __proto__: null }) {
  if (typeof readable?._readableState !== 'object') throw new ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', readable);
  validateObject(options, 'options');
  validateOneOf(options.type, 'options.type', ['bytes', undefined]);
  if (isDestroyed(readable) || !isReadable(readable)) {
    const stream = new ReadableStream({ type: options.type });
    stream.cancel();
    return stream;
  }
  return new NodeSource(readable, options.type, options.translateError ?? unchanged).open(options.strategy);
}

function unchanged(value) {
  return value;
}

/** The source of a web stream that reads a Node one. */
class NodeSource {
  constructor(readable, type, translateError) {
    this.readable = readable;
    this.type = type;
    this.translateError = translateError;
    this.controller = null;
    this.cancelled = false;
  }

  open(strategy) {
    const { readable } = this;
    readable.pause();
    const cleanup = finished(readable, (err) => {
      cleanup();
      // What it says from now on is nobody's business.
      readable.on('error', () => {});
      if (!this.cancelled) this.end(err);
    });
    readable.on('data', (chunk) => this.forward(chunk));
    return new ReadableStream({
      type: this.type,
      start: (controller) => {
        this.controller = controller;
      },
      pull: () => {
        readable.resume();
      },
      cancel: (reason) => {
        this.cancelled = true;
        destroyer(readable, reason);
      },
    }, strategy ?? this.defaultStrategy());
  }

  defaultStrategy() {
    const { readableHighWaterMark: highWaterMark, readableObjectMode } = this.readable;
    if (this.type === 'bytes') return { highWaterMark };
    return readableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : new ByteLengthQueuingStrategy({ highWaterMark });
  }

  forward(chunk) {
    if (this.cancelled) return;
    // A copy: a Buffer may lie in a pool that others share, and the receiver may transfer what it gets.
    if (ArrayBuffer.isView(chunk) && !this.readable.readableObjectMode) chunk = new Uint8Array(chunk);
    this.controller.enqueue(chunk);
    if (this.controller.desiredSize <= 0) this.readable.pause();
  }

  end(err) {
    if (err) {
      this.controller.error(this.translateError(asAbort(err)));
      return;
    }
    this.controller.close();
    if (this.type === 'bytes') this.controller.byobRequest?.respond(0);
  }
}

/**
 * @param {Writable} writable
 * @param {{ convertChunk?: (chunk: unknown) => unknown, translateError?: (err: Error) => Error }} [options] for our own callers
 * @returns {WritableStream}
 */
function newWritableStreamFromStreamWritable(writable, options = { __proto__: null }) {
  if (typeof writable?._writableState !== 'object' && !(writable && isOutgoingMessage(writable))) {
    throw new ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', writable);
  }
  if (isDestroyed(writable) || !isWritable(writable)) {
    const stream = new WritableStream();
    stream.close();
    return stream;
  }
  return new NodeSink(writable, options.convertChunk ?? unchanged, options.translateError ?? unchanged).open();
}

/** The sink of a web stream that writes to a Node one. */
class NodeSink {
  constructor(writable, convertChunk, translateError) {
    this.writable = writable;
    this.convertChunk = convertChunk;
    this.translateError = translateError;
    this.controller = null;
    // A write that waits for 'drain', and the close that waits for 'finish'.
    this.drained = null;
    this.closed = null;
  }

  open() {
    const { writable } = this;
    const cleanup = finished(writable, (err) => {
      cleanup();
      // What it says from now on is nobody's business.
      writable.on('error', () => {});
      this.end(err);
    });
    writable.on('drain', () => {
      this.drained?.resolve();
      this.drained = null;
    });
    const { writableHighWaterMark: highWaterMark, writableObjectMode } = writable;
    return new WritableStream({
      start: (controller) => {
        this.controller = controller;
      },
      write: (chunk) => this.write(chunk),
      abort: (reason) => destroyer(writable, reason),
      close: () => this.close(),
    }, writableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark });
  }

  async write(chunk) {
    if (this.writable.writableNeedDrain) await this.drain();
    let data;
    try {
      data = this.convertChunk(chunk);
      if (data === null) throw new ERR_STREAM_NULL_VALUES();
      if (this.writable.write(data)) return;
    } catch (err) {
      // A chunk that cannot be written is the end of both sides.
      destroyer(this.writable, err);
      throw err;
    }
    await this.drain();
  }

  drain() {
    this.drained ??= Promise.withResolvers();
    return this.drained.promise;
  }

  close() {
    if (!isWritableEnded(this.writable)) this.writable.end();
    this.closed = Promise.withResolvers();
    return this.closed.promise;
  }

  end(err) {
    if (err) {
      const reason = this.translateError(asAbort(err));
      this.drained?.reject(reason);
      this.closed?.reject(reason);
      this.controller.error(reason);
    } else if (this.closed) {
      this.closed.resolve();
    } else {
      this.controller.error(new AbortError());
    }
  }
}

/** A stream that somebody cut off was aborted, to the other side. */
function asAbort(err) {
  return err.code === 'ERR_STREAM_PREMATURE_CLOSE' ? new AbortError(undefined, { cause: err }) : err;
}

/**
 * @param {Duplex} duplex
 * @param {{ readableType?: 'bytes', type?: 'bytes', convertChunk?: Function, translateError?: Function }} [options] kind of the readable
 *   stream; for our own callers, what to make of a chunk that is written and of an error
 * @returns {{ readable: ReadableStream, writable: WritableStream }}
 */
function newReadableWritablePairFromDuplex(duplex, options = { __proto__: null }) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  validateObject(options, 'options');
  const type = options.readableType ?? options.type;
  validateOneOf(type, 'options.readableType', ['bytes', undefined]);
  return {
    writable: newWritableStreamFromStreamWritable(duplex, options),
    readable: newReadableStreamFromStreamReadable(duplex, { type, translateError: options.translateError }),
  };
}

module.exports = {
  newReadableStreamFromStreamReadable, newWritableStreamFromStreamWritable, newReadableWritablePairFromDuplex, ...toNode,
};
