'use strict';

// What is published of children: each as it is made, and the start of its program.

const assert = require('node:assert');
const { ChildProcess, spawn } = require('node:child_process');
const { once } = require('node:events');
const { subscribe } = require('node:diagnostics_channel');

const seen = [];
const see = (name) => (message) => {
  assert.ok(message.process instanceof ChildProcess);
  seen.push([name, Object.keys(message).join(), message.process.spawnfile, message.error?.code]);
};
subscribe('child_process', see('made'));
for (const name of ['start', 'end', 'error']) subscribe(`tracing:child_process.spawn:${name}`, see(name));

async function main() {
  await once(spawn('/bin/true'), 'exit');
  assert.deepStrictEqual(seen.splice(0), [
    ['made', 'process', null, undefined],
    ['start', 'process,options', '/bin/true', undefined],
    ['end', 'process', '/bin/true', undefined],
  ]);
  await once(spawn('/nonexistent'), 'error');
  assert.deepStrictEqual(seen.map(([name, keys, , code]) => [name, keys, code]), [
    ['made', 'process', undefined],
    ['start', 'process,options', undefined],
    ['error', 'process,error', 'ENOENT'],
  ]);
}

main();
