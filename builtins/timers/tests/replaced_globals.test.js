'use strict';

// Timers and scopes of async resources do not depend on methods that programs can replace.

const assert = require('node:assert');
const { AsyncResource } = require('node:async_hooks');

const replaced = [[Map.prototype, 'get'], [Map.prototype, 'set'], [Map.prototype, 'delete'], [Array.prototype, 'push'], [Reflect, 'apply']];
const originals = replaced.map(([owner, name]) => owner[name]);

function whileReplaced(act) {
  for (const [owner, name] of replaced) owner[name] = () => { throw new Error(`${name} was called`); };
  try {
    act();
  } finally {
    replaced.forEach(([owner, name], index) => { owner[name] = originals[index]; });
  }
}

let ran = '';
whileReplaced(() => new AsyncResource('Kept').runInAsyncScope(() => { ran += 'a'; }));
whileReplaced(() => {
  const cleared = [5, 6, 7, 5, 6].map((delay) => setTimeout(() => { ran += 'cleared'; }, delay));
  setTimeout(() => { ran += 'b'; }, 1).refresh();
  cleared.forEach(clearTimeout);
});
setTimeout(() => { ran += 'c'; }, 8);

process.on('exit', () => assert.strictEqual(ran, 'abc'));
