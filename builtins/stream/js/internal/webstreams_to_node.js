'use strict';

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_STREAM_PREMATURE_CLOSE } } = require('internal:shared/errors');
const { validateBoolean, validateObject } = require('internal:shared/validators');
const { destroyer } = require('internal:stream/lifecycle');
const { isReadableStream, isWritableEnded, isWritableStream } = require('internal:stream/predicates');

/**
 * @param {ReadableStream} readableStream
 * @param {{ highWaterMark?: number, encoding?: string, objectMode?: boolean, signal?: AbortSignal }} [options]
 * @returns {Readable}
 */
function newStreamReadableFromReadableStream(readableStream, options = { __proto__: null }) {
  requireReadable(readableStream, 'readableStream');
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE(encoding, 'options.encoding');
  validateBoolean(objectMode, 'options.objectMode');

  const { Readable } = require('internal:stream/readable');
  const input = new Input(readableStream.getReader());
  const readable = new Readable({
    objectMode,
    highWaterMark,
    encoding,
    signal,
    read() {
      input.readInto(readable);
    },
    destroy(err, callback) {
      input.cancel(err).then(() => settle(callback, err), () => settle(callback, err));
    },
  });
  input.watch(readable);
  return readable;
}

/**
 * @param {WritableStream} writableStream
 * @param {{ highWaterMark?: number, decodeStrings?: boolean, objectMode?: boolean, signal?: AbortSignal }} [options]
 * @returns {Writable}
 */
function newStreamWritableFromWritableStream(writableStream, options = { __proto__: null }) {
  requireWritable(writableStream, 'writableStream');
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');

  const { Writable } = require('internal:stream/writable');
  const output = new Output(writableStream.getWriter(), decodeStrings && !objectMode);
  const writable = new Writable({
    highWaterMark,
    objectMode,
    decodeStrings,
    signal,
    writev: (chunks, callback) => output.writeAll(chunks, callback),
    write: (chunk, encoding, callback) => output.write(chunk, encoding, callback),
    destroy(err, callback) {
      output.destroy(err).then(() => settle(callback, err), () => settle(callback, err));
    },
    final: (callback) => output.close(callback),
  });
  output.watch(writable);
  return writable;
}

/**
 * @param {{ readable: ReadableStream, writable: WritableStream }} pair
 * @param {object} [options] of Duplex
 * @returns {Duplex}
 */
function newStreamDuplexFromReadableWritablePair(pair, options = { __proto__: null }) {
  validateObject(pair, 'pair');
  requireReadable(pair.readable, 'pair.readable');
  requireWritable(pair.writable, 'pair.writable');
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE(encoding, 'options.encoding');

  const { Duplex } = require('internal:stream/duplex');
  const output = new Output(pair.writable.getWriter(), decodeStrings && !objectMode);
  const input = new Input(pair.readable.getReader());
  const duplex = new Duplex({
    allowHalfOpen,
    highWaterMark,
    objectMode,
    encoding,
    decodeStrings,
    signal,
    writev: (chunks, callback) => output.writeAll(chunks, callback),
    write: (chunk, chunkEncoding, callback) => output.write(chunk, chunkEncoding, callback),
    final: (callback) => output.close(callback),
    read() {
      input.readInto(duplex);
    },
    destroy(err, callback) {
      Promise.all([output.destroy(err), input.cancel(err)]).then(() => settle(callback, err), () => settle(callback, err));
    },
  });
  output.watch(duplex);
  input.watch(duplex);
  return duplex;
}

/** The web stream that a Node stream reads. */
class Input {
  constructor(reader) {
    this.reader = reader;
    this.closed = false;
  }

  readInto(stream) {
    this.reader.read().then(({ value, done }) => stream.push(done ? null : value), (err) => destroyer(stream, err));
  }

  watch(stream) {
    this.reader.closed.then(() => {
      this.closed = true;
    }, (err) => {
      this.closed = true;
      destroyer(stream, err);
    });
  }

  cancel(err) {
    return this.closed ? Promise.resolve() : this.reader.cancel(err);
  }
}

/** The web stream that a Node stream writes. */
class Output {
  constructor(writer, decodesStrings) {
    this.writer = writer;
    this.decodesStrings = decodesStrings;
    this.closed = false;
  }

  write(chunk, encoding, callback) {
    const data = this.convert(chunk, encoding);
    this.writer.ready.then(() => this.writer.write(data)).then(() => settle(callback), (err) => settle(callback, err));
  }

  writeAll(chunks, callback) {
    this.writer.ready
      .then(() => Promise.all(chunks.map(({ chunk, encoding }) => this.writer.write(this.convert(chunk, encoding)))))
      .then(() => settle(callback), (err) => settle(callback, err));
  }

  convert(chunk, encoding) {
    return typeof chunk === 'string' && this.decodesStrings ? Buffer.from(chunk, encoding) : chunk;
  }

  close(callback) {
    if (this.closed) settle(callback);
    else this.writer.close().then(() => settle(callback), (err) => settle(callback, err));
  }

  watch(stream) {
    this.writer.closed.then(() => {
      this.closed = true;
      // Closed behind the Node stream's back.
      if (!isWritableEnded(stream)) destroyer(stream, new ERR_STREAM_PREMATURE_CLOSE());
    }, (err) => {
      this.closed = true;
      destroyer(stream, err);
    });
  }

  destroy(err) {
    if (this.closed) return Promise.resolve();
    return err ? this.writer.abort(err) : this.writer.close();
  }
}

/** Calls a stream's callback outside of the promise, so that what it throws is an uncaught exception and no rejection. */
function settle(callback, err) {
  process.nextTick(callback, err);
}

function requireReadable(stream, name) {
  if (!isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE(name, 'ReadableStream', stream);
}

function requireWritable(stream, name) {
  if (!isWritableStream(stream)) throw new ERR_INVALID_ARG_TYPE(name, 'WritableStream', stream);
}

module.exports = { newStreamReadableFromReadableStream, newStreamWritableFromWritableStream, newStreamDuplexFromReadableWritablePair };
