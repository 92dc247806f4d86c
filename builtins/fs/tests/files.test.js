'use strict';

// Whole files: readFile, writeFile, appendFile in their three forms.

const assert = require('node:assert');
const fs = require('node:fs');
const { inTemp } = require('./temporary.js');

const file = inTemp('a.txt');
const text = 'héllo wörld \u{1F30D}';

// Synchronous, with every way to say the encoding.
fs.writeFileSync(file, text);
assert.deepStrictEqual(fs.readFileSync(file), Buffer.from(text));
assert.strictEqual(fs.readFileSync(file, 'utf8'), text);
assert.strictEqual(fs.readFileSync(file, { encoding: 'utf-8' }), text);
assert.strictEqual(fs.readFileSync(file, 'hex'), Buffer.from(text).toString('hex'));
assert.strictEqual(fs.readFileSync(Buffer.from(file), 'latin1'), Buffer.from(text).toString('latin1'));
assert.throws(() => fs.readFileSync(file, 'buffer'), { code: 'ERR_UNKNOWN_ENCODING' });

fs.appendFileSync(file, '!');
fs.appendFileSync(file, new Uint16Array([0x4241]));
assert.strictEqual(fs.readFileSync(file, 'utf8'), `${text}!AB`);
fs.writeFileSync(file, 'ff00', 'hex');
assert.deepStrictEqual([...fs.readFileSync(file)], [255, 0]);
// Bytes that are no UTF-8 become U+FFFD.
assert.strictEqual(fs.readFileSync(file, 'utf8'), '\uFFFD\0');

// Through a descriptor the work begins where the file stands.
fs.writeFileSync(file, '0123456789');
const fd = fs.openSync(file, 'r+');
fs.readSync(fd, Buffer.alloc(4));
assert.strictEqual(fs.readFileSync(fd, 'latin1'), '456789');
fs.writeFileSync(fd, 'abc');
fs.closeSync(fd);
assert.strictEqual(fs.readFileSync(file, 'latin1'), '0123456789abc');

// Files that claim to be empty.
assert.match(fs.readFileSync('/proc/self/status', 'utf8'), /^Name:/);

// Errors: message and the order of the properties.
const missing = inTemp('missing');
assert.throws(() => fs.readFileSync(missing), (error) => {
  assert.strictEqual(error.message, `ENOENT: no such file or directory, open '${missing}'`);
  assert.deepStrictEqual(Object.keys(error), ['errno', 'code', 'syscall', 'path']);
  assert.strictEqual(error.errno, -2);
  return error instanceof Error;
});
assert.throws(() => fs.readFileSync('.'), { code: 'EISDIR', syscall: 'read' });
assert.throws(() => fs.readFileSync(file, 'no-such'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => fs.writeFileSync(file, {}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => fs.readFile(file), { code: 'ERR_INVALID_ARG_TYPE' });

let calls = 0;
fs.writeFile(inTemp('b'), 'callback', (...results) => {
  calls++;
  assert.deepStrictEqual(results, [null]);
  fs.readFile(inTemp('b'), 'utf8', (...read) => {
    calls++;
    assert.deepStrictEqual(read, [null, 'callback']);
  });
});
fs.readFile(missing, (error, data) => {
  calls++;
  assert.deepStrictEqual([error.code, data], ['ENOENT', undefined]);
});
process.on('exit', () => assert.strictEqual(calls, 3));

(async () => {
  const { appendFile, readFile, writeFile } = fs.promises;
  const target = inTemp('c');
  await writeFile(target, ['one ', Buffer.from('two ')]);
  await writeFile(target, (async function* () {
    yield 'three';
  })(), { flag: 'a' });
  await appendFile(target, '!', { flush: true });
  assert.strictEqual(await readFile(target, 'utf8'), 'one two three!');
  await assert.rejects(readFile(missing), (error) => {
    assert.strictEqual(error.code, 'ENOENT');
    return error.syscall === 'open' && error.path === missing;
  });
  const signal = AbortSignal.abort();
  await assert.rejects(readFile(target, { signal }), { name: 'AbortError', code: 'ABORT_ERR' });
  await assert.rejects(writeFile(target, 'x', { signal }), { name: 'AbortError' });
})();
