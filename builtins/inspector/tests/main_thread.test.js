'use strict';

// A worker debugs the main thread: it sets a breakpoint, evaluates in the pause and lets the thread go on. Its listeners never run in the middle of
// its own JavaScript.
const assert = require('node:assert');
const { Session } = require('node:inspector');
const { pathToFileURL } = require('node:url');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

function debugged() {
  const secret = 21;
  return secret * 2;
}

if (isMainThread) {
  assert.throws(() => new Session().connectToMainThread(), { code: 'ERR_INSPECTOR_NOT_WORKER' });
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(__filename, { workerData: shared });
  worker.once('message', () => {
    assert.strictEqual(debugged(), 42);
    worker.once('message', () => {
      console.log('for the worker');
      Atomics.store(shared, 0, 1);
      worker.postMessage('end');
    });
    worker.postMessage('go on');
  });
} else {
  debug();
}

async function debug() {
  const session = new Session();
  session.connectToMainThread();
  assert.throws(() => session.connectToMainThread(), { code: 'ERR_INSPECTOR_ALREADY_CONNECTED' });
  const post = (method, params) => new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result)));
  });
  await post('Runtime.enable');
  await post('Debugger.enable');
  await post('Debugger.setBreakpointByUrl', { lineNumber: 11, url: pathToFileURL(__filename).href });
  const told = new Promise((resolve) => parentPort.once('message', resolve));
  const paused = new Promise((resolve) => session.once('Debugger.paused', ({ params }) => resolve(params)));
  parentPort.postMessage('ready');
  const { callFrames: [{ callFrameId, functionName }] } = await paused;
  assert.strictEqual(functionName, 'debugged');
  const { result } = await post('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'secret' });
  assert.strictEqual(result.value, 21);
  await post('Debugger.resume');
  await told;

  let heard = 0;
  session.on('Runtime.consoleAPICalled', () => heard++);
  parentPort.postMessage('speak');
  while (Atomics.load(workerData, 0) === 0);
  assert.strictEqual(heard, 0);
  await new Promise((resolve) => parentPort.once('message', resolve));
  assert.strictEqual(heard, 1);
  session.disconnect();
}
