'use strict';

// Options, buffers and compressed bytes that mean harm: an error, never memory beside the buffers, and no more output than was allowed.

const assert = require('node:assert');
const { promisify } = require('node:util');
const zlib = require('node:zlib');

const refused = (call, expected) => assert.throws(call, expected, `${call}`);
const range = { code: 'ERR_OUT_OF_RANGE' };

// Windows, levels and sizes out of their ranges.
for (const Class of [zlib.Gzip, zlib.Gunzip, zlib.Deflate, zlib.Inflate, zlib.DeflateRaw, zlib.InflateRaw, zlib.Unzip]) {
  for (const windowBits of [-1, 7, 16, 31, 47, 2 ** 53, 1e300]) refused(() => new Class({ windowBits }), range);
  for (const level of [-2, 10, Infinity]) refused(() => new Class({ level }), range);
  for (const memLevel of [0, 10]) refused(() => new Class({ memLevel }), range);
  for (const chunkSize of [-1, 0, 63, 1.5]) refused(() => new Class({ chunkSize }), { ...range, message: /It must be >= 64\. Received/ });
  for (const maxOutputLength of [0, -1, 2 ** 54]) refused(() => new Class({ maxOutputLength }), range);
  refused(() => new Class({ chunkSize: 2 ** 53 }), range);
}
refused(() => new zlib.Gzip({ windowBits: 8 }), range);
for (const key of [-1, 1.5, 10, 'x']) refused(() => new zlib.BrotliCompress({ params: { [key]: 1 } }), { code: 'ERR_BROTLI_INVALID_PARAM' });
for (const key of [-1, 1.5, 1e9, 'x']) refused(() => new zlib.ZstdCompress({ params: { [key]: 1 } }), { code: 'ERR_ZSTD_INVALID_PARAM' });
for (const Class of [zlib.ZstdCompress, zlib.ZstdDecompress]) {
  for (const pledgedSrcSize of [-1, 1.5, NaN, Infinity, 2 ** 53]) refused(() => new Class({ pledgedSrcSize }), range);
  for (const pledgedSrcSize of [null, '1', 1n]) refused(() => new Class({ pledgedSrcSize }), { code: 'ERR_INVALID_ARG_TYPE' });
  new Class({ params: { [zlib.constants.ZSTD_c_compressionLevel]: -1 } }).close();
}
new zlib.ZstdCompress({ params: { [zlib.constants.ZSTD_c_strategy]: 0, [zlib.constants.ZSTD_c_checksumFlag]: 30 } }).close();

// Packages drive the codec themselves. What they say of their buffers is checked.
{
  const input = Buffer.alloc(100, 'a');
  const gone = new Uint8Array(100);
  structuredClone(gone, { transfer: [gone.buffer] });
  const ranges = [
    ['input', input, 50, 100, 0, 200], ['input', input, -1, 100, 0, 200], ['input', input, 0, 2 ** 32 - 1, 0, 200], ['input', gone, 0, 100, 0, 200],
    ['output', input, 0, 100, 100, 200], ['output', input, 0, 100, -1, 200], ['output', input, 0, 100, 0, 2 ** 32 - 1],
    ['output', input, 0, 100, 2 ** 32 - 100, 200],
  ];
  for (const [which, bytes, from, count, to, room] of ranges) {
    for (const method of ['write', 'writeSync']) {
      const { _handle: handle } = zlib.createDeflate();
      const message = `${which} buffer is out of bounds`;
      refused(() => handle[method](zlib.constants.Z_SYNC_FLUSH, bytes, from, count, Buffer.alloc(200), to, room), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message });
    }
  }
}

// Bombs, and bytes that are no whole stream of their kind.
const kFunctions = [['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['brotliCompress', 'brotliDecompress'], ['zstdCompress', 'zstdDecompress']];
for (const [pack, unpack] of kFunctions) {
  const unpackSync = zlib[`${unpack}Sync`];
  const bomb = zlib[`${pack}Sync`](Buffer.alloc(20 << 20));
  assert.ok(bomb.length < 64 << 10);
  refused(() => unpackSync(bomb, { maxOutputLength: 1 << 20 }), { code: 'ERR_BUFFER_TOO_LARGE' });
  const packed = zlib[`${pack}Sync`]('some text, some more text, and some text again');
  for (let length = 1; length < packed.length; length++) refused(() => unpackSync(packed.subarray(0, length)), Error);
  for (let at = 0; at < packed.length; at++) {
    const wrong = Buffer.from(packed);
    wrong[at] ^= 0xa5;
    try {
      unpackSync(wrong, { maxOutputLength: 1 << 16 });
    } catch (error) {
      assert.match(error.code, /^(?:Z_|ERR_|ZSTD_)/, `${unpack} ${at}`);
    }
  }
}

(async () => {
  for (const [pack, unpack] of kFunctions) {
    const bomb = await promisify(zlib[pack])(Buffer.alloc(20 << 20));
    await assert.rejects(promisify(zlib[unpack])(bomb, { maxOutputLength: 1 << 20 }), { code: 'ERR_BUFFER_TOO_LARGE' });
  }
  assert.strictEqual(zlib.gunzipSync(await promisify(zlib.gzip)(undefined)).length, 0);
})();

// A codec that is closed or reset in the middle of a write.
{
  const stream = zlib.createDeflate();
  stream.on('error', () => {});
  stream.write(Buffer.alloc(8 << 20, 'text'), () => {});
  stream.destroy();
  const busy = zlib.createDeflate();
  busy.write(Buffer.alloc(8 << 20, 'text'));
  try {
    busy.reset();
  } catch (error) {
    assert.ok(error instanceof Error);
  }
  busy.destroy();
}
