// Collections at every turn find what the native side holds and V8 does not know of: programs of all kinds still end well.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { run } = require('./_run');

/** A full collection every so many allocations that V8 sees, objects moved each time, and young ones before there is need. */
const kStress = ['--expose-gc', '--gc-interval=500', '--stress-compaction', '--stress-scavenge=60'];
const builtins = path.join(__dirname, '../../builtins');

/** One or two tests of each builtin with native objects; none that counts on time. */
const programs = {
  async_hooks: ['async_local_storage', 'contexts'],
  buffer: ['buffer'],
  crypto: ['ciphers', 'hash', 'shrinking_buffers'],
  fs: ['streams', 'file_handle'],
  http: ['parser', 'server'],
  net: ['onread_resizable'],
  sqlite: ['database'],
  stream: ['web_transfer'],
  v8: ['serdes'],
  vm: ['collect', 'contexts', 'modules'],
  wasi: ['wasi'],
  web: ['cloning', 'ports', 'fetch'],
  worker_threads: ['messaging'],
  zlib: ['ends'],
};

for (const [builtin, tests] of Object.entries(programs)) {
  for (const test of tests) {
    const file = path.join(builtins, builtin, 'tests', `${test}.test.js`);
    const own = /^\/\/ Flags: (.*)$/m.exec(fs.readFileSync(file, 'utf8'))?.[1].split(' ') ?? [];
    const { status, signal, stderr } = run([...kStress, ...own, file], { timeout: 60_000 });
    assert.deepStrictEqual([signal, status], [null, 0], `${builtin}/${test}\n${stderr}`);
  }
}
