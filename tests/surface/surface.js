'use strict';
// The public surface of a runtime: `surface.js list` prints every name below the builtin modules and the global object, one line of keys with tabs
// between them each; `surface.js missing FILE` prints those of FILE's names that the runtime it runs on does not have.

const { readFileSync } = require('node:fs');
const { builtinModules } = require('node:module');

/** Modules that `builtinModules` leaves out because they want their prefix, or a flag. */
const PREFIXED = ['node:sea', 'node:sqlite', 'node:test', 'node:test/reporters'];
/** State of the process or of the loader rather than interface. */
const STATE = new Set(['process.config', 'process.env', 'process.moduleLoadList', 'process.versions', 'process.mainModule', 'process.report.header', 'module.globalPaths']);
/** What every function has, and what Node hangs on functions for its own use. */
const OF_FUNCTIONS = new Set(['length', 'name', 'prototype', 'arguments', 'caller', 'super_', 'withoutStackTrace']);
const DEPTH = 5;

/** Symbols are written `@@name`: the well-known ones and those that Node documents. */
const symbols = new Map([
  ...Object.getOwnPropertyNames(Symbol).filter((name) => typeof Symbol[name] === 'symbol').map((name) => [Symbol[name], `@@${name}`]),
  [require('node:util').inspect.custom, '@@nodejs.util.inspect.custom'],
  [require('node:util').promisify.custom, '@@nodejs.util.promisify.custom'],
  [require('node:events').captureRejectionSymbol, '@@nodejs.rejection'],
  [require('node:events').errorMonitor, '@@events.errorMonitor'],
]);
const bySymbolName = new Map([...symbols].map(([symbol, name]) => [name, symbol]));

/** @returns {string[]} module names; those with an underscore are older names for parts of the others. */
function moduleNames() {
  return [...new Set([...builtinModules.map((name) => name.replace(/^node:/, '')), ...PREFIXED.map((name) => name.slice(5))])].sort();
}

/** @param {string} name @returns {unknown} `undefined` when it is not there. */
function load(name) {
  if (name === 'globalThis') return globalThis;
  try {
    return require(`node:${name}`);
  } catch (error) {
    if (error.code === 'ERR_UNKNOWN_BUILTIN_MODULE' || error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** @returns {string[][]} every path, the name of the module first. */
function list() {
  const paths = [];
  const names = moduleNames();
  const modules = new Set(names.map(load));
  const standard = new Set(standardObjects());
  for (const name of names) {
    const exports = load(name);
    if (exports === undefined) continue;
    paths.push([name]);
    walk([name], exports, { paths, seen: new Set(), others: new Set([...modules, globalThis, ...standard].filter((module) => module !== exports)) });
  }
  walk(['globalThis'], globalThis, { paths, seen: new Set(), others: new Set([...modules, ...standard]) });
  return paths;
}

/** What the language gives: its objects come from the same engine, so only their names are compared. */
function standardObjects() {
  const names = ['Object', 'Function', 'Array', 'Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'RegExp', 'Date', 'Error', 'Symbol', 'Reflect', 'Math', 'JSON', 'Intl', 'Atomics', 'WebAssembly',
    'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'BigInt', 'Number', 'String', 'Boolean', 'Temporal', 'Iterator'];
  return names.flatMap((name) => [globalThis[name], globalThis[name]?.prototype]).filter((value) => value !== undefined);
}

function walk(path, value, walked) {
  if (walked.seen.has(value) || walked.others.has(value)) return;
  walked.seen.add(value);
  for (const key of Reflect.ownKeys(value)) {
    const name = typeof key === 'symbol' ? symbols.get(key) : key;
    if (!isInterface(path, name, value)) continue;
    const below = [...path, name];
    walked.paths.push(below);
    descend(below, held(value, key, path), walked);
  }
  if (typeof value === 'function' && isObject(value.prototype)) walk([...path, 'prototype'], value.prototype, walked);
}

/** The value of a property; that of an accessor only where it stands for a lazily loaded export. */
function held(value, key, path) {
  const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
  return descriptor.get !== undefined && path.length === 1 ? value[key] : descriptor.value;
}

function isInterface(path, name, value) {
  if (name === undefined || name === 'constructor') return false;
  if (path.length > 1 && name.startsWith('_')) return false;
  if (typeof value === 'function' && OF_FUNCTIONS.has(name)) return false;
  return !STATE.has([...path, name].join('.'));
}

/** Goes into functions and plain objects; an instance is state. */
function descend(path, value, walked) {
  if (!isObject(value) || path.length > DEPTH || path[0].startsWith('_')) return;
  if (typeof value === 'function' || isPlain(value)) walk(path, value, walked);
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isPlain(value) {
  if (Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** @param {string[]} path @returns {boolean} inherited names count. */
function has([module, ...keys]) {
  let value = load(module);
  if (value === undefined) return false;
  for (const [index, name] of keys.entries()) {
    const key = bySymbolName.get(name) ?? name;
    if (!isObject(value) || !(key in value)) return false;
    if (index < keys.length - 1) value = value[key];
  }
  return true;
}

/** A name below one that is missing says nothing more. */
function missing(paths) {
  const absent = [];
  for (const path of paths) {
    const parent = absent.at(-1);
    if (parent?.every((key, index) => key === path[index])) continue;
    if (!has(path)) absent.push(path);
  }
  return absent;
}

process.removeAllListeners('warning');
const [command, file] = process.argv.slice(2);
const result = command === 'list' ? list() : missing(readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t')));
process.stdout.write(result.map((path) => `${path.join('\t')}\n`).join(''));
