'use strict';

// What follows a compressed stream, and what comes in its middle.

const assert = require('node:assert');
const zlib = require('node:zlib');

const after = (packed, ...more) => Buffer.concat([packed, ...more.map((piece) => Buffer.from(piece))]);
const gzip = zlib.gzipSync('a');
const zstd = zlib.zstdCompressSync('a');

// Members and frames in a row are one text; zeros after gzip are padding, other bytes an error.
assert.strictEqual(zlib.gunzipSync(after(gzip, zlib.gzipSync('b'))).toString(), 'ab');
assert.strictEqual(zlib.unzipSync(after(gzip, zlib.gzipSync('b'))).toString(), 'ab');
assert.strictEqual(zlib.zstdDecompressSync(after(zstd, zlib.zstdCompressSync('b'))).toString(), 'ab');
assert.strictEqual(zlib.gunzipSync(after(gzip, [0, 0, 0])).toString(), 'a');
assert.throws(() => zlib.gunzipSync(after(gzip, 'junk')), { code: 'Z_DATA_ERROR' });

// Elsewhere what follows is ignored, unless it is asked about.
const junk = { code: 'ERR_TRAILING_JUNK_AFTER_STREAM_END', name: 'TypeError' };
for (const [pack, unpack] of [
  ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['brotliCompress', 'brotliDecompress'], ['zstdCompress', 'zstdDecompress'],
]) {
  const packed = after(zlib[`${pack}Sync`]('a'), 'junk');
  assert.strictEqual(zlib[`${unpack}Sync`](packed).toString(), 'a');
  assert.throws(() => zlib[`${unpack}Sync`](packed, { rejectGarbageAfterEnd: true }), junk);
}
zlib.createGunzip({ rejectGarbageAfterEnd: true }).on('error', (error) => assert.strictEqual(error.code, junk.code)).end(after(gzip, 'junk'));

// A reset waits for no step in progress: it throws.
{
  const stream = zlib.createDeflate();
  stream.write(Buffer.alloc(1_000_000));
  assert.throws(() => stream.reset(), /Cannot reset zlib stream while a write is in progress/);
  stream.close();
}

// Packages drive the codec themselves.
{
  const stream = zlib.createInflate();
  const packed = zlib.deflateSync('hello');
  const output = Buffer.alloc(64);
  stream._handle.writeSync(zlib.constants.Z_FINISH, packed, 0, packed.length, output, 0, output.length);
  assert.deepStrictEqual([...stream._writeState], [64 - 5, 0]);
  assert.strictEqual(output.toString('latin1', 0, 5), 'hello');
  stream._handle.close();
  assert.strictEqual(zlib.createGunzip()._processChunk(gzip, zlib.constants.Z_FINISH).toString(), 'a');
}

// Level and strategy change on the way.
{
  const stream = zlib.createDeflate({ level: 9 });
  const pieces = [];
  stream.on('data', (piece) => pieces.push(piece));
  stream.on('end', () => assert.strictEqual(zlib.inflateSync(Buffer.concat(pieces)).toString(), 'oneonetwotwo'));
  stream.write('oneone', () => {
    stream.params(0, zlib.constants.Z_DEFAULT_STRATEGY, (error) => {
      assert.ifError(error);
      stream.end('twotwo');
    });
  });
}

// A kind of flush that is left out is the usual one.
for (const kind of [undefined, NaN]) {
  const stream = zlib.createGzip();
  stream.resume().write('text');
  stream.flush(kind, () => stream.destroy());
}
