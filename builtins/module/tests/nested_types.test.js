'use strict';

// A text with types that is nested to any depth is an answer or an error, never the end of the process.

const assert = require('node:assert');
const { stripTypeScriptTypes } = require('node:module');

process.removeAllListeners('warning');
const depth = 20_000;
const isAnode = process.versions.anode !== undefined;

for (const [open, inner, close] of [
  ['(', '1', ')'], ['[', '', ']'], ['{', '', '}'], ['!', '1', ''], ['a => ', '1', ''], ['if (a) ', ';', ''], ['a + ', '1', ''],
  ['function f() {', '', '}'], ['(', '', ''], ['`${', '1', '}`'],
]) {
  const source = open.repeat(depth) + inner + close.repeat(depth);
  try {
    assert.strictEqual(stripTypeScriptTypes(source).length, source.length);
  } catch (error) {
    // Node's parser runs out of its memory and says so.
    assert.strictEqual(error.code, isAnode ? 'ERR_INVALID_TYPESCRIPT_SYNTAX' : error.code, open);
  }
}
const type = `let a: ${'A<'.repeat(depth)}B${'>'.repeat(depth)} = 1`;
if (isAnode) assert.strictEqual(stripTypeScriptTypes(type).trimEnd(), `let a${' '.repeat(type.length - 'let a = 1'.length)} = 1`);
