'use strict';

const { execFileSync, fork, spawn, spawnSync } = require('node:child_process');
const { atLeast, inGroups, measure } = require('./measure.js');

const spawnTrue = () => new Promise((resolve) => spawn('/bin/true').on('close', resolve));

if (process.argv[2] === 'echo') {
  process.on('message', (message) => process.send(message));
} else {
  measure({
    'spawn, 20 at once': inGroups(20, () => Promise.all(Array.from({ length: 20 }, spawnTrue))),
    'spawnSync': (n) => { for (let i = 0; i < n; i++) spawnSync('/bin/true'); },
    'execFileSync': (n) => { for (let i = 0; i < n; i++) execFileSync('/bin/echo', ['hi']); },
    'IPC to a child and back': atLeast(5000, async (n) => {
      const child = fork(__filename, ['echo']);
      const message = { id: 1, name: 'name', tags: ['a', 'b'] };
      await new Promise((resolve) => {
        child.on('message', () => (--n > 0 ? child.send(message) : resolve()));
        child.send(message);
      });
      child.disconnect();
      await new Promise((resolve) => child.on('exit', resolve));
    }),
  });
}
