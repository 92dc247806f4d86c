'use strict';

// What load hooks get of a CommonJS file, and a hook that annotates it but leaves the running to `require`.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hooks-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true }));

function file(name, text) {
  const filename = path.join(directory, name);
  fs.writeFileSync(filename, text);
  return pathToFileURL(filename).href;
}

const seen = [];
const hooks = registerHooks({
  load(url, context, next) {
    const result = next(url, url.endsWith('.ts') ? { ...context, format: 'commonjs' } : context);
    if (!url.startsWith(pathToFileURL(directory).href)) return result;
    seen.push([path.basename(url), context.conditions.includes('import'), result.format, result.responseURL === url, String(result.source)]);
    if (!url.endsWith('.ts')) return result;
    return { ...result, format: 'commonjs', source: 'exports.annotated = 0', shouldBeReloadedByCJSLoader: true };
  },
});

async function main() {
  const plain = await import(file('plain.cjs', 'exports.a = 1'));
  assert.strictEqual(plain.a, 1);
  require.extensions['.ts'] = (module) => { module.exports = { annotated: 'by require' }; };
  const annotated = await import(file('types.ts', 'enum Kind { One }'));
  assert.strictEqual(annotated.annotated, 'by require');
  hooks.deregister();
  assert.deepStrictEqual(seen[0], ['plain.cjs', true, 'commonjs', true, 'exports.a = 1']);
  assert.deepStrictEqual([seen[1][0], seen[1][4]], ['types.ts', 'enum Kind { One }']);
}

main();
