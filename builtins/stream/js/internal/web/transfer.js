'use strict';

/**
 * Streams that move to another thread (sections 4.2.5, 5.2.5 and 8.2). What moves is an end of a channel; the stream itself stays, piped to or
 * from the other end. The side that reads asks for each chunk (`pull`), so backpressure crosses the channel.
 */

const { kState } = require('internal:stream/web/slots');
const { createReadableStream } = require('internal:stream/web/readable_stream');
const { createWritableStream } = require('internal:stream/web/writable_stream');
const { Wire, makeEnds } = require('internal:web/wire');

/** Kinds of messages: a record is `{ type, value }`. */
const kPull = 'pull';
const kChunk = 'chunk';
const kClose = 'close';
const kError = 'error';

/** Whether waiting for the other side keeps the loop alive: it does where the program waits, not where the runtime does in its place. */
const kForeground = 'foreground';
const kBackground = 'background';

/**
 * Moves a readable stream, which is locked from now on.
 * @param {ReadableStream} stream
 * @returns {binding.Parcel} for `openReadable`
 */
function sendReadable(stream) {
  const [near, far] = makeEnds();
  pipe(stream, new Outlet(near, kBackground).stream);
  return far;
}

/**
 * Moves a writable stream, which is locked from now on.
 * @param {WritableStream} stream
 * @returns {binding.Parcel} for `openWritable`
 */
function sendWritable(stream) {
  const [near, far] = makeEnds();
  pipe(new Inlet(near, kBackground).stream, stream);
  return far;
}

/** @param {unknown} _data @param {binding.Parcel} end */
function openReadable(_data, end) {
  return new Inlet(end, kForeground).stream;
}

/** @param {unknown} _data @param {binding.Parcel} end */
function openWritable(_data, end) {
  return new Outlet(end, kForeground).stream;
}

module.exports = { sendReadable, sendWritable, openReadable, openWritable };

function pipe(source, destination) {
  const { Piping } = require('internal:stream/web/readable_pipe');
  const options = { preventAbort: false, preventCancel: false, preventClose: false, signal: undefined };
  // Each end tells the other thread of its errors.
  new Piping(source, destination, options).start().catch(() => {});
}

/** An end of the channel, and how it is left. */
class End {
  constructor(end, ground) {
    this.keepsAlive = ground === kForeground;
    this.wire = new Wire(end, this);
  }

  wait() {
    if (this.keepsAlive) this.wire.ref();
  }

  stopWaiting() {
    if (this.keepsAlive) this.wire.unref();
  }

  /** Tells the other side why this one ends. @throws when the reason cannot cross; the other side hears of that then */
  leaveWith(reason) {
    try {
      sendOrReport(this.wire, kError, reason);
    } finally {
      this.wire.close();
    }
  }

  /** A message that could not be read. */
  fail(error) {
    try {
      this.leaveWith(error);
    } catch {
      // The other side has the DataCloneError instead.
    }
    this.endWith(error);
  }

  control() {
    return this.stream[kState].controller[kState];
  }
}

/** Where chunks come out of the channel. */
class Inlet extends End {
  stream = createReadableStream({
    pull: async () => {
      this.wait();
      this.wire.post({ type: kPull });
    },
    cancel: async (reason) => this.leaveWith(reason),
    highWaterMark: 0,
  });

  take({ type, value }) {
    this.stopWaiting();
    if (type === kChunk) {
      this.control().enqueue(value);
      return;
    }
    this.wire.close();
    if (type === kClose) this.control().close();
    else this.endWith(value);
  }

  endWith(error) {
    this.control().error(error);
  }
}

/** Where chunks go into the channel. */
class Outlet extends End {
  /** Settled once the other side wants a chunk. */
  wanted = Promise.withResolvers();

  stream = createWritableStream({
    start: () => undefined,
    write: (chunk) => this.write(chunk),
    close: async () => {
      this.wire.post({ type: kClose });
      this.wire.close();
    },
    abort: async (reason) => this.leaveWith(reason),
    highWaterMark: 1,
  });

  async write(chunk) {
    this.wait();
    await this.wanted.promise;
    this.stopWaiting();
    this.wanted = Promise.withResolvers();
    try {
      sendOrReport(this.wire, kChunk, chunk);
    } catch (error) {
      this.wire.close();
      throw error;
    }
  }

  take({ type, value }) {
    if (type === kError) this.endWith(value);
    else this.wanted.resolve();
  }

  endWith(error) {
    this.control().errorIfWritable(error);
    this.wanted.resolve();
  }
}

/** Posts; when the value cannot be cloned, the other side gets that as its error and the caller too. */
function sendOrReport(wire, type, value) {
  try {
    wire.post({ type, value });
  } catch (error) {
    wire.post({ type: kError, value: error });
    throw error;
  }
}
