'use strict';

/** Undoes the content codings of a response. */

/** More layers than any server has a reason for are an attack (a small body that grows without end). */
const kMostCodings = 5;

const kNoCodings = [];

/**
 * The codings to undo, outermost first; none when one of them is unknown.
 * @param {string | null} field `content-encoding`
 * @returns {string[]}
 * @throws {Error} when there are too many
 */
function codingsOf(field) {
  if (field === null || field === '') return kNoCodings;
  const codings = field.toLowerCase().split(',').map((coding) => coding.trim()).reverse();
  if (codings.length > kMostCodings) {
    throw new Error(`too many content-encodings in response: ${codings.length}, maximum allowed is ${kMostCodings}`);
  }
  return codings.every((coding) => Object.hasOwn(decoders, coding)) ? codings : kNoCodings;
}

const decoders = {
  __proto__: null,
  gzip: (zlib) => zlib.createGunzip(lenient(zlib)),
  'x-gzip': (zlib) => zlib.createGunzip(lenient(zlib)),
  deflate: (zlib) => createInflate(zlib),
  br: (zlib) => zlib.createBrotliDecompress({
    flush: zlib.constants.BROTLI_OPERATION_FLUSH, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
  }),
  zstd: (zlib) => zlib.createZstdDecompress({ flush: zlib.constants.ZSTD_e_continue, finishFlush: zlib.constants.ZSTD_e_end }),
};

/** Servers that cut off the end of a stream are common. */
function lenient({ constants }) {
  return { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
}

/** Some servers send bare deflate data where the zlib format is meant; the first byte tells. */
function createInflate(zlib) {
  const { Transform } = require('node:stream');
  let inflate = null;
  return new Transform({
    transform(chunk, encoding, callback) {
      if (inflate === null) {
        if (chunk.length === 0) {
          callback();
          return;
        }
        inflate = (chunk[0] & 0x0f) === 0x08 ? zlib.createInflate(lenient(zlib)) : zlib.createInflateRaw(lenient(zlib));
        inflate.on('data', (data) => this.push(data));
        inflate.on('end', () => this.push(null));
        inflate.on('error', (error) => this.destroy(error));
      }
      inflate.write(chunk, encoding, callback);
    },
    final(callback) {
      if (inflate === null) this.push(null);
      else inflate.end();
      callback();
    },
    destroy(error, callback) {
      inflate?.destroy();
      callback(error);
    },
  });
}

/**
 * The decoders in a row: bytes go in with `write` and `end`, and come out at `body`.
 * @implements {import('./incoming_body').Sender}
 */
class Decoding {
  /** @param {string[]} codings @param {import('./incoming_body').Sender} sender @param {(error: Error) => void} onError */
  constructor(codings, sender, onError) {
    this.sender = sender;
    this.body = null;
    const zlib = require('node:zlib');
    this.layers = codings.map((coding) => decoders[coding](zlib));
    const { pipeline } = require('node:stream');
    const last = this.layers.at(-1);
    // Copies: the readable stream takes the memory of its chunks away, and a decoder goes on using that of its output.
    last.on('data', (chunk) => this.body.push(new Uint8Array(chunk)));
    last.on('end', () => this.body.end());
    if (this.layers.length > 1) pipeline(this.layers, (error) => { if (error) onError(error); });
    else last.on('error', onError);
    this.layers[0].on('drain', () => this.sender.readStart());
  }

  write(chunk) {
    if (!this.layers[0].write(chunk)) this.sender.readStop();
  }

  end() {
    this.layers[0].end();
  }

  readStop() {
    this.layers.at(-1).pause();
  }

  readStart() {
    this.layers.at(-1).resume();
  }

  cancel(reason) {
    this.destroy();
    this.sender.cancel(reason);
  }

  destroy() {
    for (const layer of this.layers) layer.destroy();
  }
}

module.exports = { Decoding, codingsOf };
