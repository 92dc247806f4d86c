'use strict';

// The compile cache: what is written is used again, and neither a changed source nor a damaged file gets through.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anode-compile-cache-')));
const write = (name, text) => fs.writeFileSync(path.join(root, name), text);

function run(main, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', main], {
    cwd: root, encoding: 'utf8', env: { ...process.env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', NODE_COMPILE_CACHE: 'cache', ...env },
  });
  assert.strictEqual(status, 0, stderr);
  return { stdout, stderr };
}

try {
  write('a.cjs', 'exports.a = 1;');
  write('t.mts', 'export const t: number = 2;');
  write('main.mjs', 'import { a } from "./a.cjs"; import { t } from "./t.mts"; console.log(a + t);');
  const first = run('main.mjs');
  assert.strictEqual(first.stdout, '3\n');
  for (const what of [/CommonJS .*a\.cjs/, /ESM .*main\.mjs/, /ESM .*t\.mts/, /StrippedTypeScript .*t\.mts/]) {
    assert.match(first.stderr, new RegExp(`writing cache for ${what.source}.*success`));
  }
  const second = run('main.mjs');
  assert.strictEqual(second.stdout, '3\n');
  assert.match(second.stderr, /cache for ESM .*main\.mjs was accepted/);
  assert.match(second.stderr, /cache for CommonJS .*a\.cjs was accepted/);
  assert.match(second.stderr, /retrieving transpile cache for StrippedTypeScript .*t\.mts/);
  assert.doesNotMatch(second.stderr, /writing cache/);

  // A name that is compiled with one text and then another.
  write('twice.cjs', 'const load = (text) => { const made = new module.constructor("x.js"); made._compile(text, __dirname + "/x.js"); return made.exports; };\n'
    + 'console.log(process.argv.slice(2).map((text) => load(`module.exports = ${text}`)).join());');
  const compile = (...texts) => spawnSync(process.execPath, ['twice.cjs', ...texts], { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_COMPILE_CACHE: 'cache' } }).stdout;
  assert.strictEqual(compile('11', '22'), '11,22\n');
  assert.strictEqual(compile('11'), '11\n');

  // A changed source.
  write('a.cjs', 'exports.a = 5;');
  const changed = run('main.mjs');
  assert.strictEqual(changed.stdout, '7\n');
  assert.match(changed.stderr, /a\.cjs.*code hash mismatch/);

  // Damaged files.
  const [version] = fs.readdirSync(path.join(root, 'cache'));
  for (const name of fs.readdirSync(path.join(root, 'cache', version))) {
    const file = path.join(root, 'cache', version, name);
    const bytes = fs.readFileSync(file);
    bytes.fill(0x5a, bytes.length - 16);
    fs.writeFileSync(file, bytes);
  }
  const damaged = run('main.mjs');
  assert.strictEqual(damaged.stdout, '7\n');
  assert.match(damaged.stderr, /a\.cjs.*mismatch/);

  // Caches that move with their modules.
  fs.mkdirSync(path.join(root, 'p'));
  write('p/x.cjs', '');
  run('p/x.cjs', { NODE_COMPILE_CACHE: 'p/cache', NODE_COMPILE_CACHE_PORTABLE: '1' });
  fs.renameSync(path.join(root, 'p'), path.join(root, 'q'));
  const moved = run('q/x.cjs', { NODE_COMPILE_CACHE: 'q/cache', NODE_COMPILE_CACHE_PORTABLE: '1' });
  assert.match(moved.stderr, /cache for CommonJS .*x\.cjs was accepted/);

  const { enableCompileCache } = require('node:module');
  assert.throws(() => enableCompileCache(1), { code: 'ERR_INVALID_ARG_TYPE' });
} finally {
  fs.rmSync(root, { recursive: true });
}
