'use strict';

// Hooks of module.register() and --experimental-loader: a thread of their own, which the program's thread awaits or blocks for.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const { register } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { MessageChannel, Worker } = require('node:worker_threads');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anode-hooks-')));
const file = (name, text) => {
  const full = path.join(root, name);
  fs.writeFileSync(full, text);
  return full;
};
const url = (name) => pathToFileURL(path.join(root, name)).href;

/** What a program of its own prints, and its exit code. */
const run = (...args) => new Promise((resolve) => {
  execFile(process.execPath, ['--no-warnings', ...args], (error, stdout, stderr) => resolve({ code: error === null ? 0 : error.code ?? error.signal, stdout, stderr }));
});

file('hooks.mjs', `
  import { isInternalThread, isMainThread, parentPort, workerData } from 'node:worker_threads';
  let port;
  globalThis.ofHooks = true;
  export function initialize(data) {
    ({ port } = data);
    port.postMessage({ isInternalThread, isMainThread, parentPort, workerData, resolve: typeof import.meta.resolve, global: typeof ofProgram, text: data.text });
    port.unref();
    return 1;
  }
  class Own extends RangeError {}
  export async function resolve(specifier, context, nextResolve) {
    if (specifier === 'own:error') throw Object.assign(new Own('of hooks'), { code: 'OWN', detail: { a: 1 } });
    if (specifier === 'own:never') return new Promise(() => {});
    if (specifier === 'own:late') await new Promise((resolve) => setTimeout(resolve, 1));
    if (specifier.startsWith('own:')) return { url: specifier, shortCircuit: true, importAttributes: context.importAttributes };
    return nextResolve(specifier, context);
  }
  export async function load(url, context, nextLoad) {
    if (url.startsWith('own:')) return { format: 'module', shortCircuit: true, source: \`export default \${JSON.stringify(url)}\` };
    const loaded = await nextLoad(url, context);
    if (url.endsWith('/bytes.mjs')) loaded.source = String(loaded.source).replace('before', loaded.source.constructor.name);
    if (url.endsWith('.cjs')) loaded.source = (await import('node:fs')).readFileSync(new URL(url), 'utf8');
    return loaded;
  }
`);

async function testRegister() {
  const { port1, port2 } = new MessageChannel();
  globalThis.ofProgram = true;
  const given = register('./hooks.mjs', url('x.mjs'), { data: { port: port2, text: 'data' }, transferList: [port2] });
  assert.strictEqual(given, undefined);
  const [seen] = await once(port1, 'message');
  assert.deepStrictEqual(seen, {
    isInternalThread: true, isMainThread: false, parentPort: null, workerData: null, resolve: 'undefined', global: 'undefined', text: 'data',
  });
  assert.strictEqual(globalThis.ofHooks, undefined);
  port1.close();
}

function testFailedRegistrations() {
  assert.throws(() => register('./none.mjs', url('x.mjs')), { code: 'ERR_MODULE_NOT_FOUND' });
  assert.throws(() => register('./hooks.mjs'), { code: 'ERR_UNSUPPORTED_RESOLVE_REQUEST' });
  assert.throws(() => register('data:text/javascript,export function initialize() { throw new RangeError("r") }'), RangeError);
  assert.throws(() => register('./hooks.mjs', url('x.mjs'), { data: () => {} }), { name: 'DataCloneError' });
  const never = 'data:text/javascript,export const initialize = () => new Promise(() => {})';
  assert.throws(() => register(never), { code: 'ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED' });
}

/** Whether an import awaits the hooks or a call blocks for them, they are the same ones. */
async function testAnswers() {
  assert.strictEqual((await import('own:x')).default, 'own:x');
  assert.strictEqual((await import('own:late')).default, 'own:late');
  await assert.rejects(import('own:error'), { name: 'RangeError', message: 'of hooks', code: 'OWN', detail: { a: 1 } });
  file('meta.mjs', 'export const resolve = import.meta.resolve;');
  const { resolve } = await import(url('meta.mjs'));
  assert.strictEqual(resolve('own:y'), 'own:y');
  assert.throws(() => resolve('own:error'), RangeError);
  assert.throws(() => resolve('own:never'), { code: 'ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED' });
  assert.strictEqual(resolve('own:late'), 'own:late');
  file('bytes.mjs', 'export default "before";');
  assert.match((await import(url('bytes.mjs'))).default, /^(?:Buffer|Uint8Array)$/);
}

/** What a CommonJS module asks for whose text hooks have given goes through the hooks, also in a cycle. */
async function testRequire() {
  file('graph.cjs', `
    exports.early = true;
    exports.seen = require('./cycle.cjs').seen;
    exports.json = require('./data.json').x;
    exports.module = require('./imports.mjs').default;
    exports.path = require.resolve('./cycle.cjs') === ${JSON.stringify(path.join(root, 'cycle.cjs'))};
    exports.same = require('node:fs') === require('fs');
    try { require('./none') } catch (error) { exports.code = error.code; }
  `);
  file('cycle.cjs', 'exports.seen = Object.keys(require("./graph.cjs")).join();');
  file('imports.mjs', 'export { default } from "own:required";');
  file('data.json', '{"x":5}');
  const { default: graph } = await import(url('graph.cjs'));
  assert.deepStrictEqual(graph, {
    early: true, seen: 'early', json: 5, module: 'own:required', path: true, same: true, code: 'MODULE_NOT_FOUND',
  });
  assert.strictEqual(require(path.join(root, 'imports.mjs')).default, 'own:required');
}

/** Another thread has no hooks but those it registers. */
async function testWorkers() {
  const worker = new Worker('import("own:x").then(() => {}, ({ code }) => require("worker_threads").parentPort.postMessage(code))', { eval: true });
  const [code] = await once(worker, 'message');
  assert.strictEqual(code, 'ERR_UNSUPPORTED_ESM_URL_SCHEME');
}

/** Programs of their own: the order of preloads, output, and the ends of the process. */
async function testProcesses() {
  const loader = file('loader.mjs', `
    import { writeSync } from 'node:fs';
    writeSync(1, 'loader\\n');
    export async function resolve(specifier, context, next) {
      if (specifier === 'own:exit') process.exit(42);
      if (specifier === 'own:late') { setTimeout(() => { throw new RangeError('late'); }); return new Promise((resolve) => setTimeout(resolve, 60_000)); }
      if (specifier === 'own:never') return new Promise(() => {});
      return next(specifier, context);
    }`);
  const program = (text) => run('--experimental-loader', loader, '--input-type=module', '-e', text);
  const [exit, blockedExit, late, blockedLate, never, script] = await Promise.all([
    program('await import("own:exit")'),
    program('import.meta.resolve("own:exit")'),
    program('await import("own:late")'),
    program('import.meta.resolve("own:late")'),
    program('console.log("before"); await import("own:never")'),
    run('--experimental-loader', loader, '-r', file('pre.js', 'require("fs").writeSync(1, "pre\\n")'), '-e', 'console.log("program")'),
  ]);
  assert.deepStrictEqual([exit.code, blockedExit.code, never.code], [42, 42, 13]);
  assert.match(never.stdout, /before\n/);
  for (const failed of [late, blockedLate]) {
    assert.notStrictEqual(failed.code, 0);
    assert.match(failed.stderr, /RangeError: late/);
  }
  assert.deepStrictEqual(script.stdout.split('\n').sort(), ['', 'loader', 'pre', 'pre', 'program']);
  assert.strictEqual(script.stdout.indexOf('pre'), 0);
}

async function test() {
  await testRegister();
  testFailedRegistrations();
  await testAnswers();
  await testRequire();
  await testWorkers();
  await testProcesses();
}

test().finally(() => fs.rmSync(root, { recursive: true }));
