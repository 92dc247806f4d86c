'use strict';

const { AbortError } = require('internal:shared/errors');
const { kState, invalidState } = require('internal:stream/web/slots');
const { cancelStream, detachReader, readFrom } = require('internal:stream/web/readable_operations');
const { ReadableStreamDefaultReader } = require('internal:stream/web/readable_readers');
const { abortStream, closeQueuedOrInFlight } = require('internal:stream/web/writable_control');
const { closeWithErrorPropagation } = require('internal:stream/web/writable_stream');

/** One `pipeTo` (section 4.3.1, ReadableStreamPipeTo). */
class Piping {
  constructor(source, destination, { preventAbort, preventCancel, preventClose, signal }) {
    this.source = source[kState];
    this.destination = destination[kState];
    this.preventAbort = preventAbort;
    this.preventCancel = preventCancel;
    this.preventClose = preventClose;
    this.signal = signal;
    this.reader = new ReadableStreamDefaultReader(source);
    this.writer = destination.getWriter();
    this.source.disturbed = true;
    this.shuttingDown = false;
    this.lastWrite = Promise.resolve();
    this.result = Promise.withResolvers();
    this.onAbort = () => this.abort();
  }

  /** @returns {Promise<void>} */
  start() {
    if (this.signal?.aborted) {
      this.abort();
      return this.result.promise;
    }
    this.signal?.addEventListener('abort', this.onAbort);
    this.watchSource();
    this.watchDestination();
    this.pump();
    return this.result.promise;
  }

  watchSource() {
    const onError = (err) => {
      const action = this.preventAbort ? undefined : () => abortStream(this.destination, err);
      this.shutDown(action, true, err);
    };
    const onClose = () => this.shutDown(this.preventClose ? undefined : () => closeWithErrorPropagation(this.writer), false);
    if (this.source.state === 'errored') onError(this.source.storedError);
    else if (this.source.state === 'closed') onClose();
    else this.reader.closed.then(onClose, onError);
  }

  watchDestination() {
    const onError = (err) => {
      const action = this.preventCancel ? undefined : () => cancelStream(this.source, err);
      this.shutDown(action, true, err);
    };
    const { destination } = this;
    if (destination.state === 'erroring' || destination.state === 'errored') {
      onError(destination.storedError);
    } else if (closeQueuedOrInFlight(destination) || destination.state === 'closed') {
      const err = invalidState('Destination WritableStream is closed');
      this.shutDown(this.preventCancel ? undefined : () => cancelStream(this.source, err), true, err);
    } else {
      this.writer.closed.then(undefined, onError);
    }
  }

  abort() {
    const err = this.signal.reason ?? new AbortError();
    this.shutDown(async () => {
      const actions = [];
      if (!this.preventAbort && this.destination.state === 'writable') actions.push(abortStream(this.destination, err));
      if (!this.preventCancel && this.source.state === 'readable') actions.push(cancelStream(this.source, err));
      await Promise.all(actions);
    }, true, err);
  }

  async pump() {
    while (!this.shuttingDown) {
      try {
        await this.writer.ready;
      } catch {
        // The destination failed: `watchDestination` hears of it.
        return;
      }
      if (this.shuttingDown || !(await this.step())) return;
    }
  }

  /** @returns {Promise<boolean>} there may be more */
  step() {
    return new Promise((resolve) => {
      readFrom(this.source, {
        chunk: (chunk) => {
          this.lastWrite = this.writer.write(chunk).then(undefined, () => {});
          resolve(true);
        },
        close: () => resolve(false),
        error: () => resolve(false),
      });
    });
  }

  /**
   * Ends the pipe: first what was read is written, then `action`.
   * @param {(() => Promise<unknown>) | undefined} action
   * @param {boolean} failed `err` is the outcome
   */
  async shutDown(action, failed, err) {
    if (this.shuttingDown) return;
    this.shuttingDown = true;
    try {
      if (this.destination.state === 'writable' && !closeQueuedOrInFlight(this.destination)) await this.writesDone();
      await action?.();
      this.finish(failed, err);
    } catch (actionError) {
      this.finish(true, actionError);
    }
  }

  async writesDone() {
    let last;
    do {
      last = this.lastWrite;
      await last;
    } while (last !== this.lastWrite);
  }

  finish(failed, err) {
    this.writer.releaseLock();
    detachReader(this.reader);
    this.signal?.removeEventListener('abort', this.onAbort);
    if (failed) this.result.reject(err);
    else this.result.resolve();
  }
}

module.exports = { Piping };
