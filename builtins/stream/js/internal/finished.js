'use strict';

const process = require('internal:process/object');
const { AbortError, codes: { ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE } } = require('internal:shared/errors');
const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require('internal:shared/validators');
const {
  isClosed, isNodeStream, isReadable, isReadableFinished, isReadableNodeStream, isReadableStream, isWritable, isWritableFinished,
  isWritableNodeStream, isWritableStream, kIsClosedPromise, readableError, willEmitClose, writableError,
} = require('internal:stream/predicates');

/**
 * `stream.finished`: calls back once the stream can do no more, whether it ended, failed or was cut off.
 * @param {object} stream
 * @param {{ readable?: boolean, writable?: boolean, error?: boolean, signal?: AbortSignal }} [options] which sides count
 * @param {(err?: Error) => void} callback
 * @returns {() => void} removes the listeners
 */
function finished(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else if (options === undefined || options === null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');
  callback = require('node:async_hooks').AsyncResource.bind(callback, 'STREAM_END_OF_STREAM');

  if (isReadableStream(stream) || isWritableStream(stream)) return watchWebStream(stream, options, callback);
  if (!isNodeStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const watch = new Watch(stream, options, callback);
  watch.start();
  return () => watch.stop();
}

/** One `finished` call on a Node stream. */
class Watch {
  constructor(stream, options, callback) {
    this.stream = stream;
    this.options = options;
    this.callback = callback;
    this.called = false;
    this.listeners = [];
    this.readable = options.readable ?? isReadableNodeStream(stream);
    this.writable = options.writable ?? isWritableNodeStream(stream);
    this.readableDone = isReadableFinished(stream, false);
    this.writableDone = isWritableFinished(stream, false);
    // 'close' is worth waiting for only when it comes after exactly the sides that count.
    this.waitsForClose = willEmitClose(stream) &&
      isReadableNodeStream(stream) === this.readable && isWritableNodeStream(stream) === this.writable;
    this.closed = isClosed(stream);
    this.abortRegistration = null;
  }

  start() {
    const { stream } = this;
    const onFinish = () => this.onFinish();
    const onClose = () => this.onClose();

    if (isRequest(stream)) {
      this.watchRequest(onFinish, onClose);
    } else if (this.writable && !stream._writableState) {
      // Old-style writables say 'end' or 'close' where ours say 'finish'.
      const onLegacyFinish = () => {
        if (!stream.writable) this.onFinish();
      };
      this.listen(stream, 'end', onLegacyFinish);
      this.listen(stream, 'close', onLegacyFinish);
    }
    if (!this.waitsForClose && typeof stream.aborted === 'boolean') this.listen(stream, 'aborted', onClose);

    this.listen(stream, 'end', () => this.onEnd());
    this.listen(stream, 'finish', onFinish);
    if (this.options.error !== false) this.listen(stream, 'error', (err) => this.done(err));
    this.listen(stream, 'close', onClose);

    if (this.closed) process.nextTick(onClose);
    else if (this.isOver()) process.nextTick(() => this.reportEnd());
    if (this.options.signal && !this.closed) this.watchSignal(this.options.signal);
  }

  /** Whether no event is to be expected any more. */
  isOver() {
    const { stream } = this;
    const writable = stream._writableState;
    const readable = stream._readableState;
    if (writable?.errorEmitted || readable?.errorEmitted) return !this.waitsForClose;
    if (!this.readable && (!this.waitsForClose || isReadable(stream)) &&
        (this.writableDone || isWritable(stream) === false) && !writable?.pendingcb) {
      return true;
    }
    if (!this.writable && (!this.waitsForClose || isWritable(stream)) &&
        (this.readableDone || isReadable(stream) === false)) {
      return true;
    }
    return Boolean(readable && stream.req && stream.aborted);
  }

  watchRequest(onFinish, onClose) {
    const { stream } = this;
    const watchMessage = () => this.listen(stream.req, 'finish', onFinish);
    this.listen(stream, 'complete', onFinish);
    if (!this.waitsForClose) this.listen(stream, 'abort', onClose);
    if (stream.req) watchMessage();
    else this.listen(stream, 'request', watchMessage);
  }

  watchSignal(signal) {
    const onAbort = () => {
      if (this.called) return;
      this.stop();
      this.callback.call(this.stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) process.nextTick(onAbort);
    else this.abortRegistration = require('node:events').addAbortListener(signal, onAbort);
  }

  onFinish() {
    this.writableDone = true;
    // `stream.destroy()` in between may have suppressed 'close'.
    if (this.stream.destroyed) this.waitsForClose = false;
    if (this.waitsForClose && (!this.stream.writable || this.readable)) return;
    if (!this.readable || this.readableDone) this.done();
  }

  onEnd() {
    this.readableDone = true;
    if (this.stream.destroyed) this.waitsForClose = false;
    if (this.waitsForClose && (!this.stream.readable || this.writable)) return;
    if (!this.writable || this.writableDone) this.done();
  }

  onClose() {
    const { stream } = this;
    this.closed = true;
    const err = errorOf(stream);
    if (err) this.done(err);
    else if (this.isCutOff()) this.done(new ERR_STREAM_PREMATURE_CLOSE());
    else this.done();
  }

  isCutOff() {
    const { stream } = this;
    if (this.readable && !this.readableDone && isReadableNodeStream(stream, true) && !isReadableFinished(stream, false)) return true;
    return this.writable && !this.writableDone && !isWritableFinished(stream, false);
  }

  /** The stream was over when the watch began. */
  reportEnd() {
    this.closed = true;
    const err = errorOf(this.stream);
    if (err) this.done(err);
    else this.done();
  }

  done(err) {
    if (this.called) return;
    this.called = true;
    this.abortRegistration?.[Symbol.dispose]();
    if (err === undefined) this.callback.call(this.stream);
    else this.callback.call(this.stream, err);
  }

  listen(emitter, event, listener) {
    emitter.on(event, listener);
    this.listeners.push([emitter, event, listener]);
  }

  stop() {
    this.called = true;
    this.abortRegistration?.[Symbol.dispose]();
    for (const [emitter, event, listener] of this.listeners) emitter.removeListener(event, listener);
    this.listeners = [];
  }
}

function errorOf(stream) {
  const err = writableError(stream) || readableError(stream);
  return typeof err === 'boolean' ? null : err;
}

/** A client request, whose response decides when it is complete. */
function isRequest(stream) {
  return Boolean(stream.setHeader) && typeof stream.abort === 'function';
}

function watchWebStream(stream, { signal }, callback) {
  let aborted = false;
  let registration = null;
  const onAbort = () => {
    aborted = true;
    callback.call(stream, new AbortError(undefined, { cause: signal.reason }));
  };
  const report = (...args) => {
    if (aborted) return;
    process.nextTick(() => {
      registration?.[Symbol.dispose]();
      callback.apply(stream, args);
    });
  };
  if (signal?.aborted) process.nextTick(onAbort);
  else if (signal) registration = require('node:events').addAbortListener(signal, onAbort);
  stream[kIsClosedPromise].promise.then(report, report);
  return () => {};
}

/**
 * `finished` of `node:stream/promises`.
 * @param {object} stream
 * @param {{ cleanup?: boolean, readable?: boolean, writable?: boolean, error?: boolean, signal?: AbortSignal }} [options]
 *   `cleanup` removes the listeners once the promise settles
 * @returns {Promise<void>}
 */
function finishedPromise(stream, options) {
  options ??= {};
  if (options.cleanup) validateBoolean(options.cleanup, 'cleanup');
  return new Promise((resolve, reject) => {
    const cleanup = finished(stream, options, (err) => {
      if (options.cleanup) cleanup();
      if (err) reject(err);
      else resolve();
    });
  });
}

module.exports = { finished, finishedPromise };
