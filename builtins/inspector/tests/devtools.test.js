'use strict';

// What IDEs and DevTools ask of a running program, over the socket as they do: breakpoints by URL, conditions and log points, stepping, variables of
// closures, black boxes, snapshots and profiles.

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'devtools-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true }));

class FrontEnd {
  #socket;
  #lastId = 0;
  #waiting = new Map();
  /** Events that nobody has waited for yet. */
  #events = [];
  #expected = [];

  static async connect(url) {
    const frontEnd = new FrontEnd();
    const socket = frontEnd.#socket = new WebSocket(url);
    await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
    socket.onmessage = ({ data }) => frontEnd.#take(JSON.parse(data));
    return frontEnd;
  }

  #take(message) {
    if (message.id !== undefined) {
      const { resolve, reject } = this.#waiting.get(message.id);
      if (message.error) reject(new Error(message.error.message));
      else resolve(message.result);
      return;
    }
    const index = this.#expected.findIndex(({ method, wanted }) => method === message.method && wanted(message.params));
    if (index === -1) this.#events.push(message);
    else this.#expected.splice(index, 1)[0].resolve(message.params);
  }

  call(method, params) {
    const id = ++this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** The next event, perhaps one that has come already. */
  event(method, wanted = () => true) {
    const index = this.#events.findIndex((message) => message.method === method && wanted(message.params));
    if (index !== -1) return Promise.resolve(this.#events.splice(index, 1)[0].params);
    return new Promise((resolve) => this.#expected.push({ method, wanted, resolve }));
  }

  close() {
    this.#socket.close();
  }
}

function write(name, text) {
  const file = path.join(directory, name);
  fs.writeFileSync(file, text);
  return file;
}

/** Starts a program that waits, and connects to it. */
async function debug(file) {
  const program = spawn(process.execPath, ['--inspect-wait=127.0.0.1:0', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise((resolve) => {
    let text = '';
    program.stderr.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const found = /Debugger listening on (ws:\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
  });
  const ended = new Promise((resolve) => program.on('exit', resolve));
  return { ended, frontEnd: await FrontEnd.connect(url) };
}

write('library.js', `exports.apply = (function_) => {
  const before = 1;
  return function_(before);
};
`);
const typescript = write('program.ts', `const { apply } = require('./library.js');
interface Item { weight: number }
let total: number = 0;
function weigh(item: Item): number {
  const { weight } = item;
  total += weight;
  return total;
}
for (const weight of [1, 2, 3]) weigh({ weight });
const greet = (): string => 'before';
debugger;
const text = greet();
apply((value: number) => {
  return value;
});
console.log(text);
`);

async function inMainThread() {
  const { ended, frontEnd } = await debug(typescript);
  const call = (method, params) => frontEnd.call(method, params);
  const paused = () => frontEnd.event('Debugger.paused');
  const lineOf = ({ callFrames }) => callFrames[0].location.lineNumber + 1;
  await call('Runtime.enable');
  await call('Debugger.enable', { maxScriptsCacheSize: 1e8 });
  await call('Debugger.setAsyncCallStackDepth', { maxDepth: 32 });
  await call('Debugger.setBlackboxPatterns', { patterns: ['library\\.js$'] });

  // Breakpoints are set before the script is there, one with a condition and one that only logs.
  const urlRegex = 'program\\.ts$';
  const conditional = await call('Debugger.setBreakpointByUrl', { urlRegex, lineNumber: 5, condition: 'weight === 2' });
  await call('Debugger.setBreakpointByUrl', { urlRegex, lineNumber: 6, condition: "console.log('total is', total), false" });
  await call('Runtime.runIfWaitingForDebugger');
  const atCondition = await paused();
  assert.strictEqual(lineOf(atCondition), 6);
  assert.deepStrictEqual(atCondition.hitBreakpoints, [conditional.breakpointId]);

  // Variables of the function and of what surrounds it, and a changed one.
  const { callFrameId, scopeChain } = atCondition.callFrames[0];
  const valueOf = async (expression) => (await call('Debugger.evaluateOnCallFrame', { callFrameId, expression })).result.value;
  assert.strictEqual(await valueOf('weight * 10 + total'), 21);
  const { objectId } = scopeChain.find(({ type }) => type === 'local').object;
  const { result: locals } = await call('Runtime.getProperties', { objectId, ownProperties: true });
  assert.strictEqual(locals.find(({ name }) => name === 'weight').value.value, 2);
  await call('Debugger.setVariableValue', { scopeNumber: 0, variableName: 'total', newValue: { value: 40 }, callFrameId })
    .catch(() => valueOf('total = 40'));
  await call('Debugger.stepOver');
  assert.strictEqual(lineOf(await paused()), 7);
  await call('Debugger.stepOut');
  assert.strictEqual(lineOf(await paused()), 9);
  await call('Debugger.resume');
  const logged = await frontEnd.event('Runtime.consoleAPICalled', ({ args }) => args[1]?.value === 45);
  assert.strictEqual(logged.args[0].value, 'total is');

  // Scripts can be read, and V8 has given up changing them while they run.
  const atStatement = await paused();
  assert.strictEqual(lineOf(atStatement), 11);
  const { scriptId } = atStatement.callFrames[0].location;
  const { scriptSource } = await call('Debugger.getScriptSource', { scriptId });
  assert.match(scriptSource, /const greet = \(\)/);
  await assert.rejects(call('Debugger.setScriptSource', { scriptId, scriptSource: `${scriptSource} ` }), /no longer available/);

  // Stepping in passes over what is in a black box.
  await call('Debugger.stepOver');
  await paused();
  await call('Debugger.stepOver');
  assert.strictEqual(lineOf(await paused()), 13);
  await call('Debugger.stepInto');
  const inside = await paused();
  assert.strictEqual(lineOf(inside), 14);
  assert.strictEqual(inside.callFrames[1].functionName, 'exports.apply');

  // A snapshot and a profile in the middle of it all.
  await call('HeapProfiler.enable');
  const chunk = frontEnd.event('HeapProfiler.addHeapSnapshotChunk');
  await call('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  assert.match((await chunk).chunk, /^\{"snapshot":/);
  await call('Profiler.enable');
  await call('Profiler.start');
  await call('Debugger.resume');
  await frontEnd.event('Runtime.consoleAPICalled', ({ args }) => /before|after/.test(args[0].value));
  const { profile } = await call('Profiler.stop');
  assert.ok(profile.nodes.length > 0);
  frontEnd.close();
  assert.strictEqual(await ended, 0);
}

inMainThread();
