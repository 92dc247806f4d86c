// Flags: --expose-gc --experimental-vm-modules --no-warnings
'use strict';

// Scripts, functions and modules go when nobody holds them, whatever handlers they came with.

const assert = require('node:assert');
const vm = require('node:vm');

let texts = 0;

const makers = {
  script: () => new vm.Script(`${++texts}`, { importModuleDynamically() {} }),
  function: () => vm.compileFunction(`${++texts}`, [], { importModuleDynamically() {} }),
  source: async () => {
    const dependency = new vm.SyntheticModule(['x'], function() { this.setExport('x', new Array(100)); });
    const module = new vm.SourceTextModule('import { x } from "d"; export const meta = import.meta.own; export { x };', {
      importModuleDynamically() {},
      initializeImportMeta(meta) { meta.own = true; },
    });
    await module.link(() => dependency);
    await module.evaluate();
    assert.strictEqual(module.namespace.meta, true);
    assert.strictEqual(module.namespace.x.length, 100);
    return module;
  },
  synthetic: async () => {
    const module = new vm.SyntheticModule(['x'], () => module.setExport('x', 1));
    await module.link(() => {});
    await module.evaluate();
    assert.strictEqual(module.namespace.x, 1);
    return module;
  },
};

const turn = () => new Promise(setImmediate);

/** Some of many: the last ones may still be on the stack or in a cache. */
async function areCollected(make) {
  const references = [];
  for (let i = 0; i < 50; i++) references.push(new WeakRef(await make()));
  for (let i = 0; i < 20; i++) {
    await turn();
    globalThis.gc();
    if (references.some((reference) => reference.deref() === undefined)) return true;
  }
  return false;
}

(async () => {
  for (const [name, make] of Object.entries(makers)) {
    const collected = await areCollected(make);
    // Node frees them too, but in its own time.
    if (process.versions.anode !== undefined) assert.ok(collected, name);
  }
})();
