'use strict';

const { kState, slots, finishClass } = require('internal:stream/web/slots');
const { TransformStream } = require('internal:stream/web/transform_stream');

/** Strings to UTF-8. */
class TextEncoderStream {
  constructor() {
    const { TextEncoder } = require('internal:web/encoding');
    const encoder = new TextEncoder();
    // The first half of a surrogate pair that a chunk ended with.
    let pending = '';
    this[kState] = {
      kind: 'TextEncoderStream',
      encoder,
      transform: new TransformStream({
        transform(chunk, controller) {
          const text = pending + String(chunk);
          pending = endsInHighSurrogate(text) ? text.at(-1) : '';
          const complete = pending === '' ? text : text.slice(0, -1);
          if (complete !== '') controller.enqueue(encoder.encode(complete));
        },
        flush(controller) {
          if (pending !== '') controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd]));
        },
      }),
    };
  }

  get encoding() {
    return slots(this, 'TextEncoderStream').encoder.encoding;
  }

  get readable() {
    return slots(this, 'TextEncoderStream').transform.readable;
  }

  get writable() {
    return slots(this, 'TextEncoderStream').transform.writable;
  }
}

function endsInHighSurrogate(text) {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}

/** Bytes to strings. */
class TextDecoderStream {
  /**
   * @param {string} [encoding]
   * @param {{ fatal?: boolean, ignoreBOM?: boolean }} [options]
   */
  constructor(encoding = 'utf-8', options = { __proto__: null }) {
    const { TextDecoder } = require('internal:web/encoding');
    const decoder = new TextDecoder(encoding, options);
    this[kState] = {
      kind: 'TextDecoderStream',
      decoder,
      transform: new TransformStream({
        transform(chunk, controller) {
          if (chunk === undefined) {
            const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal:shared/errors');
            throw new ERR_INVALID_ARG_TYPE('list', ['ArrayBuffer', 'ArrayBufferView'], chunk);
          }
          const text = decoder.decode(chunk, { stream: true });
          if (text !== '') controller.enqueue(text);
        },
        flush(controller) {
          const rest = decoder.decode();
          if (rest !== '') controller.enqueue(rest);
        },
      }),
    };
  }

  get encoding() {
    return slots(this, 'TextDecoderStream').decoder.encoding;
  }

  get fatal() {
    return slots(this, 'TextDecoderStream').decoder.fatal;
  }

  get ignoreBOM() {
    return slots(this, 'TextDecoderStream').decoder.ignoreBOM;
  }

  get readable() {
    return slots(this, 'TextDecoderStream').transform.readable;
  }

  get writable() {
    return slots(this, 'TextDecoderStream').transform.writable;
  }
}

finishClass(TextEncoderStream, ['encoding', 'readable', 'writable'], ({ encoding, readable, writable }) => (
  { encoding, readable, writable }));
finishClass(TextDecoderStream, ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable'], (stream) => ({
  encoding: stream.encoding,
  fatal: stream.fatal,
  ignoreBOM: stream.ignoreBOM,
  readable: stream.readable,
  writable: stream.writable,
}));

module.exports = { TextEncoderStream, TextDecoderStream };
