'use strict';

// What only structured cloning can carry, in both directions, and a message in several reads.

const assert = require('node:assert');
const { fork } = require('node:child_process');

const value = {
  map: new Map([['key', new Set([1n])]]),
  date: new Date(5),
  bytes: new Uint8Array([1, 2]),
  buffer: Buffer.from('text'),
  words: new Uint16Array([1, 65535]),
  nothing: undefined,
  long: 'x'.repeat(300_000),
};
value.itself = value;

if (process.argv[2] === 'child') {
  process.on('message', (message) => {
    assert.deepStrictEqual(message, value);
    process.send(message, () => process.disconnect());
  });
} else {
  const child = fork(__filename, ['child'], { serialization: 'advanced' });
  let answers = 0;
  child.on('message', (message) => {
    answers++;
    assert.deepStrictEqual(message, value);
    assert.ok(Buffer.isBuffer(message.buffer));
  });
  assert.throws(() => child.send(() => {}), { code: 'ERR_INVALID_ARG_TYPE' });
  child.send(value);
  child.on('exit', (code) => assert.deepStrictEqual([code, answers], [0, 1]));
}
