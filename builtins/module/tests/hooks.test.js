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

// Mistakes of hooks modules are told with the name of the hook.
{
  const { spawnSync } = require('node:child_process');
  const said = (text) => {
    const hook = `data:text/javascript,${encodeURIComponent(text)}`;
    const program = `import { register } from 'node:module'; register(${JSON.stringify(hook)}); await import('node:fs');`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stderr;
  };
  assert.match(said('export async function resolve() { return null }'), /ERR_INVALID_RETURN_VALUE.*'resolve' hook's nextResolve\(\)/);
  assert.match(said('export async function resolve(s, c, next) { return next(s, []) }'), /ERR_INVALID_ARG_TYPE.*nextResolve\(\) context/);
  assert.match(said('export async function load(u, c, next) { return next([], c) }'), /ERR_INVALID_ARG_TYPE.*nextLoad\(\) url/);
  assert.match(said('export async function load(u, c, next) { return { format: "module", source: "" } }'), /ERR_LOADER_CHAIN_INCOMPLETE/);

  // A hook that makes its result anew leaves the names of a CommonJS file to be read from the file.
  const fs = require('node:fs');
  const folder = fs.mkdtempSync(require('node:path').join(require('node:os').tmpdir(), 'anode-hooks-'));
  try {
    fs.writeFileSync(`${folder}/named.cjs`, 'exports.named = 1;');
    fs.writeFileSync(`${folder}/main.mjs`, `
      import { register } from 'node:module';
      register('data:text/javascript,export async function load(u,c,n){const {format,source}=await n(u,c);return {format,source,shortCircuit:true}}');
      const { named } = await import('./user.mjs');
      console.log(named);`);
    fs.writeFileSync(`${folder}/user.mjs`, "export { named } from './named.cjs';");
    const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', `${folder}/main.mjs`], { encoding: 'utf8' });
    assert.strictEqual(stdout, '1\n', stderr);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
