'use strict';

// Programs replace globals: fake clocks, promises of a library, browsers' classes. Builtins keep to those of the start.

const assert = require('node:assert');
const { createRequire } = require('node:module');
const path = require('node:path');
const fs = require('node:fs');
const os = require('node:os');

const globals = globalThis;
const { Error, Map, Object, Promise, Reflect } = globals;
const names = Reflect.ownKeys(globals).filter((name) => typeof name === 'string' && Object.getOwnPropertyDescriptor(globals, name).configurable);
const originals = names.map((name) => Object.getOwnPropertyDescriptor(globals, name));

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'replaced-globals-'));
fs.writeFileSync(path.join(directory, 'data.json'), '{"one":1}');
fs.writeFileSync(path.join(directory, 'required.js'), 'exports.one = require("./data.json").one;');
fs.writeFileSync(path.join(directory, 'imported.mjs'), 'import { one } from "./required.js"; export default one + 1;');
const requireThere = createRequire(path.join(directory, 'main.js'));

const works = {
  async modules() {
    assert.strictEqual(requireThere('./required.js').one, 1);
    assert.strictEqual((await import(path.join(directory, 'imported.mjs'))).default, 2);
  },
  async files() {
    assert.strictEqual(fs.readFileSync(path.join(directory, 'data.json'), 'utf8'), '{"one":1}');
    assert.strictEqual(await fs.promises.readFile(path.join(directory, 'data.json'), 'utf8'), '{"one":1}');
    const chunks = [];
    for await (const chunk of fs.createReadStream(path.join(directory, 'data.json'), 'utf8')) chunks.push(chunk);
    assert.deepStrictEqual(chunks, ['{"one":1}']);
  },
  async http() {
    const http = require('node:http');
    const server = http.createServer((request, response) => response.end('hello'));
    await new Promise((resolve) => server.listen(0, resolve));
    const { port } = server.address();
    const response = await new Promise((resolve, reject) => http.get({ port, agent: false }, resolve).on('error', reject));
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    assert.strictEqual(text, 'hello');
    server.close();
  },
  async workers() {
    const { Worker } = require('node:worker_threads');
    const worker = new Worker('require("node:worker_threads").parentPort.postMessage({ one: 1 })', { eval: true });
    assert.deepStrictEqual(await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject)), { one: 1 });
    await worker.terminate();
  },
  async processes() {
    const { execFile, execFileSync } = require('node:child_process');
    assert.strictEqual(execFileSync('/bin/echo', ['hello'], { encoding: 'utf8' }), 'hello\n');
    const text = await new Promise((resolve, reject) => {
      execFile('/bin/echo', ['hello'], { timeout: 60_000 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
    });
    assert.strictEqual(text, 'hello\n');
  },
  async timers() {
    const { setTimeout } = require('node:timers/promises');
    assert.strictEqual(await setTimeout(1, 'over'), 'over');
  },
  async compression() {
    const zlib = require('node:zlib');
    assert.strictEqual(zlib.gunzipSync(zlib.gzipSync('hello')).toString(), 'hello');
    const { pipeline } = require('node:stream/promises');
    const chunks = [];
    const collect = async function* (source) { for await (const chunk of source) chunks.push(chunk); };
    await pipeline(['hello'], zlib.createGzip(), zlib.createGunzip(), collect);
    assert.strictEqual(chunks.join(''), 'hello');
  },
  async inspection() {
    const util = require('node:util');
    assert.strictEqual(util.inspect({ list: [1, 'two'], map: new Map([[1, { deep: true }]]) }), "{ list: [ 1, 'two' ], map: Map(1) { 1 => { deep: true } } }");
    assert.throws(() => assert.deepStrictEqual([1], [2]), { code: 'ERR_ASSERTION' });
  },
};

(async () => {
  for (const name of names) Reflect.defineProperty(globals, name, { __proto__: null, value: undefined, writable: true, configurable: true });
  let failure;
  for (const name in works) {
    try {
      await works[name]();
    } catch (error) {
      failure ??= new Error(`${name} fails without the globals`, { cause: error });
    }
  }
  for (let i = 0; i < names.length; i++) Reflect.defineProperty(globals, names[i], { __proto__: null, ...originals[i] });
  fs.rmSync(directory, { recursive: true });
  if (failure !== undefined) throw failure;
})();
