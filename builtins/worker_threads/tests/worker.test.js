'use strict';

const assert = require('node:assert');
const { once } = require('node:events');
const { SHARE_ENV, Worker, isMainThread, parentPort, setEnvironmentData, threadId } = require('node:worker_threads');

assert.ok(isMainThread);
assert.strictEqual(threadId, 0);
assert.strictEqual(parentPort, null);

function evaluate(text, options) {
  return new Worker(text, { eval: true, ...options });
}

/** What happens to a worker, in order. */
function record(worker) {
  const seen = [];
  worker.on('online', () => seen.push('online'));
  worker.on('message', (message) => seen.push(['message', message]));
  worker.on('error', (error) => seen.push(['error', error]));
  worker.on('exit', (code) => seen.push(['exit', code]));
  return seen;
}

async function ended(worker) {
  const seen = record(worker);
  await new Promise((resolve) => worker.on('exit', resolve));
  return seen;
}

const cases = {
  async 'data reaches the worker and its messages the parent'() {
    const shared = new SharedArrayBuffer(4);
    const text = `
      const { parentPort, workerData, threadId } = require('worker_threads');
      new Int32Array(workerData.shared)[0] = 7;
      parentPort.postMessage([threadId, process.argv[2]]);
      parentPort.once('message', (message) => parentPort.postMessage(message + 1));`;
    const worker = evaluate(text, { workerData: { shared }, argv: ['x'] });
    worker.postMessage(1);
    const id = worker.threadId;
    assert.deepStrictEqual(await ended(worker), ['online', ['message', [id, 'x']], ['message', 2], ['exit', 0]]);
    assert.strictEqual(new Int32Array(shared)[0], 7);
    assert.strictEqual(worker.threadId, -1);
  },

  async 'an uncaught error arrives with its class and properties'() {
    const text = 'throw Object.assign(new RangeError("far", { cause: new TypeError("why") }), { code: "E_FAR", path: "/x" })';
    const [, [, error], exit] = await ended(evaluate(text));
    assert.ok(error instanceof RangeError);
    assert.deepStrictEqual([error.message, error.code, error.path], ['far', 'E_FAR', '/x']);
    assert.match(error.stack, /^\[worker eval\]:1\n/);
    assert.strictEqual(error.cause.message, 'why');
    assert.deepStrictEqual(exit, ['exit', 1]);
  },

  async 'the exit code is that of the program'() {
    assert.deepStrictEqual(await ended(evaluate('process.exitCode = 3')), ['online', ['exit', 3]]);
    assert.deepStrictEqual(await ended(evaluate('process.exit(4)')), ['online', ['exit', 4]]);
    const [, exit] = await ended(evaluate('process.on("exit", () => { process.exitCode = 5 })'));
    assert.deepStrictEqual(exit, ['exit', 5]);
  },

  async 'terminate() ends busy and blocked workers'() {
    const texts = [
      'for (;;);',
      '(function tick() { process.nextTick(tick) })()',
      '(async () => { for (;;) await null })()',
      'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
      'setInterval(() => {}, 1000)',
      'require("vm").runInThisContext("for (;;);", { timeout: 100000 })',
    ];
    await Promise.all(texts.map(async (text) => {
      const worker = evaluate(text);
      await once(worker, 'online');
      assert.strictEqual(await worker.terminate(), 1, text);
    }));
    assert.strictEqual(await evaluate('').terminate() >= 0, true);
  },

  async 'a symbol that is thrown arrives as one'() {
    for (const [text, name] of [['Symbol("own")', 'own'], ['Symbol.for("shared")', 'shared'], ['Symbol()', '']]) {
      const [, [, symbol]] = await ended(evaluate(`throw ${text}`));
      assert.strictEqual(symbol, Symbol.for(name));
    }
  },

  async 'a full heap ends the worker alone'() {
    const limits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };
    const worker = evaluate('const kept = []; for (;;) kept.push([kept])', { resourceLimits: limits });
    const [, [, error], exit] = await ended(worker);
    assert.strictEqual(error.code, 'ERR_WORKER_OUT_OF_MEMORY');
    assert.deepStrictEqual(exit, ['exit', 1]);
  },

  async 'a heap has at least two MiB of old generation, which may not do for a start'() {
    const skip = process.versions.anode === undefined && 'Node ends the process where its snapshot does not fit';
    for (const size of skip ? [] : [-1, 0, 0.5, 2]) {
      const worker = evaluate('setInterval(() => {}, 1)', { resourceLimits: { maxOldGenerationSizeMb: size } });
      assert.strictEqual(worker.resourceLimits.maxOldGenerationSizeMb, 2);
      const [error] = await once(worker, 'error');
      assert.strictEqual(error.code, 'ERR_WORKER_OUT_OF_MEMORY');
    }
  },

  async 'without limits a heap is as large as that of the main thread'() {
    const worker = evaluate('const { parentPort, resourceLimits } = require("worker_threads"); parentPort.postMessage(resourceLimits)');
    const [{ maxOldGenerationSizeMb, maxYoungGenerationSizeMb }] = await once(worker, 'message');
    const { heap_size_limit: limit } = require('node:v8').getHeapStatistics();
    assert.strictEqual(maxOldGenerationSizeMb + maxYoungGenerationSizeMb, limit / 2 ** 20);
  },

  async 'output goes through the parent'() {
    const worker = evaluate('console.log("out"); process.stderr.write("err")', { stdout: true, stderr: true });
    await once(worker, 'exit');
    assert.strictEqual(`${worker.stdout.read()}`, 'out\n');
    assert.strictEqual(`${worker.stderr.read()}`, 'err');
    const echo = evaluate('process.stdin.pipe(process.stdout)', { stdin: true, stdout: true });
    echo.stdin.end('in');
    await once(echo, 'exit');
    assert.strictEqual(`${echo.stdout.read()}`, 'in');
  },

  async 'the environment is a copy, a given one, or shared'() {
    const text = 'require("worker_threads").parentPort.postMessage(process.env.ANODE_T); process.env.ANODE_T = "worker"';
    process.env.ANODE_T = 'parent';
    assert.strictEqual((await once(evaluate(text), 'message'))[0], 'parent');
    assert.strictEqual((await once(evaluate(text, { env: { ANODE_T: 'own' } }), 'message'))[0], 'own');
    assert.strictEqual(process.env.ANODE_T, 'parent');
    await once(evaluate(text, { env: SHARE_ENV }), 'exit');
    assert.strictEqual(process.env.ANODE_T, 'worker');
  },

  async 'environment data is inherited'() {
    setEnvironmentData('key', new Map([[1, 2]]));
    const text = 'const w = require("worker_threads"); w.parentPort.postMessage(w.getEnvironmentData("key"))';
    assert.deepStrictEqual((await once(evaluate(text), 'message'))[0], new Map([[1, 2]]));
  },

  async 'modules and URLs run too'() {
    const url = new URL('data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.postMessage(import.meta.url)');
    assert.strictEqual((await once(new Worker(url), 'message'))[0], url.href);
    const typed = evaluate('const x: number = 1; require("worker_threads").parentPort.postMessage(x)');
    assert.strictEqual((await once(typed, 'message'))[0], 1);
  },

  async 'what belongs to the process is refused'() {
    const text = `
      const { parentPort } = require('worker_threads');
      const codes = ['chdir', 'abort', 'setuid'].map((name) => { try { process[name]('/'); } catch (error) { return error.code; } });
      try { process.umask(0); } catch (error) { codes.push(error.code); }
      parentPort.postMessage(codes);`;
    const [codes] = await once(evaluate(text), 'message');
    assert.deepStrictEqual(codes, new Array(4).fill('ERR_WORKER_UNSUPPORTED_OPERATION'));
  },

  async 'workers start workers, which end with them'() {
    const text = `
      const { Worker, parentPort } = require('worker_threads');
      new Worker('setInterval(() => {}, 1000)', { eval: true }).on('online', () => parentPort.postMessage('up'));`;
    const worker = evaluate(text);
    await once(worker, 'message');
    assert.strictEqual(await worker.terminate(), 1);
  },

  async 'options and names are checked'() {
    assert.throws(() => new Worker('x.js'), { code: 'ERR_WORKER_PATH' });
    assert.throws(() => new Worker(1), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => evaluate('', { execArgv: ['--title=x'] }), { code: 'ERR_WORKER_INVALID_EXEC_ARGV' });
    // What is about the whole process a thread cannot have by its environment either, whatever the process itself has.
    for (const [option, shown] of [['--title=x', '--title='], ['--zero-fill-buffers', '--zero-fill-buffers'], ['--report-dir=/', '--report-dir='], ['--eval=1', '--eval=']]) {
      assert.throws(() => evaluate('', { env: { NODE_OPTIONS: option } }), {
        code: 'ERR_WORKER_INVALID_EXEC_ARGV',
        message: `Initiated Worker with invalid NODE_OPTIONS env variable: ${shown} is not allowed in NODE_OPTIONS`,
      });
    }
    assert.throws(() => evaluate('', { execArgv: ['--no-node-snapshot'] }), { message: 'Initiated Worker with invalid execArgv flags: --no-node-snapshot' });
    assert.throws(() => evaluate('', { workerData: () => {} }), { name: 'DataCloneError' });
    const worker = evaluate('', { name: ' one ', transferList: 1 });
    assert.strictEqual(worker.threadName, 'one');
    await once(worker, 'exit');
    await assert.rejects(worker.getHeapStatistics(), { code: 'ERR_WORKER_NOT_RUNNING' });
  },

  async 'a parent looks into its worker'() {
    const worker = evaluate('setInterval(() => {}, 1000)');
    await once(worker, 'online');
    const statistics = await worker.getHeapStatistics();
    assert.ok(statistics.used_heap_size > 0);
    assert.strictEqual(statistics.does_zap_garbage, false);
    const { utilization } = worker.performance.eventLoopUtilization();
    assert.ok(utilization >= 0 && utilization <= 1);
    await worker[Symbol.asyncDispose]();
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run();
    } catch (error) {
      error.message = `${name}: ${error.message}`;
      throw error;
    }
  }
})();
