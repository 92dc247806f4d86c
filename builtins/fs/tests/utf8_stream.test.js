'use strict';

// Utf8Stream.

const assert = require('node:assert');
const fs = require('node:fs');
const { inTemp } = require('./temporary.js');

const { Utf8Stream } = fs;
const contentOf = (name) => fs.readFileSync(inTemp(name), 'utf8');
const event = (stream, name) => new Promise((resolve) => stream.once(name, resolve));

// Synchronous: in the file when `write` returns.
{
  const stream = new Utf8Stream({ dest: inTemp('sync'), sync: true });
  assert.strictEqual(stream.write('ä\n'), true);
  assert.strictEqual(contentOf('sync'), 'ä\n');
  stream.end();
  assert.throws(() => stream.write('x'), { code: 'ERR_INVALID_STATE' });
}

// Held back until there is enough, dropped when there is too much.
{
  const dropped = [];
  const stream = new Utf8Stream({ dest: inTemp('held'), sync: true, minLength: 5, maxLength: 8 });
  stream.on('drop', (data) => dropped.push(data));
  stream.write('abc');
  assert.strictEqual(contentOf('held'), '');
  stream.write('toolong');
  stream.write('de');
  assert.strictEqual(contentOf('held'), 'abcde');
  stream.write('f');
  stream.flushSync();
  assert.strictEqual(contentOf('held'), 'abcdef');
  assert.deepStrictEqual(dropped, ['toolong']);
  stream.destroy();
}

assert.throws(() => new Utf8Stream({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new Utf8Stream({ dest: inTemp('x'), minLength: 20_000 }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => new Utf8Stream({ dest: inTemp('none', 'y'), sync: true }), { code: 'ENOENT' });

async function asynchronous() {
  const stream = new Utf8Stream({ dest: inTemp('log', 'a'), mkdir: true });
  stream.write('one ');
  stream.write('two');
  await event(stream, 'drain');
  assert.strictEqual(contentOf('log/a'), 'one two');
  fs.renameSync(inTemp('log', 'a'), inTemp('log', 'b'));
  stream.reopen();
  await event(stream, 'ready');
  stream.write('three');
  stream.end();
  await event(stream, 'close');
  assert.deepStrictEqual([contentOf('log/b'), contentOf('log/a')], ['one two', 'three']);
}

/** A write that took part of a character is continued with the whole character. */
async function partial() {
  const written = [];
  const functions = {
    write: (fd, text, encoding, callback) => {
      written.push(text);
      process.nextTick(callback, null, written.length === 1 ? 2 : Buffer.byteLength(text));
    },
  };
  const stream = new Utf8Stream({ dest: inTemp('partial'), fs: functions });
  stream.write('a\u4e2db');
  stream.end();
  await event(stream, 'finish');
  assert.deepStrictEqual(written, ['a\u4e2db', '\u4e2db']);
}

(async () => {
  await asynchronous();
  await partial();
  process.exitCode = 0;
})();
process.exitCode = 1;
