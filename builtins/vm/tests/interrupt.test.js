'use strict';

// `breakOnSigint`: Ctrl-C ends a run, and only that.

const assert = require('node:assert');
const { once } = require('node:events');
const vm = require('node:vm');

const forever = 'process.kill(process.pid, "SIGINT"); for (;;);';
const interruption = { name: 'Error', code: 'ERR_SCRIPT_EXECUTION_INTERRUPTED', message: 'Script execution was interrupted by `SIGINT`' };
const options = { breakOnSigint: true };

function endsEveryKindOfRun() {
  assert.throws(() => vm.runInThisContext(forever, options), interruption);
  assert.throws(() => vm.runInNewContext(forever, { process }, options), interruption);
  assert.throws(() => new vm.Script(forever).runInContext(vm.createContext({ process }), options), interruption);
  assert.strictEqual(vm.runInThisContext('1 + 1', options), 2);
}

function endsTheInnermostRun() {
  globalThis.runInner = () => assert.throws(() => vm.runInThisContext(forever, options), interruption);
  assert.strictEqual(vm.runInThisContext('runInner(); "outer goes on"', options), 'outer goes on');
  assert.throws(() => vm.runInThisContext(`runInner(); ${forever}`, options), interruption);
}

function comesWithATimeout() {
  assert.throws(() => vm.runInThisContext(forever, { breakOnSigint: true, timeout: 60_000 }), interruption);
  assert.throws(() => vm.runInThisContext('for (;;);', { breakOnSigint: true, timeout: 5 }), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
}

async function listenersHearOfOtherSignals() {
  let heard = 0;
  process.on('SIGINT', () => { heard++; });
  assert.throws(() => vm.runInThisContext(forever, options), interruption);
  assert.strictEqual(heard, 0);
  // Listening does not keep the program alive.
  const waiting = setInterval(() => {}, 60_000);
  process.kill(process.pid, 'SIGINT');
  await once(process, 'SIGINT');
  clearInterval(waiting);
  assert.strictEqual(heard, 1);
}

endsEveryKindOfRun();
endsTheInnermostRun();
comesWithATimeout();
listenersHearOfOtherSignals();
