'use strict';

// A front end on the network: it attaches, breaks at the first statement of a TypeScript program, steps, reads a variable of a closure, takes a heap
// snapshot and a CPU profile, and lets the program go.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');
const { pathToFileURL } = require('node:url');

const directory = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'inspected-'));
const file = path.join(directory, 'program.ts');
fs.writeFileSync(file, `let first: number = 1;
function outer(secret: string): () => string {
  return function inner(): string {
    return secret.toUpperCase();
  };
}
const inner = outer('hidden');
console.log(inner(), first);
`);

class FrontEnd {
  #id = 0;
  #answers = new Map();
  #waiting = [];
  #events = [];

  constructor(socket) {
    this.socket = socket;
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
  }

  #take(message) {
    if (message.id) return this.#answers.get(message.id)(message);
    this.#events.push(message);
    for (const wake of this.#waiting.splice(0)) wake();
    return undefined;
  }

  async call(method, params = {}) {
    const id = ++this.#id;
    const answer = new Promise((resolve) => this.#answers.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params }));
    const { error, result } = await answer;
    assert.strictEqual(error, undefined, method);
    return result;
  }

  async event(method) {
    for (;;) {
      const index = this.#events.findIndex((event) => event.method === method);
      if (index >= 0) return this.#events.splice(index, 1)[0].params;
      await new Promise((resolve) => this.#waiting.push(resolve));
    }
  }

  all(method) {
    return this.#events.filter((event) => event.method === method).map(({ params }) => params);
  }
}

function ask(port, target, headers = {}) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path: target, headers, agent: false }, async (response) => {
      resolve({ status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() });
    }).on('error', reject);
  });
}

async function main() {
  const child = spawn(process.execPath, ['--inspect-brk=127.0.0.1:0', '--no-warnings', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  const url = await new Promise((resolve) => child.stderr.on('data', (chunk) => {
    told += chunk;
    const found = /^Debugger listening on (ws:\/\/\S+)$/m.exec(told);
    if (found) resolve(new URL(found[1]));
  }));

  const [target] = JSON.parse((await ask(url.port, '/json/list')).text);
  assert.strictEqual(target.webSocketDebuggerUrl, url.href);
  assert.strictEqual(target.url, pathToFileURL(file).href);
  assert.strictEqual(JSON.parse((await ask(url.port, '/json/version')).text)['Protocol-Version'], '1.1');
  assert.strictEqual((await ask(url.port, '/other')).status, 400);
  // A name that somebody's name server answers for is refused.
  assert.strictEqual((await ask(url.port, '/json', { host: 'rebound.test' })).status, 400);

  const socket = new WebSocket(url);
  await once(socket, 'open');
  const frontEnd = new FrontEnd(socket);
  await frontEnd.call('Runtime.enable');
  await frontEnd.call('Debugger.enable');
  await frontEnd.call('Profiler.enable');
  await frontEnd.call('Profiler.start');
  await frontEnd.call('Debugger.setBreakpointByUrl', { lineNumber: 3, url: pathToFileURL(file).href });
  await frontEnd.call('Runtime.runIfWaitingForDebugger');
  const start = await frontEnd.event('Debugger.paused');
  assert.strictEqual(start.reason, 'Break on start');
  assert.strictEqual(start.callFrames[0].location.lineNumber, 0);
  await frontEnd.call('Debugger.stepOver');
  assert.strictEqual((await frontEnd.event('Debugger.paused')).callFrames[0].location.lineNumber, 6);
  await frontEnd.call('Debugger.resume');
  const { callFrames: [frame] } = await frontEnd.event('Debugger.paused');
  assert.deepStrictEqual([frame.functionName, frame.location.lineNumber], ['inner', 3]);
  const { result } = await frontEnd.call('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression: 'secret' });
  assert.strictEqual(result.value, 'hidden');
  await frontEnd.call('HeapProfiler.takeHeapSnapshot');
  const snapshot = JSON.parse(frontEnd.all('HeapProfiler.addHeapSnapshotChunk').map(({ chunk }) => chunk).join(''));
  assert.ok(snapshot.snapshot.node_count > 1000 && snapshot.strings.includes('hidden'));
  const { profile } = await frontEnd.call('Profiler.stop');
  assert.ok(profile.nodes.length > 1);
  await frontEnd.call('Debugger.resume');
  const { args } = await frontEnd.event('Runtime.consoleAPICalled');
  assert.deepStrictEqual(args.map(({ value }) => value), ['HIDDEN', 1]);
  await frontEnd.event('Runtime.executionContextDestroyed');
  socket.close();
  assert.deepStrictEqual(await once(child, 'close'), [0, null]);
  assert.strictEqual(printed, 'HIDDEN 1\n');
  assert.match(told, /Debugger attached\.\n/);
  assert.match(told, /Waiting for the debugger to disconnect\.\.\.\n/);
  fs.rmSync(directory, { recursive: true });
}

main();
