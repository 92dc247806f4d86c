'use strict';

// Promises that reject, or are handled, where the stack has no room left to hear of it: none counts as unhandled that is handled, and none is silent.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

/** Recursion fails at depths that differ by a frame, so that each event of a promise meets the end of the stack once. */
const kPrograms = {
  'a rejection that is handled': ['async function go() { await go(); } (async () => { try { await go(); } catch (e) { console.log("caught", e.message); } })()', 0],
  'one that is not': ['async function go() { await go(); } go()', 1],
};

for (const [what, [program, code]] of Object.entries(kPrograms)) {
  for (let room = 0; room < 6; room++) {
    const text = `function at(depth) { if (depth > 0) return at(depth - 1); ${program} } at(${room});`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--stack-size=400', '-e', text], { encoding: 'utf8' });
    assert.strictEqual(status, code, `${what}: ${stderr}`);
    if (code === 0) assert.strictEqual(stdout, 'caught Maximum call stack size exceeded\n');
    else assert.match(stderr, /RangeError: Maximum call stack size exceeded/);
  }
}

// What hears of a promise and throws says so.
const lost = spawnSync(process.execPath, ['--unhandled-rejections=none', '--stack-size=150', '-e', 'async function go() { go(); throw new Error(); } go()'], {
  encoding: 'utf8',
});
assert.strictEqual(lost.status, 0);
assert.match(lost.stderr, /^Exception in PromiseRejectCallback:\n.*\n.*\n *\^*\n\nRangeError: Maximum call stack size exceeded\n/);
