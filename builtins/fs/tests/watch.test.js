'use strict';

// fs.watch, its recursive form and iterator, and fs.watchFile.

const assert = require('node:assert');
const fs = require('node:fs');
const { directory, inTemp } = require('./temporary.js');

assert.throws(() => fs.watch(inTemp('none')), (error) => {
  assert.deepStrictEqual([error.code, error.syscall, error.path, error.filename], [
    'ENOENT',
    'watch',
    inTemp('none'),
    inTemp('none'),
  ]);
  return true;
});
assert.throws(() => fs.watch(directory, { ignore: '' }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => fs.watchFile(directory), { code: 'ERR_INVALID_ARG_TYPE' });

/** The first change for which `isWanted`. */
function change(watcher, isWanted) {
  return new Promise((resolve, reject) => {
    watcher.on('error', reject);
    watcher.on('change', (...details) => {
      if (isWanted(...details)) resolve(details);
    });
  });
}

async function directoryAndFile() {
  const watcher = fs.watch(directory, { ignore: '*.log' });
  const first = change(watcher, () => true);
  fs.writeFileSync(inTemp('a.log'), '');
  fs.writeFileSync(inTemp('a'), '');
  assert.deepStrictEqual(await first, ['rename', 'a']);
  const closed = new Promise((resolve) => watcher.on('close', resolve));
  watcher.close();
  watcher.close();
  await closed;
  const ofFile = fs.watch(inTemp('a'), { encoding: 'buffer' });
  const write = change(ofFile, (type) => type === 'change');
  fs.appendFileSync(inTemp('a'), 'x');
  assert.deepStrictEqual((await write)[1], Buffer.from('a'));
  ofFile.close();
}

/** Directories that appear are watched from then on, and what is in them already is told. */
async function tree() {
  const watcher = fs.watch(directory, { recursive: true });
  const deep = change(watcher, (type, name) => name === 'd/e/f');
  fs.mkdirSync(inTemp('d', 'e'), { recursive: true });
  fs.writeFileSync(inTemp('d', 'e', 'f'), '');
  assert.deepStrictEqual(await deep, ['rename', 'd/e/f']);
  const later = change(watcher, (type, name) => name === 'd/e/g');
  fs.writeFileSync(inTemp('d', 'e', 'g'), '');
  await later;
  watcher.close();
}

async function iterator() {
  const controller = new AbortController();
  const events = fs.promises.watch(directory, { signal: controller.signal });
  const first = events.next();
  fs.writeFileSync(inTemp('h'), '');
  const { value } = await first;
  assert.deepStrictEqual({ ...value }, { eventType: 'rename', filename: 'h' });
  controller.abort();
  await assert.rejects(async () => {
    for (;;) await events.next();
  }, { name: 'AbortError' });
}

async function polling() {
  const file = inTemp('polled');
  const seen = [];
  const watcher = fs.watchFile(file, { interval: 5 }, (now, before) => {
    seen.push([before.size, now.size]);
    if (now.size === 0) fs.writeFileSync(file, 'abc');
    else fs.unwatchFile(file);
  });
  await new Promise((resolve) => watcher.on('stop', resolve));
  assert.deepStrictEqual(seen[0], [0, 0]);
  assert.strictEqual(seen.at(-1)[1], 3);
}

(async () => {
  for (const test of [directoryAndFile, tree, iterator, polling]) await test();
  // A watcher that is not persistent keeps no process alive.
  fs.watch(directory, { persistent: false });
  process.exitCode = 0;
})();
process.exitCode = 1;
