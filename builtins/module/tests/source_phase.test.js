'use strict';

// `import source` and `import.source()`: WebAssembly modules compiled, neither linked nor run.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { inspect } = require('node:util');

process.removeAllListeners('warning');
process.on('warning', () => {});

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anode-source-')));
const file = (name, content) => {
  fs.writeFileSync(path.join(root, name), content);
  return pathToFileURL(path.join(root, name)).href;
};

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** Imports `f` of a module that is not there. */
const needy = file('needy.wasm', Uint8Array.from([
  ...MAGIC, 1, 4, 1, 0x60, 0, 0, 2, 16, 1, 10, ...Buffer.from('./none.mjs'), 1, 0x66, 0, 0,
]));
const empty = file('empty.wasm', Uint8Array.from(MAGIC));
const text = file('text.mjs', 'export default 1;');
const isUndefined = (url) => ({ name: 'SyntaxError', code: 'ERR_SOURCE_PHASE_NOT_DEFINED', message: `Source phase import object is not defined for module '${url}'` });

async function test() {
  // Statically, dynamically, and from CommonJS it is one module.
  const { default: found } = await import(file('static.mjs', 'import source mod from "./needy.wasm"; import source other from "./empty.wasm"; export default [mod, other];'));
  assert(found.every((module) => module instanceof WebAssembly.Module));
  assert.strictEqual(await import.source(needy), found[0]);
  assert.strictEqual(inspect(found[0]), 'WebAssembly.Module {}');
  assert.strictEqual(Object.getPrototypeOf(WebAssembly.Module).name, 'AbstractModuleSource');

  // What has been imported as a source can be imported, and is linked then.
  assert.deepStrictEqual(Object.keys(await import(empty)), []);
  await assert.rejects(import(needy), { code: 'ERR_MODULE_NOT_FOUND' });

  // Nothing else has a source.
  await assert.rejects(import.source(text), isUndefined(text));
  await assert.rejects(import.source('node:fs'), isUndefined('node:fs'));
  await assert.rejects(import(file('wrong.mjs', 'import source mod from "./text.mjs";')), isUndefined(text));
  await assert.rejects(import.source(`${empty}.none`), { code: 'ERR_MODULE_NOT_FOUND' });
  assert.strictEqual((await import(text)).default, 1);
}

test().finally(() => fs.rmSync(root, { recursive: true }));
