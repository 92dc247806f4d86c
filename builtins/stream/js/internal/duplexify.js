'use strict';

const process = require('internal:process/object');
const { AbortError, codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE } } = require('internal:shared/errors');
const { destroyer } = require('internal:stream/lifecycle');
const { finished } = require('internal:stream/finished');
const { Readable } = require('internal:stream/readable');
const { Writable } = require('internal:stream/writable');
const { Duplex } = require('internal:stream/duplex');
const { streamFrom } = require('internal:stream/readable_iterator');
const { JoinedDuplex } = require('internal:stream/joined_duplex');
const {
  isDuplexNodeStream, isIterable, isNodeStream, isReadable, isReadableNodeStream, isReadableStream, isWritable,
  isWritableNodeStream, isWritableStream,
} = require('internal:stream/predicates');

/**
 * Makes a duplex of whatever can be read from, written to, or both.
 * @param {unknown} body
 * @param {string} name of the argument, for the error
 * @returns {Duplex}
 */
function duplexify(body, name) {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return joinPair({ readable: body });
  if (isWritableNodeStream(body)) return joinPair({ writable: body });
  if (isNodeStream(body)) return joinPair({ writable: false, readable: false });
  if (isReadableStream(body)) return joinPair({ readable: Readable.fromWeb(body) });
  if (isWritableStream(body)) return joinPair({ writable: Writable.fromWeb(body) });
  if (typeof body === 'function') return fromFunction(body, name);
  if (isBlob(body)) return duplexify(body.arrayBuffer(), name);
  if (isIterable(body)) return fromIterable(body, { writable: false });
  if (isReadableStream(body?.readable) && isWritableStream(body?.writable)) return Duplex.fromWeb(body);
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') return fromPair(body, name);
  if (typeof body?.then === 'function') return fromPromise(body);
  throw new ERR_INVALID_ARG_TYPE(name, [
    'Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function', '{ readable, writable } pair',
    'Promise',
  ], body);
}

function isBlob(value) {
  const { Blob } = require('node:buffer');
  return value instanceof Blob;
}

/** `Readable.from`, giving a duplex. */
function fromIterable(iterable, options) {
  return streamFrom(Duplex, iterable, { objectMode: true, ...options });
}

/** An async generator function transforms; an async function consumes. */
function fromFunction(fn, name) {
  const feed = new Feed();
  const value = fn(feed.chunks(), { signal: feed.controller.signal });
  const implementation = {
    write: (chunk, encoding, callback) => feed.put(chunk, false, callback),
    final: (callback) => feed.put(undefined, true, callback),
    destroy(err, callback) {
      feed.controller.abort();
      callback(err);
    },
  };
  if (isIterable(value)) return fromIterable(value, implementation);
  if (typeof value?.then === 'function') return fromConsumer(value, implementation);
  throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
}

/** Gives a generator what is written to a stream. */
class Feed {
  constructor() {
    const { AbortController } = require('internal:web/abort_controller');
    this.controller = new AbortController();
    this.next = Promise.withResolvers();
  }

  /** @param {() => void} callback runs when the generator has taken the chunk */
  put(chunk, done, callback) {
    this.next.resolve({ chunk, done, callback });
  }

  async* chunks() {
    const { signal } = this.controller;
    while (true) {
      const { chunk, done, callback } = await this.next.promise;
      process.nextTick(callback);
      if (done) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      this.next = Promise.withResolvers();
      yield chunk;
    }
  }
}

function fromConsumer(promise, { write, final, destroy }) {
  const settled = promise.then(
    (value) => {
      if (value !== null && value !== undefined) throw new ERR_INVALID_RETURN_VALUE('nully', 'body', value);
    },
    (err) => destroyer(duplex, err),
  );
  const duplex = new Duplex({
    objectMode: true,
    readable: false,
    write,
    final(callback) {
      final(() => {
        settled.then(() => process.nextTick(callback, null), (err) => process.nextTick(callback, err));
      });
    },
    destroy,
  });
  return duplex;
}

function fromPromise(promise) {
  const duplex = new Duplex({ objectMode: true, writable: false, read() {} });
  promise.then(
    (value) => {
      if (value !== null && value !== undefined) duplex.push(value);
      duplex.push(null);
    },
    (err) => destroyer(duplex, err),
  );
  return duplex;
}

function fromPair({ readable, writable }, name) {
  return joinPair({
    readable: readable && !isReadableNodeStream(readable) ? duplexify(readable, name) : readable,
    writable: writable && !isWritableNodeStream(writable) ? duplexify(writable, name) : writable,
  });
}

/** @param {{ readable?: object | false, writable?: object | false }} pair of Node streams */
function joinPair(pair) {
  const source = pair.readable && typeof pair.readable.read !== 'function' ? Readable.wrap(pair.readable) : pair.readable;
  const target = pair.writable;
  let reading = Boolean(isReadable(source));
  let writing = Boolean(isWritable(target));

  const duplex = new JoinedDuplex({
    readableObjectMode: Boolean(source?.readableObjectMode),
    writableObjectMode: Boolean(target?.writableObjectMode),
    readable: reading,
    writable: writing,
  }, (err) => {
    destroyer(target, err);
    destroyer(source, err);
  });
  const closeIfDone = (err) => {
    if (!err && (reading || writing)) return;
    duplex.halvesClosed(err);
    if (!err) duplex.destroy();
  };
  if (writing) {
    finished(target, (err) => {
      writing = false;
      if (err) destroyer(source, err);
      closeIfDone(err);
    });
    duplex.writeTo(target);
    target.on('finish', () => duplex.finishWriting());
  }
  if (reading) {
    finished(source, (err) => {
      reading = false;
      if (err) destroyer(target, err);
      closeIfDone(err);
    });
    duplex.readFrom(source);
  }
  return duplex;
}

module.exports = { duplexify };
