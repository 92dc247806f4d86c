// Flags: --experimental-vm-modules --no-warnings
'use strict';

// Modules that programs make have no source to import.

const assert = require('node:assert');
const { SourceTextModule } = require('node:vm');

async function test() {
  const target = new SourceTextModule('export default 1', { identifier: 'target' });
  const fixed = new SourceTextModule('import source x from "y";');
  assert.deepStrictEqual(fixed.moduleRequests.map(({ phase }) => phase), ['source']);
  const refusal = { code: 'ERR_SOURCE_PHASE_NOT_DEFINED', name: 'SyntaxError' };
  await assert.rejects(async () => {
    await fixed.link(() => target);
    await fixed.evaluate();
  }, refusal);
  const phases = [];
  const importModuleDynamically = (specifier, script, attributes, phase) => {
    phases.push(phase);
    return target;
  };
  await target.link(() => {});
  await target.evaluate();
  const dynamic = new SourceTextModule('await import("y"); await import.source("y");', { importModuleDynamically });
  await dynamic.link(() => {});
  await assert.rejects(dynamic.evaluate(), refusal);
  assert.deepStrictEqual(phases, ['evaluation', 'source']);
}

test();
