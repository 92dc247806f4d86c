'use strict';

const { kState, invalidState } = require('internal:stream/web/slots');
const { cancelStream, detachReader, readFrom } = require('internal:stream/web/readable_operations');
const { ReadableStreamDefaultReader } = require('internal:stream/web/readable_readers');

/**
 * The async iterator of a web stream (section 4.2.5). Calls of `next` queue up behind one another.
 * @param {ReadableStream} stream
 * @param {boolean} preventCancel
 */
function iterate(stream, preventCancel) {
  return new StreamIterator(new ReadableStreamDefaultReader(stream), preventCancel);
}

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function*() {}).prototype);

class StreamIterator {
  #reader;
  #preventCancel;
  #done = false;
  #last = undefined;

  constructor(reader, preventCancel) {
    this.#reader = reader;
    this.#preventCancel = preventCancel;
  }

  next() {
    this.#last = this.#last === undefined ? this.#read() : this.#last.then(() => this.#read(), () => this.#read());
    return this.#last;
  }

  return(value) {
    this.#last = this.#last === undefined ? this.#finish(value) : this.#last.then(() => this.#finish(value), () => this.#finish(value));
    return this.#last;
  }

  #read() {
    if (this.#done) return Promise.resolve({ done: true, value: undefined });
    const { stream } = this.#reader[kState];
    if (stream === undefined) return Promise.reject(invalidState('The reader is not bound to a ReadableStream'));
    return new Promise((resolve, reject) => {
      readFrom(stream[kState], {
        chunk: (value) => resolve({ done: false, value }),
        close: () => {
          this.#release();
          resolve({ done: true, value: undefined });
        },
        error: (err) => {
          this.#release();
          reject(err);
        },
      });
    });
  }

  async #finish(value) {
    if (this.#done) return { done: true, value };
    const { stream } = this.#reader[kState];
    if (stream === undefined) throw invalidState('The reader is not bound to a ReadableStream');
    const cancelled = this.#preventCancel ? undefined : cancelStream(stream[kState], value);
    this.#release();
    await cancelled;
    return { done: true, value };
  }

  #release() {
    this.#done = true;
    if (this.#reader[kState].stream !== undefined) detachReader(this.#reader);
  }
}
Object.setPrototypeOf(StreamIterator.prototype, AsyncIteratorPrototype);
for (const name of ['next', 'return']) Object.defineProperty(StreamIterator.prototype, name, { __proto__: null, enumerable: true });
delete StreamIterator.prototype.constructor;

module.exports = { iterate };
