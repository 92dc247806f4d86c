'use strict';

const assert = require('node:assert');
const { once } = require('node:events');
const vm = require('node:vm');
const { BroadcastChannel, MessageChannel, Worker, moveMessagePortToContext, receiveMessageOnPort } = require('node:worker_threads');

async function closeFollowsTheMessages() {
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  port2.on('message', (message) => seen.push(message));
  port1.postMessage(1);
  port1.postMessage(undefined);
  port1.close();
  await once(port2, 'close');
  assert.deepStrictEqual(seen, [1, undefined]);
}

async function portsMoveThroughPorts() {
  const outer = new MessageChannel();
  const inner = new MessageChannel();
  inner.port2.postMessage('waits');
  outer.port1.postMessage('with', [inner.port1]);
  const [event] = await new Promise((resolve) => outer.port2.addEventListener('message', (...args) => resolve(args)) ?? outer.port2.start());
  assert.strictEqual(event.data, 'with');
  assert.strictEqual(receiveMessageOnPort(event.ports[0]).message, 'waits');
  assert.throws(() => outer.port1.postMessage('again', [inner.port1]), { name: 'DataCloneError' });
  for (const port of [outer.port1, inner.port2]) port.close();
}

function nothingMovesWhenCloningFails() {
  const { port1, port2 } = new MessageChannel();
  const buffer = new ArrayBuffer(8);
  assert.throws(() => port1.postMessage(() => {}, [buffer]), { name: 'DataCloneError' });
  assert.strictEqual(buffer.byteLength, 8);
  assert.throws(() => port1.postMessage(null, [port1]), { name: 'DataCloneError' });
  port2.close();
}

function sharedMemoryStaysOneObject() {
  const shared = new SharedArrayBuffer(4);
  const [one, two] = structuredClone([shared, shared]);
  assert.strictEqual(one, two);
  new Int32Array(one)[0] = 5;
  assert.strictEqual(new Int32Array(shared)[0], 5);
}

async function channelsCrossThreads() {
  const text = `
    const { workerData, BroadcastChannel } = require('worker_threads');
    const all = new BroadcastChannel('anode-test');
    all.onmessage = ({ data }) => { workerData.postMessage([data, new WebAssembly.Instance(data.module).exports]); all.close(); };
    workerData.postMessage('ready');`;
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(text, { eval: true, workerData: port2, transferList: [port2] });
  const exit = once(worker, 'exit');
  const all = new BroadcastChannel('anode-test');
  assert.deepStrictEqual(await once(port1, 'message'), ['ready']);
  const module = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  all.postMessage({ blob: new Blob(['b']), module });
  const [[received]] = await once(port1, 'message');
  assert.ok(received.blob instanceof Blob);
  await exit;
  all.close();
}

/** Events have null for undefined, as the standard's have by default; listeners in Node's style get what was sent. */
async function undefinedIsSent() {
  const { port1, port2 } = new MessageChannel();
  const inEvent = new Promise((resolve) => port2.addEventListener('message', ({ data }) => resolve(data)));
  const inNodeStyle = new Promise((resolve) => port2.on('message', resolve));
  port1.postMessage(undefined);
  assert.deepStrictEqual(await Promise.all([inEvent, inNodeStyle]), [null, undefined]);
  port1.close();
}

/** What `postMessage()` says, and what it takes for no list of things to move. */
function portsSayWhetherTheyAreOpen() {
  const { port1, port2 } = new MessageChannel();
  assert.strictEqual(port1.postMessage(1), true);
  const buffer = new ArrayBuffer(1);
  assert.strictEqual(port1.postMessage(1, [buffer]), true);
  assert.ok(buffer.detached);
  assert.strictEqual(port1.postMessage(1, () => {}), true);
  assert.throws(() => port1.postMessage(1, { transfer: null }), { code: 'ERR_INVALID_ARG_TYPE' });
  port1.close();
  assert.strictEqual(port1.postMessage(1), undefined);
  assert.strictEqual(MessagePort.length, 0);
  port2.close();
}

/** A port of another context gives that context's objects, however they are taken from it. */
function movedPortsGiveObjectsOfTheirContext() {
  const { port1, port2 } = new MessageChannel();
  const context = vm.createContext();
  const moved = moveMessagePortToContext(port1, context);
  port2.postMessage({});
  const { message } = receiveMessageOnPort(moved);
  assert.ok(message instanceof vm.runInContext('Object', context));
  port2.close();
}

(async () => {
  portsSayWhetherTheyAreOpen();
  movedPortsGiveObjectsOfTheirContext();
  await undefinedIsSent();
  await closeFollowsTheMessages();
  await portsMoveThroughPorts();
  nothingMovesWhenCloningFails();
  sharedMemoryStaysOneObject();
  await channelsCrossThreads();
})();
