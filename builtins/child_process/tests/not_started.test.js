'use strict';

// A program that does not exist: the streams of the child end, and only then is it closed.
const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');

const child = spawn('/no/such/program', [], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
const events = [];
for (const place of [1, 2, 3]) {
  for (const event of ['end', 'close']) child.stdio[place].on(event, () => events.push(`${event} ${place}`));
}
child.on('error', (error) => events.push(error.code));
child.on('close', (code, signal) => events.push(`closed ${code} ${signal}`));
process.on('exit', () => {
  assert.strictEqual(events[0], 'ENOENT');
  const expected = ['close 1', 'close 2', 'close 3', 'end 1', 'end 2', 'end 3'];
  assert.deepStrictEqual(events.filter((event) => expected.includes(event)).toSorted(), expected);
  assert.ok(events.indexOf('closed -2 null') > events.indexOf('end 3'));
});

const { status, output, stdout } = spawnSync('/no/such/program');
assert.deepStrictEqual({ status, output, stdout }, { status: null, output: null, stdout: undefined });
