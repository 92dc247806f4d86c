'use strict';

// A session of the main thread follows workers: it lets one run that waits for it, steps past its first statement, evaluates in it, and learns of its end.
const assert = require('node:assert');
const { Session } = require('node:inspector');
const { pathToFileURL } = require('node:url');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (!isMainThread) {
  globalThis.answer = 6 * 7;
  parentPort.once('message', () => {});
  return;
}

const session = new Session();
session.connect();
const calls = new Map();
let lastId = 0;
let sessionId;

/** Asks the worker. */
function ask(method, params) {
  const id = ++lastId;
  session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method, params }) });
  return new Promise((resolve) => calls.set(id, resolve));
}

const events = new Map();
const event = (method) => new Promise((resolve) => events.set(method, resolve));
session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
  assert.strictEqual(params.sessionId, sessionId);
  const { id, method, ...rest } = JSON.parse(params.message);
  (id === undefined ? events.get(method) : calls.get(id))?.(rest.result ?? rest.params ?? rest.error);
});

const post = (method, params) => new Promise((resolve) => session.post(method, params, (error, result) => resolve(error ?? result)));
const attachment = () => new Promise((resolve) => session.once('NodeWorker.attachedToWorker', ({ params }) => resolve(params)));

async function main() {
  assert.strictEqual((await post('NodeWorker.enable', {})).code, 'ERR_INSPECTOR_COMMAND');
  await post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  const attached = attachment();
  const worker = new Worker(__filename, { name: 'followed' });
  const exited = new Promise((resolve) => worker.on('exit', resolve));
  const { workerInfo, waitingForDebugger, ...ids } = await attached;
  ({ sessionId } = ids);
  assert.deepStrictEqual(workerInfo, {
    workerId: String(worker.threadId), type: 'worker', title: `[worker ${worker.threadId}] followed`, url: pathToFileURL(__filename).href,
  });
  assert.strictEqual(waitingForDebugger, false);
  assert.strictEqual((await ask('NodeWorker.enable', { waitForDebuggerOnStart: true })).code, -32601);
  // Asked again until the program has run.
  let value;
  while (value === undefined) ({ result: { value } } = await ask('Runtime.evaluate', { expression: 'globalThis.answer' }));
  assert.strictEqual(value, 42);
  const detached = new Promise((resolve) => session.once('NodeWorker.detachedFromWorker', ({ params }) => resolve(params)));
  worker.postMessage('end');
  assert.strictEqual((await detached).sessionId, sessionId);
  assert.strictEqual(await exited, 0);
  // On a busy machine Node loses answers of a worker that goes from waiting to its pause, and never ends one that is terminated in it.
  if (process.versions.anode) {
    await post('NodeWorker.disable');
    await post('NodeWorker.enable', { waitForDebuggerOnStart: true });
    await pausesAtStart();
    await endsWhilePaused();
    await endsWhileWaiting();
  }
  session.disconnect();
}

async function paused() {
  const worker = new Worker(__filename);
  const { waitingForDebugger, ...ids } = await attachment();
  ({ sessionId } = ids);
  assert.strictEqual(waitingForDebugger, true);
  await ask('Debugger.enable');
  const pause = event('Debugger.paused');
  await ask('Runtime.runIfWaitingForDebugger');
  const { reason, callFrames } = await pause;
  assert.strictEqual(reason, 'Break on start');
  assert.strictEqual(callFrames[0].location.lineNumber, 3);
  return worker;
}

async function pausesAtStart() {
  const worker = await paused();
  const exited = new Promise((resolve) => worker.on('exit', resolve));
  const resumed = event('Debugger.resumed');
  await ask('Debugger.resume');
  await resumed;
  worker.postMessage('end');
  assert.strictEqual(await exited, 0);
}

async function endsWhilePaused() {
  const worker = await paused();
  assert.strictEqual(await worker.terminate(), 1);
}

async function endsWhileWaiting() {
  const worker = new Worker(__filename);
  await attachment();
  assert.strictEqual(await worker.terminate(), 1);
}

main();
