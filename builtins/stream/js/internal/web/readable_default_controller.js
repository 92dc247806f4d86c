'use strict';

const { kState, slots, requireInternal, kInternal, invalidState, finishClass } = require('internal:stream/web/slots');
const { SizedQueue } = require('internal:stream/web/queue');
const { closeStream, errorStream, hasDefaultReader, pendingReads } = require('internal:stream/web/readable_operations');

class ReadableStreamDefaultController {
  constructor(token = undefined) {
    requireInternal(token);
  }

  get desiredSize() {
    return slots(this, 'ReadableStreamDefaultController').desiredSize();
  }

  close() {
    const control = slots(this, 'ReadableStreamDefaultController');
    if (!control.canClose()) throw invalidState('Controller is already closed');
    control.close();
  }

  enqueue(chunk = undefined) {
    const control = slots(this, 'ReadableStreamDefaultController');
    if (!control.canClose()) throw invalidState('Controller is already closed');
    control.enqueue(chunk);
  }

  error(err = undefined) {
    slots(this, 'ReadableStreamDefaultController').error(err);
  }
}

finishClass(ReadableStreamDefaultController, ['close', 'desiredSize', 'enqueue', 'error'], () => ({}));

/** The slots of a controller, and the operations on them. */
class DefaultControl {
  kind = 'ReadableStreamDefaultController';
  queue = new SizedQueue();
  started = false;
  closeRequested = false;
  pulling = false;
  pullAgain = false;

  /**
   * @param {object} state of the stream
   * @param {{ pull: () => Promise<void>, cancel: (reason: unknown) => Promise<void>, size: (chunk: unknown) => number,
   *   highWaterMark: number }} source
   */
  constructor(state, { pull, cancel, size, highWaterMark }) {
    this.stream = state;
    this.pull = pull;
    this.cancel = cancel;
    this.size = size;
    this.highWaterMark = highWaterMark;
  }

  canClose() {
    return !this.closeRequested && this.stream.state === 'readable';
  }

  desiredSize() {
    if (this.stream.state === 'errored') return null;
    return this.stream.state === 'closed' ? 0 : this.highWaterMark - this.queue.totalSize;
  }

  close() {
    if (!this.canClose()) return;
    this.closeRequested = true;
    if (this.queue.length > 0) return;
    this.clearAlgorithms();
    closeStream(this.stream);
  }

  enqueue(chunk) {
    if (!this.canClose()) return;
    if (hasDefaultReader(this.stream) && pendingReads(this.stream).length > 0) {
      pendingReads(this.stream).shift().chunk(chunk);
    } else {
      try {
        this.queue.push(chunk, Reflect.apply(this.size, undefined, [chunk]));
      } catch (err) {
        this.error(err);
        throw err;
      }
    }
    this.pullIfNeeded();
  }

  error(err) {
    if (this.stream.state !== 'readable') return;
    this.queue.clear();
    this.clearAlgorithms();
    errorStream(this.stream, err);
  }

  pullIfNeeded() {
    if (!this.shouldPull()) return;
    if (this.pulling) {
      this.pullAgain = true;
      return;
    }
    this.pulling = true;
    this.pull().then(() => {
      this.pulling = false;
      if (!this.pullAgain) return;
      this.pullAgain = false;
      this.pullIfNeeded();
    }, (err) => this.error(err));
  }

  shouldPull() {
    if (!this.canClose() || !this.started) return false;
    if (hasDefaultReader(this.stream) && pendingReads(this.stream).length > 0) return true;
    return this.desiredSize() > 0;
  }

  /** What the algorithms close over may be collected once they cannot be called any more. */
  clearAlgorithms() {
    this.pull = undefined;
    this.cancel = undefined;
    this.size = undefined;
  }

  cancelSteps(reason) {
    this.queue.clear();
    const result = this.cancel(reason);
    this.clearAlgorithms();
    return result;
  }

  pullSteps(request) {
    if (this.queue.length === 0) {
      pendingReads(this.stream).push(request);
      this.pullIfNeeded();
      return;
    }
    const chunk = this.queue.shift();
    if (this.closeRequested && this.queue.length === 0) {
      this.clearAlgorithms();
      closeStream(this.stream);
    } else {
      this.pullIfNeeded();
    }
    request.chunk(chunk);
  }

  releaseSteps() {}
}

/**
 * Gives a stream its controller and starts its source.
 * @param {ReadableStream} stream
 * @param {{ start: (controller: ReadableStreamDefaultController) => unknown }} source with the algorithms of DefaultControl
 */
function setUpDefaultController(stream, source) {
  const controller = new ReadableStreamDefaultController(kInternal);
  const control = new DefaultControl(stream[kState], source);
  controller[kState] = control;
  stream[kState].controller = controller;
  Promise.resolve(source.start(controller)).then(() => {
    control.started = true;
    control.pullIfNeeded();
  }, (err) => control.error(err));
  return controller;
}

module.exports = { ReadableStreamDefaultController, setUpDefaultController };
