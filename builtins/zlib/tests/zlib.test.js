'use strict';

const assert = require('node:assert');
const zlib = require('node:zlib');
const { pipeline, Readable } = require('node:stream');

const text = 'hello, zlib. '.repeat(5000);

for (const [pack, unpack] of [['deflate', 'inflate'], ['gzip', 'gunzip'], ['deflateRaw', 'inflateRaw'], ['gzip', 'unzip'], ['deflate', 'unzip']]) {
  const packed = zlib[`${pack}Sync`](text);
  assert.ok(packed.length < text.length / 10);
  assert.strictEqual(zlib[`${unpack}Sync`](packed).toString(), text);
  zlib[pack](text, (error, bytes) => {
    assert.ifError(error);
    zlib[unpack](bytes, (failure, back) => {
      assert.ifError(failure);
      assert.strictEqual(back.toString(), text);
    });
  });
}

// Node reads what we write and the other way round: these bytes are Node's.
assert.strictEqual(zlib.gunzipSync(Buffer.from('H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==', 'base64')).toString(), 'hello');

// Streams, in pieces and with little room.
{
  const pieces = [];
  const source = Readable.from(Array.from({ length: 50 }, () => Buffer.from(text)));
  pipeline(source, zlib.createGzip(), zlib.createGunzip({ chunkSize: 64 }), async function (stream) {
    for await (const piece of stream) pieces.push(piece);
  }, (error) => {
    assert.ifError(error);
    assert.strictEqual(Buffer.concat(pieces).toString(), text.repeat(50));
  });
}

// flush() lets the reader have what was written so far.
{
  const packer = zlib.createDeflateRaw();
  const unpacker = zlib.createInflateRaw();
  packer.pipe(unpacker);
  packer.write('first');
  packer.flush();
  unpacker.once('data', (chunk) => {
    assert.strictEqual(chunk.toString(), 'first');
    packer.close();
    unpacker.close();
  });
}

// Dictionaries.
{
  const dictionary = Buffer.from('hello zlib');
  const packed = zlib.deflateSync('hello zlib!', { dictionary });
  assert.strictEqual(zlib.inflateSync(packed, { dictionary }).toString(), 'hello zlib!');
  assert.throws(() => zlib.inflateSync(packed), { code: 'Z_NEED_DICT', errno: 2, message: 'Missing dictionary' });
}

// What is wrong.
assert.throws(() => zlib.inflateSync(Buffer.from('nonsense')), { code: 'Z_DATA_ERROR', errno: -3, message: 'incorrect header check' });
assert.throws(() => zlib.gunzipSync(zlib.gzipSync(text).subarray(0, 40)), { code: 'Z_BUF_ERROR', errno: -5, message: 'unexpected end of file' });
assert.throws(() => zlib.inflateSync(zlib.deflateSync(text), { maxOutputLength: 10 }), { code: 'ERR_BUFFER_TOO_LARGE' });
assert.throws(() => zlib.gzipSync(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => zlib.createGzip({ level: 10 }), { code: 'ERR_OUT_OF_RANGE' });
zlib.createGunzip().on('error', (error) => assert.strictEqual(error.code, 'Z_DATA_ERROR')).end('nonsense');

assert.strictEqual(zlib.crc32('hello world'), zlib.crc32('world', zlib.crc32('hello ')));
assert.strictEqual(zlib.codes.Z_BUF_ERROR, -5);
assert.strictEqual(zlib.codes['-5'], 'Z_BUF_ERROR');
