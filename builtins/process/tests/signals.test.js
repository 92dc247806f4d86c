'use strict';
// A signal reaches its listeners; without listeners it has its default action again.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const received = [];
function onSignal(...args) {
  received.push(args);
  process.off('SIGUSR2', onSignal);
  clearInterval(alive);
}
process.on('SIGUSR2', onSignal);
const alive = setInterval(() => {}, 1000);
process.kill(process.pid, 'SIGUSR2');

const child = spawnSync(process.execPath, ['-e', `
  const once = () => process.off('SIGTERM', once);
  process.on('SIGTERM', once);
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), 10);
  setTimeout(() => {}, 5000);
`]);
assert.strictEqual(child.signal, 'SIGTERM');

process.on('exit', () => assert.deepStrictEqual(received, [['SIGUSR2', 12]]));
