'use strict';

/** The controller of byte streams (sections 4.7, 4.8 and 4.10). The operations are in `readable_byte_control.js`. */

const { codes } = require('internal:shared/errors');
const { kState, kInternal, slots, requireInternal, invalidState, finishClass } = require('internal:stream/web/slots');
const { ByteControl } = require('internal:stream/web/readable_byte_control');

class ReadableByteStreamController {
  constructor(token = undefined) {
    requireInternal(token);
  }

  get byobRequest() {
    return slots(this, 'ReadableByteStreamController').byobRequest();
  }

  get desiredSize() {
    return slots(this, 'ReadableByteStreamController').desiredSize();
  }

  close() {
    const control = slots(this, 'ReadableByteStreamController');
    if (control.closeRequested) throw invalidState('Controller is already closed');
    if (control.stream.state !== 'readable') throw invalidState('ReadableStream is already closed');
    control.close();
  }

  enqueue(chunk) {
    const control = slots(this, 'ReadableByteStreamController');
    if (!ArrayBuffer.isView(chunk)) throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], chunk);
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) throw invalidState('chunk ArrayBuffer is zero-length or detached');
    if (control.closeRequested) throw invalidState('Controller is already closed');
    if (control.stream.state !== 'readable') throw invalidState('ReadableStream is already closed');
    control.enqueue(chunk);
  }

  error(err = undefined) {
    slots(this, 'ReadableByteStreamController').error(err);
  }
}

finishClass(ReadableByteStreamController, ['byobRequest', 'close', 'desiredSize', 'enqueue', 'error'], () => ({}));

class ReadableStreamBYOBRequest {
  constructor(token = undefined) {
    requireInternal(token);
  }

  get view() {
    return slots(this, 'ReadableStreamBYOBRequest').view;
  }

  respond(bytesWritten) {
    const { controller, view } = slots(this, 'ReadableStreamBYOBRequest');
    if (controller === undefined) throw invalidState('This BYOB request has been invalidated');
    if (view.byteLength === 0 || view.buffer.byteLength === 0) {
      throw invalidState('Viewed ArrayBuffer is zero-length or detached');
    }
    controller[kState].respond(bytesWritten);
  }

  respondWithNewView(view) {
    const { controller } = slots(this, 'ReadableStreamBYOBRequest');
    if (controller === undefined) throw invalidState('This BYOB request has been invalidated');
    if (!ArrayBuffer.isView(view)) throw new codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    if (view.buffer.detached) throw invalidState('Viewed ArrayBuffer is detached');
    controller[kState].respondWithNewView(view);
  }
}

finishClass(ReadableStreamBYOBRequest, ['respond', 'respondWithNewView', 'view'], (request) => ({
  view: request[kState].view,
  controller: request[kState].controller,
}));

function makeByobRequest(controller, view) {
  const request = new ReadableStreamBYOBRequest(kInternal);
  request[kState] = { kind: 'ReadableStreamBYOBRequest', controller, view };
  return request;
}

/**
 * Gives a stream its controller and starts its source.
 * @param {ReadableStream} stream
 * @param {{ start: (controller: object) => unknown, pull: () => Promise<void>, cancel: (reason: unknown) => Promise<void>,
 *   autoAllocateChunkSize: number | undefined, highWaterMark: number }} source
 */
function setUpByteController(stream, source) {
  const controller = new ReadableByteStreamController(kInternal);
  const control = new ByteControl(stream[kState], source, (view) => makeByobRequest(controller, view));
  controller[kState] = control;
  stream[kState].controller = controller;
  Promise.resolve(source.start(controller)).then(() => {
    control.started = true;
    control.pullIfNeeded();
  }, (err) => control.error(err));
}

/** A BYOB read. */
function pullInto(controller, view, minimum, request) {
  controller[kState].pullInto(view, minimum, request);
}

module.exports = { ReadableByteStreamController, ReadableStreamBYOBRequest, setUpByteController, pullInto };
