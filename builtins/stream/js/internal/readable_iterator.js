'use strict';

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { aggregateTwoErrors, codes } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');
const { destroyer } = require('internal:stream/lifecycle');
const { finished } = require('internal:stream/finished');

/** Adds what connects streams and iterators, in both directions, to Readable. */
function install(Readable) {
  Readable.prototype[Symbol.asyncIterator] = function asyncIterator() {
    return iterate(Readable, this, undefined);
  };

  /**
   * The async iterator, with a choice about what leaving the loop does to the stream.
   * @param {{ destroyOnReturn?: boolean }} [options]
   */
  Readable.prototype.iterator = function iterator(options) {
    if (options !== undefined) validateObject(options, 'options');
    return iterate(Readable, this, options);
  };

  /**
   * `Readable.from`.
   * @param {Iterable | AsyncIterable | string | Buffer} iterable a string or a Buffer is one chunk
   * @param {object} [options] of Readable; object mode unless they say otherwise
   */
  Readable.from = function from(iterable, options) {
    return streamFrom(Readable, iterable, options);
  };
}

function iterate(Readable, stream, options) {
  if (typeof stream.read !== 'function') stream = Readable.wrap(stream, { objectMode: true });
  const iterator = chunksOf(stream, options);
  iterator.stream = stream;
  return iterator;
}

async function* chunksOf(stream, options) {
  let wake = null;
  // undefined while the stream lives, null once it has ended well.
  let failure;

  function onReadable() {
    if (wake !== null) {
      wake();
      wake = null;
    }
  }
  function sleep(resolve) {
    wake = resolve;
  }

  stream.on('readable', onReadable);
  const stopWatching = finished(stream, { writable: false }, (err) => {
    failure = err ? aggregateTwoErrors(failure, err) : null;
    onReadable();
  });

  try {
    while (true) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (failure) throw failure;
      else if (failure === null) return;
      else await new Promise(sleep);
    }
  } catch (err) {
    failure = aggregateTwoErrors(failure, err);
    throw failure;
  } finally {
    if ((failure || options?.destroyOnReturn !== false) && (failure === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', onReadable);
      stopWatching();
    }
  }
}

/**
 * @param {new (options: object) => Readable} Readable the class of the stream: Duplex.from uses this too
 */
function streamFrom(Readable, iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return new Readable({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  if (iterable?.[Symbol.asyncIterator]) return new IteratorSource(iterable[Symbol.asyncIterator](), true).open(Readable, options);
  if (iterable?.[Symbol.iterator]) return new IteratorSource(iterable[Symbol.iterator](), false).open(Readable, options);
  throw new codes.ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
}

/** The implementation of a stream over an iterator. */
class IteratorSource {
  constructor(iterator, isAsync) {
    this.iterator = iterator;
    this.isAsync = isAsync;
    this.stream = null;
    // Between `_read` and the push that finds the buffer full.
    this.pulling = false;
  }

  open(Readable, options) {
    // One chunk ahead: an iterator should not be asked for values that nobody may want.
    this.stream = new Readable({ objectMode: true, highWaterMark: 1, ...options });
    this.stream._read = () => this.pull();
    this.stream._destroy = (err, callback) => {
      this.close(err).then(
        () => process.nextTick(callback, err),
        (error) => process.nextTick(callback, error || err),
      );
    };
    return this.stream;
  }

  pull() {
    if (this.pulling) return;
    this.pulling = true;
    if (this.isAsync) this.pullAsync();
    else this.pullSync();
  }

  /** Without promises as long as the values are none. */
  pullSync() {
    try {
      while (true) {
        const { value, done } = this.iterator.next();
        if (done) {
          this.stream.push(null);
          return;
        }
        if (typeof value?.then === 'function') {
          this.pullMixed(value);
          return;
        }
        if (!this.pushValue(value)) return;
      }
    } catch (err) {
      this.stream.destroy(err);
    }
  }

  /** Goes on asynchronously after a synchronous iterator has given a promise. */
  async pullMixed(pending) {
    try {
      if (this.pushValue(await pending)) this.pullSync();
    } catch (err) {
      this.stream.destroy(err);
    }
  }

  async pullAsync() {
    try {
      while (true) {
        const { value, done } = await this.iterator.next();
        if (done) {
          this.stream.push(null);
          return;
        }
        if (!this.pushValue(typeof value?.then === 'function' ? await value : value)) return;
      }
    } catch (err) {
      this.stream.destroy(err);
    }
  }

  /** @returns {boolean} there is room for another */
  pushValue(value) {
    if (value === null) {
      this.pulling = false;
      throw new codes.ERR_STREAM_NULL_VALUES();
    }
    const more = this.stream.push(value);
    if (!more) this.pulling = false;
    return more;
  }

  /** Lets the iterator run its `finally` blocks. */
  async close(err) {
    const failed = err !== undefined && err !== null;
    if (failed && typeof this.iterator.throw === 'function') {
      const { value, done } = await this.iterator.throw(err);
      await value;
      if (done) return;
    }
    if (typeof this.iterator.return === 'function') {
      const { value } = await this.iterator.return();
      await value;
    }
  }
}

module.exports = { install, streamFrom };
