'use strict';

const assert = require('node:assert');
const zlib = require('node:zlib');
const { once } = require('node:events');
const { pipeline } = require('node:stream/promises');
const { Readable } = require('node:stream');

const { constants } = zlib;
const text = 'hello, brotli and zstd. '.repeat(20_000);

// Whole buffers, both ways and both forms.
for (const family of ['brotli', 'zstd']) {
  const packed = zlib[`${family}CompressSync`](text);
  assert.ok(packed.length < 500);
  assert.strictEqual(zlib[`${family}DecompressSync`](packed).toString(), text);
  zlib[`${family}Compress`](text, (error, bytes) => {
    assert.ifError(error);
    zlib[`${family}Decompress`](bytes, (failure, back) => {
      assert.ifError(failure);
      assert.strictEqual(back.toString(), text);
    });
  });
}

// These bytes are Node's.
assert.strictEqual(zlib.brotliCompressSync('hello').toString('hex'), '0b028068656c6c6f03');
assert.strictEqual(zlib.zstdCompressSync('hello').toString('hex'), '28b52ffd200529000068656c6c6f');

// Streams, in pieces and with little room; heavy chunks go to the pool.
async function roundTrip(pack, unpack) {
  const pieces = [];
  await pipeline(Readable.from([Buffer.from(text), 'a', Buffer.from(text)]), pack, unpack, async (source) => {
    for await (const piece of source) pieces.push(piece);
  });
  assert.strictEqual(Buffer.concat(pieces).toString(), `${text}a${text}`);
}
roundTrip(zlib.createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }), zlib.createBrotliDecompress({ chunkSize: 64 }));
roundTrip(zlib.createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 7 } }), zlib.createZstdDecompress({ chunkSize: 64 }));

// flush() lets the reader have what was written so far.
for (const family of ['Brotli', 'Zstd']) {
  const packer = zlib[`create${family}Compress`]();
  const unpacker = zlib[`create${family}Decompress`]();
  packer.pipe(unpacker);
  packer.write('first');
  packer.flush();
  once(unpacker, 'data').then(([chunk]) => {
    assert.strictEqual(chunk.toString(), 'first');
    packer.close();
    unpacker.close();
  });
}

// Dictionaries.
for (const family of ['brotli', 'zstd']) {
  const dictionary = Buffer.from('words of a dictionary that both sides know');
  const packed = zlib[`${family}CompressSync`]('a dictionary that both sides know', { dictionary });
  assert.strictEqual(zlib[`${family}DecompressSync`](packed, { dictionary }).toString(), 'a dictionary that both sides know');
  assert.throws(() => zlib[`${family}DecompressSync`](packed, { dictionary: Buffer.from('other') }), /Decompression failed|corruption|Dictionary/);
}

// What is wrong.
assert.throws(() => zlib.brotliDecompressSync('nonsense, it is'), { code: /^ERR__ERROR_FORMAT/, message: 'Decompression failed' });
assert.throws(() => zlib.zstdDecompressSync('nonsense, it is'), { code: 'ZSTD_error_prefix_unknown', errno: 10 });
for (const family of ['brotli', 'zstd']) {
  const packed = zlib[`${family}CompressSync`](text);
  const early = { code: 'Z_BUF_ERROR', errno: -5, message: 'unexpected end of file' };
  assert.throws(() => zlib[`${family}DecompressSync`](packed.subarray(0, -2)), early);
  assert.throws(() => zlib[`${family}DecompressSync`](packed, { maxOutputLength: 100 }), { code: 'ERR_BUFFER_TOO_LARGE' });
}
assert.throws(() => zlib.createBrotliCompress({ params: { 99: 1 } }), { code: 'ERR_BROTLI_INVALID_PARAM', message: '99 is not a valid Brotli parameter' });
assert.throws(() => zlib.createZstdCompress({ params: { 9999: 1 } }), { code: 'ERR_ZSTD_INVALID_PARAM' });
assert.throws(() => zlib.createZstdCompress({ params: { [constants.ZSTD_c_windowLog]: 2 } }), {
  code: 'ERR_ZLIB_INITIALIZATION_FAILED', message: 'Setting parameter failed',
});
for (const pledgedSrcSize of [2, 20]) {
  assert.throws(() => zlib.zstdCompressSync('hello', { pledgedSrcSize }), { code: 'ZSTD_error_srcSize_wrong', errno: 72 });
}
