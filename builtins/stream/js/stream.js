'use strict';

/** `node:stream`: the legacy base class, with everything else as its properties. */

const { promisify } = require('node:util');
const { Stream } = require('internal:stream/legacy');
const { Readable } = require('internal:stream/readable');
const { Writable } = require('internal:stream/writable');
const { Duplex } = require('internal:stream/duplex');
const { Transform, PassThrough } = require('internal:stream/transform');
const { duplexPair } = require('internal:stream/duplex_pair');
const { pipeline, pipelinePromise } = require('internal:stream/pipeline');
const { compose } = require('internal:stream/compose');
const { addAbortSignal } = require('internal:stream/add_abort_signal');
const { finished, finishedPromise } = require('internal:stream/finished');
const { destroyer } = require('internal:stream/lifecycle');
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require('internal:stream/high_water_mark');
const { isDestroyed, isDisturbed, isErrored, isReadable, isWritable } = require('internal:stream/predicates');
const { viewToBuffer } = require('internal:stream/bytes');

Stream.isDestroyed = isDestroyed;
Stream.isDisturbed = isDisturbed;
Stream.isErrored = isErrored;
Stream.isReadable = isReadable;
Stream.isWritable = isWritable;

Stream.Readable = Readable;
Stream.Writable = Writable;
Stream.Duplex = Duplex;
Stream.Transform = Transform;
Stream.PassThrough = PassThrough;
Stream.duplexPair = duplexPair;
Stream.pipeline = pipeline;
Stream.addAbortSignal = addAbortSignal;
Stream.finished = finished;
Stream.destroy = destroyer;
Stream.compose = compose;
Stream.setDefaultHighWaterMark = setDefaultHighWaterMark;
Stream.getDefaultHighWaterMark = getDefaultHighWaterMark;

Object.defineProperty(Stream, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return require('node:stream/promises');
  },
});
definePromisified(pipeline, pipelinePromise);
definePromisified(finished, finishedPromise);

Stream.Stream = Stream;
Stream._isArrayBufferView = ArrayBuffer.isView;
Stream._isUint8Array = function isUint8Array(value) {
  return require('node:util').types.isUint8Array(value);
};
Stream._uint8ArrayToBuffer = viewToBuffer;

require('internal:stream/operators').install(Readable);

/** The promised form goes by the same name, here and in node:stream/promises. */
function definePromisified(fn, promised) {
  Object.defineProperty(promised, 'name', { __proto__: null, value: fn.name, configurable: true });
  Object.defineProperty(fn, promisify.custom, { __proto__: null, enumerable: true, get: () => promised });
}

module.exports = Stream;
