'use strict';

/**
 * The standard streams of a worker, which lead to and from the thread that started it. A stream has a writing half on one thread and a
 * reading half on the other; the writer may go on when the reader asks for more.
 */

const { Readable, Writable } = require('node:stream');
const process = require('internal:process/object');
const { kStdioChunks, kStdioWanted } = require('internal:worker_threads/control');

/** What keeps the port in the event loop: streams of this thread that wait for the other one. @type {WeakMap<MessagePort, number>} */
const waiting = new WeakMap();

function beginWaiting(port) {
  const count = waiting.get(port) ?? 0;
  waiting.set(port, count + 1);
  if (count === 0) port.ref();
}

function endWaiting(port) {
  const count = waiting.get(port) - 1;
  waiting.set(port, count);
  if (count === 0) port.unref();
}

class ReadableWorkerStdio extends Readable {
  #port;
  #name;
  #keepsAlive;
  #isReading = false;

  /**
   * @param {MessagePort} port
   * @param {string} name
   * @param {boolean} keepsAlive whether reading keeps this thread alive; the parent is kept by the worker itself
   */
  constructor(port, name, keepsAlive) {
    super();
    this.#port = port;
    this.#name = name;
    this.#keepsAlive = keepsAlive;
    this.on('end', () => this.#stop());
  }

  _read() {
    if (!this.#isReading && this.#keepsAlive) {
      this.#isReading = true;
      beginWaiting(this.#port);
    }
    this.#port.postMessage({ type: kStdioWanted, stream: this.#name });
  }

  /** @param {[Uint8Array | string | null, string][]} chunks */
  take(chunks) {
    for (const [chunk, encoding] of chunks) this.push(chunk, encoding);
  }

  #stop() {
    if (!this.#isReading) return;
    this.#isReading = false;
    endWaiting(this.#port);
  }
}

class WritableWorkerStdio extends Writable {
  #port;
  #name;
  #waits;
  #callbacks = [];

  /**
   * @param {MessagePort} port
   * @param {string} name
   * @param {boolean} [waits] whether the next chunk waits until the other side has taken this one
   */
  constructor(port, name, waits = true) {
    super({ decodeStrings: false });
    this.#port = port;
    this.#name = name;
    this.#waits = waits;
  }

  _writev(chunks, callback) {
    this.#send(chunks.map(({ chunk, encoding }) => [chunk, encoding]));
    // Nobody runs a callback of a thread that is ending, and what it has still to say must get out.
    if (process._exiting || !this.#waits) return callback();
    this.#callbacks.push(callback);
    if (this.#callbacks.length === 1) beginWaiting(this.#port);
    return undefined;
  }

  _final(callback) {
    this.#send([[null, '']]);
    callback();
  }

  /** The other side wants more; or this thread ends and does not wait for that. */
  release() {
    if (this.#callbacks.length === 0) return;
    endWaiting(this.#port);
    for (const callback of this.#callbacks.splice(0)) callback();
  }

  #send(chunks) {
    this.#port.postMessage({ type: kStdioChunks, stream: this.#name, chunks });
  }
}

module.exports = { ReadableWorkerStdio, WritableWorkerStdio };
