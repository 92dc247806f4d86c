'use strict';

// Keys whose sequences come in pieces, or have parameters that are missing.

const assert = require('node:assert');
const { emitKeypressEvents } = require('node:readline');
const { PassThrough } = require('node:stream');

function pressed(...pieces) {
  const input = new PassThrough();
  const sequences = [];
  emitKeypressEvents(input);
  input.on('keypress', (text, key) => sequences.push(key.sequence));
  for (const piece of pieces) input.emit('data', Buffer.from(piece));
  input.destroy();
  return sequences;
}

assert.deepStrictEqual(pressed('\x1b', '[', '1', ';', '5', 'C', 'x'), ['\x1b[1;5C', 'x']);
assert.deepStrictEqual(pressed('\x1b', '[', ';'), []);
assert.deepStrictEqual(pressed('\x1b[', ';', 'a', 'b'), ['\x1b[;a', 'b']);
assert.deepStrictEqual(pressed('\x1b', '[', ';', '5', 'C', 'x'), ['\x1b[;5C', 'x']);
