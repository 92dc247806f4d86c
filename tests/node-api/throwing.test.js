'use strict';

// A C++ exception that leaves an addon ends the process, by std::terminate, whoever called the addon. JavaScript does not see it.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { fileOf } = require('./_addon.js');

const file = JSON.stringify(fileOf('throwing'));
const programs = {
  plain: `try { require(${file}).plain(); } catch { console.log('caught'); }`,
  finalizer: `require(${file}).finalizer(); setImmediate(gc); setTimeout(() => {}, 1000);`,
  execute: `require(${file}).execute();`,
  complete: `require(${file}).complete();`,
  threadsafe: `require(${file}).threadsafe();`,
  hook: `require(${file}).hook();`,
  timer: `require(${file}).timer();`,
};

async function endsWith(what, source) {
  const child = spawn(process.execPath, ['--expose-gc', '--no-warnings', '-e', source]);
  let output = '';
  child.stdout.on('data', (chunk) => { output += chunk; });
  child.stderr.on('data', (chunk) => { output += chunk; });
  const [, signal] = await once(child, 'close');
  assert.strictEqual(signal, 'SIGABRT', `${what}: ${output}`);
  assert.match(output, new RegExp(`^terminate called after throwing an instance of 'std::runtime_error'\\s+what\\(\\):  ${what}\\s*$`));
}

async function main() {
  for (const [what, source] of Object.entries(programs)) {
    await endsWith(what, source);
    if (what !== 'finalizer') await endsWith(what, `new (require('node:worker_threads').Worker)(${JSON.stringify(source)}, { eval: true });`);
  }
}

main();
