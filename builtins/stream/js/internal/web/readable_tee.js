'use strict';

const { queueMicrotask } = require('internal:process/task_queues');
const { kState, isKind } = require('internal:stream/web/slots');
const { cancelStream, detachReader, readFrom } = require('internal:stream/web/readable_operations');
const { ReadableStreamBYOBReader, ReadableStreamDefaultReader } = require('internal:stream/web/readable_readers');
const { createReadableStream, createReadableByteStream } = require('internal:stream/web/readable_stream');

/**
 * Two streams with the chunks of one (section 4.3.1, ReadableStreamTee).
 * @param {ReadableStream} stream
 * @returns {[ReadableStream, ReadableStream]}
 */
function tee(stream) {
  const isBytes = isKind(stream[kState].controller, 'ReadableByteStreamController');
  return isBytes ? new ByteTee(stream).split() : new Tee(stream).split();
}

/** What both kinds have in common: the source is cancelled when both branches are. */
class Tee {
  constructor(stream) {
    this.source = stream[kState];
    this.reader = new ReadableStreamDefaultReader(stream);
    this.reading = false;
    this.readAgain = false;
    this.branches = [];
    this.canceled = [false, false];
    this.reasons = [undefined, undefined];
    this.cancelled = Promise.withResolvers();
  }

  split() {
    this.branches = [this.createBranch(0), this.createBranch(1)];
    this.watch(this.reader);
    return this.branches;
  }

  createBranch(i) {
    return createReadableStream({ pull: () => this.pull(), cancel: (reason) => this.cancel(i, reason) });
  }

  /** An error of the source is both branches' error. */
  watch(reader) {
    reader[kState].closed.promise.then(undefined, (err) => {
      if (reader !== this.reader) return;
      for (let i = 0; i < 2; i++) this.control(i).error(err);
      if (!this.canceled[0] || !this.canceled[1]) this.cancelled.resolve();
    });
  }

  control(i) {
    return this.branches[i][kState].controller[kState];
  }

  cancel(i, reason) {
    this.canceled[i] = true;
    this.reasons[i] = reason;
    if (this.canceled[1 - i]) this.cancelled.resolve(cancelStream(this.source, [...this.reasons]));
    return this.cancelled.promise;
  }

  pull() {
    if (this.reading) {
      this.readAgain = true;
      return Promise.resolve();
    }
    this.reading = true;
    readFrom(this.source, {
      // On a later microtask, because the branches' queues may call back into user code.
      chunk: (value) => queueMicrotask(() => this.deliver(value)),
      close: () => this.close(),
      error: () => {
        this.reading = false;
      },
    });
    return Promise.resolve();
  }

  deliver(value) {
    this.readAgain = false;
    for (let i = 0; i < 2; i++) if (!this.canceled[i]) this.control(i).enqueue(value);
    this.reading = false;
    if (this.readAgain) this.pull();
  }

  close() {
    this.reading = false;
    for (let i = 0; i < 2; i++) if (!this.canceled[i]) this.control(i).close();
    if (!this.canceled[0] || !this.canceled[1]) this.cancelled.resolve();
  }
}

/** Of a byte stream: each branch gets bytes of its own, and a BYOB read of a branch reads the source into the reader's buffer. */
class ByteTee extends Tee {
  constructor(stream) {
    super(stream);
    this.stream = stream;
    this.pullAgain = [false, false];
  }

  createBranch(i) {
    return createReadableByteStream({ pull: () => this.pullBranch(i), cancel: (reason) => this.cancel(i, reason) });
  }

  pullBranch(i) {
    if (this.reading) {
      this.pullAgain[i] = true;
      return Promise.resolve();
    }
    this.reading = true;
    const request = this.control(i).byobRequest();
    if (request === null) this.readChunk();
    else this.readInto(request[kState].view, i);
    return Promise.resolve();
  }

  useReader(Reader) {
    if (this.reader instanceof Reader) return;
    const old = this.reader;
    this.reader = undefined;
    detachReader(old);
    this.reader = new Reader(this.stream);
    this.watch(this.reader);
  }

  readChunk() {
    this.useReader(ReadableStreamDefaultReader);
    readFrom(this.source, {
      chunk: (value) => queueMicrotask(() => this.deliverBytes(value)),
      close: () => this.closeBytes(undefined, 0),
      error: () => {
        this.reading = false;
      },
    });
  }

  readInto(view, i) {
    const { pullInto } = require('internal:stream/web/readable_byte_controller');
    this.useReader(ReadableStreamBYOBReader);
    this.source.disturbed = true;
    pullInto(this.source.controller, view, 1, {
      chunk: (value) => queueMicrotask(() => this.deliverInto(value, i)),
      close: (value) => this.closeBytes(value, i),
      error: () => {
        this.reading = false;
      },
    });
  }

  deliverBytes(chunk) {
    this.pullAgain = [false, false];
    const second = this.canceled[0] || this.canceled[1] ? chunk : this.clone(chunk);
    if (second === undefined) return;
    if (!this.canceled[0]) this.control(0).enqueue(chunk);
    if (!this.canceled[1]) this.control(1).enqueue(second);
    this.continueReading();
  }

  deliverInto(view, i) {
    this.pullAgain = [false, false];
    const other = 1 - i;
    if (!this.canceled[other]) {
      const copy = this.clone(view);
      if (copy === undefined) return;
      if (!this.canceled[i]) this.control(i).respondWithNewView(view);
      this.control(other).enqueue(copy);
    } else if (!this.canceled[i]) {
      this.control(i).respondWithNewView(view);
    }
    this.continueReading();
  }

  clone(chunk) {
    try {
      return new Uint8Array(chunk.buffer.slice(chunk.byteOffset, chunk.byteOffset + chunk.byteLength));
    } catch (err) {
      for (let i = 0; i < 2; i++) this.control(i).error(err);
      this.cancelled.resolve(cancelStream(this.source, err));
      return undefined;
    }
  }

  continueReading() {
    this.reading = false;
    if (this.pullAgain[0]) this.pullBranch(0);
    else if (this.pullAgain[1]) this.pullBranch(1);
  }

  /** @param {ArrayBufferView | undefined} view that a BYOB read of branch `i` gets back empty */
  closeBytes(view, i) {
    this.reading = false;
    for (let k = 0; k < 2; k++) if (!this.canceled[k]) this.control(k).close();
    if (view !== undefined) {
      if (!this.canceled[i]) this.control(i).respondWithNewView(view);
      if (!this.canceled[1 - i] && this.control(1 - i).pendingPullIntos.length > 0) this.control(1 - i).respond(0);
    } else {
      for (let k = 0; k < 2; k++) if (this.control(k).pendingPullIntos.length > 0) this.control(k).respond(0);
    }
    if (!this.canceled[0] || !this.canceled[1]) this.cancelled.resolve();
  }
}

module.exports = { tee };
