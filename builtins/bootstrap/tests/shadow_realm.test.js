// Flags: --experimental-shadow-realm
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shadow-realm-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true }));

/** Writes a module and gives its URL. */
function write(name, text) {
  const file = path.join(directory, name);
  fs.writeFileSync(file, text);
  return pathToFileURL(file).href;
}

function globals() {
  const realm = new ShadowRealm();
  const names = realm.evaluate('Object.getOwnPropertyNames(globalThis).join()').split(',');
  for (const name of ['URL', 'URLSearchParams', 'DOMException', 'AbortController', 'EventTarget', 'TextEncoder', 'ReadableStream', 'console']) {
    assert.ok(names.includes(name), name);
  }
  for (const name of ['process', 'global', 'Buffer', 'require', 'setTimeout', 'queueMicrotask', 'structuredClone', 'fetch', 'performance', 'crypto']) {
    assert.ok(!names.includes(name), name);
    assert.strictEqual(realm.evaluate(`typeof ${name}`), 'undefined');
  }
  assert.strictEqual(
    realm.evaluate('JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, "AbortController"))'),
    '{"writable":true,"enumerable":false,"configurable":true}');
}

function classesWork() {
  const realm = new ShadowRealm();
  assert.strictEqual(realm.evaluate('new URL("../b?c=1", "http://x/a/d").href'), 'http://x/b?c=1');
  assert.strictEqual(realm.evaluate('new TextEncoder().encode("é").length'), 2);
  assert.strictEqual(realm.evaluate('const c = new AbortController(); c.abort(); c.signal.reason.name'), 'AbortError');
  assert.strictEqual(realm.evaluate('try { new URL("::") } catch (e) { e.code + (e instanceof TypeError) }'), 'ERR_INVALID_URLtrue');
  assert.strictEqual(realm.evaluate('new DOMException("m", "DataCloneError") instanceof Error'), true);
  assert.strictEqual(
    realm.evaluate('let n = 0; const t = new EventTarget(); t.addEventListener("a", () => n++); t.dispatchEvent(new Event("a")); n'), 1);
  assert.strictEqual(realm.evaluate('new ShadowRealm().evaluate("new URLSearchParams({ a: 1 }).toString()")'), 'a=1');
}

/** Classes of a realm are its own, in all their parts. */
function nothingIsShared() {
  const realm = new ShadowRealm();
  const isForeign = realm.evaluate(`(() => {
    const outer = (value) => value.constructor.constructor !== Function;
    return outer(new URL('http://x')) || outer(new AbortController().signal) || outer(new TextEncoder().encode('a')) || outer(console.log);
  })()`);
  assert.strictEqual(isForeign, false);
  realm.evaluate('URL.prototype.leak = 1; Object.prototype.leak = 1; 0');
  assert.strictEqual(new URL('http://x').leak, undefined);
  assert.strictEqual({}.leak, undefined);
  assert.throws(() => realm.evaluate('({})'), TypeError);
  assert.throws(() => realm.evaluate('throw new Error("inner")'), { name: 'TypeError', message: 'ShadowRealm evaluate threw (Error: inner)' });
}

function stackTraces() {
  let calls = 0;
  const original = Error.prepareStackTrace;
  Error.prepareStackTrace = () => { calls++; return 'outer'; };
  try {
    const plain = new ShadowRealm().evaluate('function f() { return new Error("boom").stack } f()');
    assert.match(plain, /^Error: boom\n {4}at f \(/);
    const own = new ShadowRealm();
    assert.strictEqual(own.evaluate('Error.prepareStackTrace = (error, sites) => `own ${sites.length > 0}`; new Error("x").stack'), 'own true');
    assert.match(own.evaluate('Error.prepareStackTrace = undefined; new Error("y").stack'), /^Error: y\n {4}at /);
  } finally {
    Error.prepareStackTrace = original;
  }
  assert.strictEqual(calls, 0);
}

async function modules() {
  const realm = new ShadowRealm();
  const url = write('counter.mjs', 'let n = 0; export const next = () => n++; export const { url } = import.meta; export const object = {};');
  const next = await realm.importValue(url, 'next');
  const again = await realm.importValue(url, 'next');
  assert.deepStrictEqual([next(), again(), next()], [0, 1, 2]);
  assert.strictEqual((await import(url)).next(), 0);
  assert.strictEqual(await realm.importValue(url, 'url'), url);
  await assert.rejects(realm.importValue(url, 'object'), TypeError);
  await assert.rejects(realm.importValue(url, 'none'), { name: 'TypeError', message: /does not provide an export named 'none'/ });
  const outer = write('outer.mjs', 'export { next } from "./counter.mjs"; import data from "./data.json" with { type: "json" }; export const { a } = data;');
  write('data.json', '{ "a": 7 }');
  assert.strictEqual((await realm.importValue(outer, 'next'))(), 3);
  assert.strictEqual(await realm.importValue(outer, 'a'), 7);
  write('cjs.cjs', 'exports.b = typeof process; try { require("fs"); } catch (error) { exports.c = error.constructor.name; }');
  const importer = write('importer.mjs', 'import cjs from "./cjs.cjs"; export const { b, c } = cjs;');
  assert.strictEqual(await realm.importValue(importer, 'b'), 'undefined');
  assert.notStrictEqual(await realm.importValue(importer, 'c'), undefined);
  assert.strictEqual(await realm.importValue('data:text/javascript,export const a = 1', 'a'), 1);
}

async function whatIsNoModule() {
  const realm = new ShadowRealm();
  await assert.rejects(realm.importValue('fs', 'readFileSync'), { name: 'TypeError', message: /Cannot find package 'fs'/ });
  await assert.rejects(realm.importValue('node:fs', 'readFileSync'), { name: 'TypeError', message: /No such built-in module: node:fs/ });
  await assert.rejects(realm.importValue('./none.mjs', 'x'), { name: 'TypeError', message: /Cannot find module/ });
  const thrower = write('thrower.mjs', 'throw new RangeError("bad")');
  await assert.rejects(realm.importValue(thrower, 'x'), { name: 'TypeError', message: 'Cannot import in ShadowRealm (RangeError: bad)' });
  const usesBuiltin = write('uses_builtin.mjs', 'import "node:fs"');
  await assert.rejects(realm.importValue(usesBuiltin, 'x'), { name: 'TypeError', message: /No such built-in module: node:fs/ });
}

async function relativeToTheWorkingDirectory() {
  write('here.mjs', 'export const here = true');
  const before = process.cwd();
  process.chdir(directory);
  try {
    assert.strictEqual(await new ShadowRealm().importValue('./here.mjs', 'here'), true);
  } finally {
    process.chdir(before);
  }
}

async function hooksOfTheProgramDoNotReachIn() {
  const { registerHooks } = require('node:module');
  const hooks = registerHooks({
    resolve: (specifier, context, next) => specifier === 'virtual:x' ? { url: 'virtual:x', shortCircuit: true, format: 'module' } : next(specifier, context),
    load: (url, context, next) => url === 'virtual:x' ? { format: 'module', source: 'export const x = 1', shortCircuit: true } : next(url, context),
  });
  assert.strictEqual((await import('virtual:x')).x, 1);
  await assert.rejects(new ShadowRealm().importValue('virtual:x', 'x'), TypeError);
  hooks.deregister();
}

async function microtasks() {
  const realm = new ShadowRealm();
  realm.evaluate('globalThis.done = false; Promise.resolve().then(() => { done = true; }); 0');
  await null;
  assert.strictEqual(realm.evaluate('done'), true);
  realm.evaluate('new ReadableStream({ start(c) { c.enqueue("chunk"); c.close(); } }).getReader().read().then((r) => { done = r.value; }); 0');
  for (let turn = 0; turn < 10; turn++) await null;
  assert.strictEqual(realm.evaluate('done'), 'chunk');
}

globals();
classesWork();
nothingIsShared();
stackTraces();
modules()
  .then(whatIsNoModule)
  .then(relativeToTheWorkingDirectory)
  .then(hooksOfTheProgramDoNotReachIn)
  .then(microtasks)
  .then(() => { process.exitCode = 0; }, (error) => { throw error; });
