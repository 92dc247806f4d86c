'use strict';

// The internals that old packages still ask for by process.binding().

const assert = require('node:assert');
const { constants } = require('node:buffer');
const fs = require('node:fs');
const { builtinModules } = require('node:module');

process.removeAllListeners('warning');

const buffer = process.binding('buffer');
assert.deepStrictEqual([buffer.kMaxLength, buffer.kStringMaxLength], [constants.MAX_LENGTH, constants.MAX_STRING_LENGTH]);
assert.deepStrictEqual([buffer.compare(Buffer.from('a'), Buffer.from('b')), buffer.byteLengthUtf8('é')], [-1, 2]);

const config = process.binding('config');
assert.deepStrictEqual([config.hasOpenSSL, config.hasIntl, config.hasInspector, config.bits], [true, true, true, 64]);

const natives = Object.keys(process.binding('natives'));
for (const id of builtinModules) if (!id.startsWith('node:')) assert.ok(natives.includes(id), id);

const { TTY, isTTY } = process.binding('tty_wrap');
const fd = fs.openSync(__filename, 'r');
assert.strictEqual(isTTY(fd), false);
const context = {};
const terminal = new TTY(fd, context);
assert.deepStrictEqual(context, { errno: -22, code: 'EINVAL', message: 'invalid argument', syscall: 'uv_tty_init' });
assert.strictEqual(terminal.setRawMode(true), -9);
fs.closeSync(fd);

assert.throws(() => process.binding('none'), { message: 'No such module: none' });
