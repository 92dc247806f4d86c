'use strict';

/** `node:stream/web`. */

const { ReadableStream } = require('internal:stream/web/readable_stream');
const { ReadableStreamBYOBReader, ReadableStreamDefaultReader } = require('internal:stream/web/readable_readers');
const { ReadableByteStreamController, ReadableStreamBYOBRequest } = require('internal:stream/web/readable_byte_controller');
const { ReadableStreamDefaultController } = require('internal:stream/web/readable_default_controller');
const { TransformStream, TransformStreamDefaultController } = require('internal:stream/web/transform_stream');
const { WritableStream, WritableStreamDefaultWriter } = require('internal:stream/web/writable_stream');
const { WritableStreamDefaultController } = require('internal:stream/web/writable_control');
const { ByteLengthQueuingStrategy, CountQueuingStrategy } = require('internal:stream/web/strategies');
const { TextDecoderStream, TextEncoderStream } = require('internal:stream/web/encoding_streams');
const { CompressionStream, DecompressionStream } = require('internal:stream/web/compression_streams');

module.exports = {
  ReadableStream,
  ReadableStreamDefaultReader,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableByteStreamController,
  ReadableStreamDefaultController,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultWriter,
  WritableStreamDefaultController,
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  TextEncoderStream,
  TextDecoderStream,
  CompressionStream,
  DecompressionStream,
};
