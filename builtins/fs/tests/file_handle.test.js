'use strict';

// FileHandle.

const assert = require('node:assert');
const fs = require('node:fs');
const { inTemp } = require('./temporary.js');

const { open } = fs.promises;
const file = inTemp('a');

async function content() {
  const handle = await open(file, 'w+');
  assert.deepStrictEqual({ ...(await handle.write('héllo')) }, { bytesWritten: 6, buffer: 'héllo' });
  assert.strictEqual((await handle.write(Buffer.from('abc'), { offset: 1, position: 0 })).bytesWritten, 2);
  assert.strictEqual((await handle.writev([Buffer.from('x'), Buffer.from('y')])).bytesWritten, 2);
  const buffer = Buffer.alloc(3);
  assert.strictEqual((await handle.read(buffer, 0, 3, 0)).bytesRead, 3);
  assert.deepStrictEqual(buffer.toString('latin1'), 'bc\xa9');
  assert.strictEqual((await handle.read({ buffer, length: 1, position: 2n })).bytesRead, 1);
  assert.strictEqual((await handle.readv([buffer], 0)).bytesRead, 3);
  assert.strictEqual((await handle.read()).buffer.length, 16384);
  await handle.truncate(2);
  assert.strictEqual((await handle.stat()).size, 2);
  await handle.sync();
  await handle.datasync();
  await handle.chmod(0o600);
  await handle.utimes(1, 2);
  assert.strictEqual((await handle.stat({ bigint: true })).mtimeNs, 2_000_000_000n);
  await handle.close();
}

async function wholeFiles() {
  const handle = await open(file, 'w+');
  await handle.writeFile('one\ntwo\n');
  await handle.appendFile(['three', '\n']);
  assert.strictEqual(await handle.readFile('utf8'), '');
  await handle.close();
  const lines = [];
  const reader = await open(file);
  for await (const line of reader.readLines()) lines.push(line);
  assert.deepStrictEqual(lines, ['one', 'two', 'three']);
}

async function closing() {
  const handle = await open(file);
  let closed = 0;
  handle.on('close', () => closed++);
  // The read under way ends before the file is closed.
  const [{ bytesRead }] = await Promise.all([handle.read(Buffer.alloc(3)), handle.close(), handle.close()]);
  assert.deepStrictEqual([bytesRead, closed, handle.fd], [3, 1, -1]);
  await assert.rejects(handle.stat(), { code: 'EBADF', syscall: 'fstat', message: 'file closed' });
  await handle.close();
  await assert.rejects(handle.stat.call({}), { code: 'ERR_INTERNAL_ASSERTION' });
  await assert.rejects(open(inTemp('x')), { code: 'ENOENT', syscall: 'open', path: inTemp('x') });
  await assert.rejects(open(file, 'zz'), { code: 'ERR_INVALID_ARG_VALUE' });
}

async function webStream() {
  const handle = await open(file);
  const stream = handle.readableWebStream();
  assert.throws(() => handle.readableWebStream(), { code: 'ERR_INVALID_STATE' });
  let size = 0;
  for await (const chunk of stream) size += chunk.byteLength;
  assert.strictEqual(size, 14);
  await handle[Symbol.asyncDispose]();
}

(async () => {
  await content();
  await wholeFiles();
  await closing();
  await webStream();
  process.exitCode = 0;
})();
process.exitCode = 1;
