'use strict';

// Open files: read, write, their vectored forms, and what is refused.

const assert = require('node:assert');
const fs = require('node:fs');
const util = require('node:util');
const { inTemp } = require('./temporary.js');

const file = inTemp('a');
const fd = fs.openSync(file, 'w+');

// Positions, and where the file stands.
assert.strictEqual(fs.writeSync(fd, '0123456789'), 10);
assert.strictEqual(fs.writeSync(fd, Buffer.from('abc'), 1, 2, 0), 2);
assert.strictEqual(fs.writeSync(fd, 'é', 2, 'latin1'), 1);
const buffer = Buffer.alloc(4);
assert.strictEqual(fs.readSync(fd, buffer), 0);
assert.strictEqual(fs.readSync(fd, buffer, 0, 3, 0), 3);
assert.deepStrictEqual([...buffer], [0x62, 0x63, 0xe9, 0]);
assert.strictEqual(fs.readSync(fd, buffer, { offset: 1, length: 2, position: 8n }), 2);
assert.strictEqual(buffer.toString('latin1', 1, 3), '89');
assert.strictEqual(fs.readSync(fd, new DataView(new ArrayBuffer(2)), { position: 0 }), 2);
assert.strictEqual(fs.readSync(fd, buffer, 0, 4, 2 ** 40), 0);

// Several buffers in one call.
assert.strictEqual(fs.writevSync(fd, [Buffer.from('AB'), new Uint16Array([0x4443])], 0), 4);
const parts = [new Uint8Array(3), new Uint8Array(2)];
assert.strictEqual(fs.readvSync(fd, parts, 0), 5);
assert.strictEqual(Buffer.concat(parts).toString(), 'ABCD4');
assert.strictEqual(fs.writevSync(fd, []), 0);

fs.ftruncateSync(fd, 2);
assert.strictEqual(fs.fstatSync(fd).size, 2);
fs.fsyncSync(fd);
fs.fdatasyncSync(fd);

// Refused before the system is asked.
const invalid = [
  [() => fs.readSync(fd, 'x'), 'ERR_INVALID_ARG_TYPE'],
  [() => fs.readSync(fd, Buffer.alloc(0), 0, 1), 'ERR_INVALID_ARG_VALUE'],
  [() => fs.readSync(fd, buffer, 0, 5), 'ERR_OUT_OF_RANGE'],
  [() => fs.readSync(fd, buffer, 0, 1, 1.5), 'ERR_OUT_OF_RANGE'],
  [() => fs.readSync(fd, buffer, 0, 1, 2n ** 63n), 'ERR_OUT_OF_RANGE'],
  [() => fs.readSync(fd, buffer, 'x'), 'ERR_INVALID_ARG_TYPE'],
  [() => fs.writeSync(fd, buffer, 5), 'ERR_OUT_OF_RANGE'],
  [() => fs.writeSync(fd, buffer, -1), 'ERR_OUT_OF_RANGE'],
  [() => fs.writeSync(fd, 5), 'ERR_INVALID_ARG_TYPE'],
  [() => fs.writeSync(fd, 'abc', 0, 'hex'), 'ERR_INVALID_ARG_VALUE'],
  [() => fs.writevSync(fd, ['x']), 'ERR_INVALID_ARG_TYPE'],
  [() => fs.openSync(file, 'zz'), 'ERR_INVALID_ARG_VALUE'],
  [() => fs.openSync(file, 'r', 1.5), 'ERR_OUT_OF_RANGE'],
  [() => fs.open(file), 'ERR_INVALID_ARG_TYPE'],
  [() => fs.closeSync('1'), 'ERR_INVALID_ARG_TYPE'],
];
for (const [call, code] of invalid) assert.throws(call, { code }, String(call));

// Flags.
for (const flags of ['r', 'rs+', 'sr+', 'a', 'as', 'sa+', fs.constants.O_RDWR, null, undefined]) {
  fs.closeSync(fs.openSync(file, flags));
}
assert.throws(() => fs.openSync(file, 'wx'), { code: 'EEXIST' });
assert.throws(() => fs.openSync(file, 'xa+'), { code: 'EEXIST' });

let calls = 0;
const called = (check) => (...results) => {
  calls++;
  check(...results);
};
fs.read(fd, called((error, count, given) => {
  assert.deepStrictEqual([error, count, given.length], [null, 0, 16384]);
}));
fs.read(fd, { buffer, length: 2, position: 0 }, called((error, count, given) => {
  assert.deepStrictEqual([error, count], [null, 2]);
  assert.strictEqual(given, buffer);
}));
fs.write(fd, 'text', 0, 'utf8', called((error, count, given) => {
  assert.deepStrictEqual([error, count, given], [null, 4, 'text']);
}));
fs.read(1e6, buffer, 0, 1, 0, called((error, count, given) => {
  assert.deepStrictEqual([error.code, error.syscall, count, given], ['EBADF', 'read', 0, buffer]);
}));
process.on('exit', () => assert.strictEqual(calls, 4));

(async () => {
  const { bytesRead } = await util.promisify(fs.read)(fd, buffer, 0, 1, 0);
  assert.strictEqual(bytesRead, 1);
  const written = await util.promisify(fs.writev)(fd, [Buffer.from('x')]);
  assert.strictEqual(written.bytesWritten, 1);
  fs.closeSync(fd);
  assert.throws(() => fs.closeSync(fd), { code: 'EBADF', syscall: 'close' });
})();
