'use strict';

// ReadStream and WriteStream.

const assert = require('node:assert');
const fs = require('node:fs');
const { pipeline } = require('node:stream/promises');
const { inTemp } = require('./temporary.js');

const source = inTemp('source');
const content = Buffer.alloc(200_000, 'abcdefg');
fs.writeFileSync(source, content);

async function read(options) {
  const chunks = [];
  for await (const chunk of fs.createReadStream(source, options)) chunks.push(chunk);
  return chunks;
}

async function ranges() {
  assert.deepStrictEqual(Buffer.concat(await read()), content);
  assert.deepStrictEqual((await read({ start: 2, end: 4 })).join(''), 'cde');
  assert.deepStrictEqual((await read({ start: 199_999, encoding: 'utf8' })).join(''), content.toString().at(-1));
  assert.deepStrictEqual((await read({ end: 9, highWaterMark: 4 })).map(String), ['abcd', 'efga', 'bc']);
  assert.deepStrictEqual(await read({ start: 300_000 }), []);
}

async function events() {
  const stream = fs.createReadStream(source);
  const seen = [];
  assert.deepStrictEqual([stream.path, stream.fd, stream.pending], [source, null, true]);
  for (const event of ['open', 'ready', 'end', 'close']) stream.on(event, () => seen.push(event));
  stream.resume();
  await new Promise((resolve) => stream.on('close', resolve));
  assert.deepStrictEqual(seen, ['open', 'ready', 'end', 'close']);
  assert.deepStrictEqual([stream.bytesRead, stream.fd], [content.length, null]);
}

async function copying() {
  const target = inTemp('target');
  const writer = fs.createWriteStream(target, { flush: true });
  await pipeline(fs.createReadStream(source), writer);
  assert.strictEqual(writer.bytesWritten, content.length);
  assert.ok(fs.readFileSync(target).equals(content));
  await pipeline(['XY'], fs.createWriteStream(target, { flags: 'r+', start: 3 }));
  assert.strictEqual(fs.readFileSync(target).toString('utf8', 0, 7), 'abcXYfg');
  await pipeline([Buffer.from('1'), '2'], fs.createWriteStream(target, { flags: 'a' }));
  assert.strictEqual(fs.readFileSync(target).subarray(-2).toString(), '12');
}

async function failures() {
  for (const stream of [fs.createReadStream(inTemp('x')), fs.createWriteStream(inTemp('x', 'y'))]) {
    const error = await new Promise((resolve) => stream.on('error', resolve));
    assert.deepStrictEqual([error.code, error.syscall], ['ENOENT', 'open']);
  }
  assert.throws(() => fs.createReadStream(source, { start: 5, end: 4 }), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => fs.createReadStream(source, { fd: 'x' }), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => fs.createWriteStream(source, { fs: { open() {}, write: 1 } }), { code: 'ERR_INVALID_ARG_TYPE' });
}

/** Short writes are continued and a full pipe is tried again. */
async function ownFunctions() {
  const written = [];
  const answers = [[null, 2], [Object.assign(new Error('full'), { code: 'EAGAIN' })], [null, 3]];
  const functions = {
    open: (path, flags, mode, callback) => callback(null, 1000),
    write: (fd, buffer, offset, length, position, callback) => {
      written.push(buffer.toString('utf8', offset, offset + length));
      const [error, count = 0] = answers.shift();
      process.nextTick(callback, error, count, buffer);
    },
    close: (fd, callback) => callback(null),
  };
  const stream = fs.createWriteStream('anywhere', { fs: functions });
  stream.end('abcde');
  await new Promise((resolve) => stream.on('close', resolve));
  assert.deepStrictEqual(written, ['abcde', 'cde', 'cde']);
}

/** Programs from before the constructor opened files bring an `open` of their own. */
async function ownOpenMethod() {
  function Older(...args) {
    fs.ReadStream.apply(this, args);
  }
  Object.setPrototypeOf(Older.prototype, fs.ReadStream.prototype);
  Older.prototype.open = function () {
    fs.open(this.path, this.flags, this.mode, (error, fd) => {
      this.fd = fd;
      this.emit('open', fd);
    });
  };
  const stream = new Older(source, { end: 2 });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  assert.strictEqual(chunks.join(''), 'abc');
}

async function openFilesAndHandles() {
  const fd = fs.openSync(source);
  await pipeline(fs.createReadStream(null, { fd, autoClose: false, end: 3 }), async (chunks) => {
    for await (const chunk of chunks) assert.strictEqual(String(chunk), 'abcd');
  });
  fs.closeSync(fd);
  const handle = await fs.promises.open(source);
  await pipeline(handle.createReadStream({ end: 1 }), async (chunks) => {
    for await (const chunk of chunks) assert.strictEqual(String(chunk), 'ab');
  });
  assert.strictEqual(handle.fd, -1);
}

(async () => {
  for (const test of [ranges, events, copying, failures, ownFunctions, ownOpenMethod, openFilesAndHandles]) await test();
  process.exitCode = 0;
})();
process.exitCode = 1;
