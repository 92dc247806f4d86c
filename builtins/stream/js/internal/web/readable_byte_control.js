'use strict';

const { codes } = require('internal:shared/errors');
const { kState, invalidState } = require('internal:stream/web/slots');
const { closeStream, errorStream, hasByobReader, hasDefaultReader, pendingReads } = require('internal:stream/web/readable_operations');

/**
 * The slots of a byte stream's controller, and the operations on them.
 *
 * Bytes wait in `queue` as `{ buffer, byteOffset, byteLength }`. A read that brings its buffer (or one that `autoAllocateChunkSize`
 * makes) waits in `pendingPullIntos` as a `PullInto`, which the source fills directly through `byobRequest`.
 */
class ByteControl {
  kind = 'ReadableByteStreamController';
  queue = [];
  queueSize = 0;
  pendingPullIntos = [];
  started = false;
  closeRequested = false;
  pulling = false;
  pullAgain = false;
  request = null;

  constructor(state, { pull, cancel, autoAllocateChunkSize, highWaterMark }, makeByobRequest) {
    this.stream = state;
    this.pull = pull;
    this.cancel = cancel;
    this.autoAllocateChunkSize = autoAllocateChunkSize;
    this.highWaterMark = highWaterMark;
    this.makeByobRequest = makeByobRequest;
  }

  // ---- the source's side ----

  byobRequest() {
    if (this.request === null && this.pendingPullIntos.length > 0) {
      const first = this.pendingPullIntos[0];
      const view = new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled);
      this.request = this.makeByobRequest(view);
    }
    return this.request;
  }

  desiredSize() {
    if (this.stream.state === 'errored') return null;
    return this.stream.state === 'closed' ? 0 : this.highWaterMark - this.queueSize;
  }

  canClose() {
    return !this.closeRequested && this.stream.state === 'readable';
  }

  close() {
    if (!this.canClose()) return;
    if (this.queueSize > 0) {
      this.closeRequested = true;
      return;
    }
    const first = this.pendingPullIntos[0];
    if (first !== undefined && first.bytesFilled % first.elementSize !== 0) {
      const err = invalidState('Partial read');
      this.error(err);
      throw err;
    }
    this.clearAlgorithms();
    closeStream(this.stream);
  }

  enqueue(chunk) {
    if (!this.canClose()) return;
    const { byteOffset, byteLength } = chunk;
    const buffer = chunk.buffer.transfer();
    this.detachFirstRequest();
    if (hasDefaultReader(this.stream)) {
      this.fillReadsFromQueue();
      if (pendingReads(this.stream).length === 0) {
        this.enqueueBytes(buffer, byteOffset, byteLength);
      } else {
        if (this.pendingPullIntos.length > 0) this.shiftPullInto();
        pendingReads(this.stream).shift().chunk(new Uint8Array(buffer, byteOffset, byteLength));
      }
    } else {
      this.enqueueBytes(buffer, byteOffset, byteLength);
      if (hasByobReader(this.stream)) this.commitFilled();
    }
    this.pullIfNeeded();
  }

  /** The buffer of the request in the source's hands: the data came another way, so it must not write there any more. */
  detachFirstRequest() {
    const first = this.pendingPullIntos[0];
    if (first === undefined) return;
    if (first.buffer.detached) throw invalidState('Destination ArrayBuffer is detached');
    this.invalidateRequest();
    first.buffer = first.buffer.transfer();
    if (first.readerType === 'none') this.enqueueDetached(first);
  }

  error(err) {
    if (this.stream.state !== 'readable') return;
    this.invalidateRequest();
    this.pendingPullIntos = [];
    this.clearQueue();
    this.clearAlgorithms();
    errorStream(this.stream, err);
  }

  respond(bytesWritten) {
    const first = this.pendingPullIntos[0];
    const count = Number(bytesWritten);
    if (this.stream.state === 'closed') {
      if (count !== 0) throw invalidState('Controller is closed');
    } else {
      if (!(count > 0)) throw invalidState('Controller cannot be closed while readable');
      if (first.bytesFilled + count > first.byteLength) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytesWritten);
    }
    first.buffer = first.buffer.transfer();
    this.respondToFirst(count);
  }

  respondWithNewView(view) {
    const first = this.pendingPullIntos[0];
    const { byteLength, byteOffset, buffer } = view;
    if (this.stream.state === 'closed') {
      if (byteLength !== 0) throw invalidState('Controller is closed');
    } else if (byteLength === 0) {
      throw invalidState('View is zero-length');
    }
    if (first.byteOffset + first.bytesFilled !== byteOffset || first.bufferByteLength !== buffer.byteLength ||
        first.bytesFilled + byteLength > first.byteLength) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError('view', view);
    }
    first.buffer = buffer.transfer();
    this.respondToFirst(byteLength);
  }

  respondToFirst(count) {
    const first = this.pendingPullIntos[0];
    this.invalidateRequest();
    if (this.stream.state === 'closed') this.respondClosed(first);
    else this.respondReadable(count, first);
    this.pullIfNeeded();
  }

  respondClosed(first) {
    if (first.readerType === 'none') this.shiftPullInto();
    if (!hasByobReader(this.stream)) return;
    while (pendingReads(this.stream).length > 0) this.commit(this.shiftPullInto());
  }

  respondReadable(count, first) {
    first.bytesFilled += count;
    if (first.readerType === 'none') {
      this.enqueueDetached(first);
      this.commitFilled();
      return;
    }
    if (first.bytesFilled < first.minimumFill) return;
    this.shiftPullInto();
    // Whole elements only; the rest goes back to the queue.
    const rest = first.bytesFilled % first.elementSize;
    if (rest > 0) {
      const end = first.byteOffset + first.bytesFilled;
      this.enqueueBytes(first.buffer.slice(end - rest, end), 0, rest);
    }
    first.bytesFilled -= rest;
    this.commit(first);
    this.commitFilled();
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
    if ((hasDefaultReader(this.stream) || hasByobReader(this.stream)) && pendingReads(this.stream).length > 0) return true;
    return this.desiredSize() > 0;
  }

  clearAlgorithms() {
    this.pull = undefined;
    this.cancel = undefined;
  }

  // ---- the reader's side ----

  cancelSteps(reason) {
    this.invalidateRequest();
    this.pendingPullIntos = [];
    this.clearQueue();
    const result = this.cancel(reason);
    this.clearAlgorithms();
    return result;
  }

  releaseSteps() {
    if (this.pendingPullIntos.length === 0) return;
    const first = this.pendingPullIntos[0];
    first.readerType = 'none';
    this.pendingPullIntos = [first];
  }

  /** A default read. */
  pullSteps(request) {
    if (this.queueSize > 0) {
      this.fillRead(request);
      return;
    }
    const size = this.autoAllocateChunkSize;
    if (size !== undefined) {
      let buffer;
      try {
        buffer = new ArrayBuffer(size);
      } catch (err) {
        request.error(err);
        return;
      }
      this.pendingPullIntos.push({
        buffer, bufferByteLength: size, byteOffset: 0, byteLength: size, bytesFilled: 0, minimumFill: 1, elementSize: 1,
        View: Uint8Array, readerType: 'default',
      });
    }
    pendingReads(this.stream).push(request);
    this.pullIfNeeded();
  }

  pullInto(view, minimum, request) {
    const elementSize = view instanceof DataView ? 1 : view.BYTES_PER_ELEMENT;
    const { byteOffset, byteLength } = view;
    let buffer;
    try {
      buffer = view.buffer.transfer();
    } catch (err) {
      request.error(err);
      return;
    }
    const into = {
      buffer, bufferByteLength: buffer.byteLength, byteOffset, byteLength, bytesFilled: 0, minimumFill: minimum * elementSize,
      elementSize, View: view.constructor, readerType: 'byob',
    };
    if (this.pendingPullIntos.length > 0) {
      this.pendingPullIntos.push(into);
      pendingReads(this.stream).push(request);
      return;
    }
    if (this.stream.state === 'closed') {
      request.close(makeView(into.View, into.buffer, into.byteOffset, 0));
      return;
    }
    if (this.queueSize > 0) {
      if (this.fillFromQueue(into)) {
        const filled = viewOf(into);
        this.afterDrain();
        request.chunk(filled);
        return;
      }
      if (this.closeRequested) {
        const err = invalidState('ReadableStream closed');
        this.error(err);
        request.error(err);
        return;
      }
    }
    this.pendingPullIntos.push(into);
    pendingReads(this.stream).push(request);
    this.pullIfNeeded();
  }

  // ---- the queue ----

  clearQueue() {
    this.queue = [];
    this.queueSize = 0;
  }

  enqueueBytes(buffer, byteOffset, byteLength) {
    this.queue.push({ buffer, byteOffset, byteLength });
    this.queueSize += byteLength;
  }

  /** The bytes of a read whose reader is gone. */
  enqueueDetached(into) {
    if (into.bytesFilled > 0) {
      const bytes = into.buffer.slice(into.byteOffset, into.byteOffset + into.bytesFilled);
      this.enqueueBytes(bytes, 0, into.bytesFilled);
    }
    this.shiftPullInto();
  }

  shiftPullInto() {
    this.invalidateRequest();
    return this.pendingPullIntos.shift();
  }

  invalidateRequest() {
    if (this.request === null) return;
    this.request[kState].controller = undefined;
    this.request[kState].view = null;
    this.request = null;
  }

  fillRead(request) {
    const { buffer, byteOffset, byteLength } = this.queue.shift();
    this.queueSize -= byteLength;
    this.afterDrain();
    request.chunk(new Uint8Array(buffer, byteOffset, byteLength));
  }

  fillReadsFromQueue() {
    while (pendingReads(this.stream).length > 0 && this.queueSize > 0) this.fillRead(pendingReads(this.stream).shift());
  }

  afterDrain() {
    if (this.queueSize === 0 && this.closeRequested) {
      this.clearAlgorithms();
      closeStream(this.stream);
    } else {
      this.pullIfNeeded();
    }
  }

  /** @returns {boolean} `into` has what its reader waits for */
  fillFromQueue(into) {
    const available = Math.min(this.queueSize, into.byteLength - into.bytesFilled);
    const filledAfter = into.bytesFilled + available;
    const wholeElements = filledAfter - (filledAfter % into.elementSize);
    const ready = wholeElements >= into.minimumFill;
    let rest = ready ? wholeElements - into.bytesFilled : available;
    while (rest > 0) rest -= this.copyFirst(into, rest);
    return ready;
  }

  copyFirst(into, limit) {
    const head = this.queue[0];
    const count = Math.min(limit, head.byteLength);
    new Uint8Array(into.buffer, into.byteOffset + into.bytesFilled, count).set(new Uint8Array(head.buffer, head.byteOffset, count));
    if (head.byteLength === count) {
      this.queue.shift();
    } else {
      head.byteOffset += count;
      head.byteLength -= count;
    }
    this.queueSize -= count;
    into.bytesFilled += count;
    return count;
  }

  commitFilled() {
    const filled = [];
    while (this.pendingPullIntos.length > 0 && this.queueSize > 0 && !this.closeRequested) {
      if (!this.fillFromQueue(this.pendingPullIntos[0])) break;
      filled.push(this.shiftPullInto());
    }
    for (const into of filled) this.commit(into);
  }

  commit(into) {
    const done = this.stream.state === 'closed';
    const request = pendingReads(this.stream).shift();
    if (into.readerType === 'default') request.chunk(viewOf(into));
    else if (done) request.close(viewOf(into));
    else request.chunk(viewOf(into));
  }
}

function viewOf({ View, buffer, byteOffset, bytesFilled, elementSize }) {
  return makeView(View, buffer.transfer(), byteOffset, bytesFilled / elementSize);
}

/** Buffer is the one view whose constructor is deprecated. */
function makeView(View, buffer, byteOffset, length) {
  const { Buffer } = require('node:buffer');
  return View === Buffer ? Buffer.from(buffer, byteOffset, length) : new View(buffer, byteOffset, length);
}

module.exports = { ByteControl };
