'use strict';

/** The packed program: compiled, and run. Its modules are itself and the builtins. */

const path = require('node:path');
const process = require('internal:process/object');
const { runProgram } = require('internal:inspector/pause');
const { codes } = require('internal:shared/errors');
const { Module } = require('internal:module/cjs_module');
const { isBuiltin, loadBuiltin } = require('internal:module/builtins');
const { ModuleWrap } = require('internal:module/esm_job');
const { importHandlers } = require('internal:module/host_ids');

/** What a CommonJS module sees. */
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** Runs the program of this executable. */
function runPackedProgram() {
  const [name, text, isModule, cache, warns] = binding.program();
  if (warns) warnOfExperiment();
  const cachedData = cache.length > 0 ? cache : undefined;
  if (isModule) runModule(text, cachedData);
  else runCommonjs(name, text, cachedData, warns);
}

function warnOfExperiment() {
  process.emitWarning('Single executable application is an experimental feature and might change at any time', 'ExperimentalWarning');
}

/** V8's code cache of a program. @param {string} name @param {string} text @param {boolean} isModule */
function codeCache(name, text, isModule) {
  if (isModule) return compileModule(name, text).createCachedData();
  return compileCommonjs(name, text, { produceCachedData: true }).cachedData;
}

function compileCommonjs(name, text, cacheOptions) {
  const options = { __proto__: null, filename: name, importModuleDynamically: mark(name), ...cacheOptions };
  return require('node:vm').compileFunction(text, PARAMETERS, options);
}

/** The mark by which `import()` in the program finds its way here. */
function mark(name) {
  const id = Symbol(name);
  importHandlers.set(id, importBuiltin);
  return id;
}

function runCommonjs(name, text, cachedData, warns) {
  const compiled = compileCommonjs(name, text, { cachedData });
  if (compiled.cachedDataRejected) warnOfCache();
  const filename = process.execPath;
  const module = new Module(filename, null);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(filename);
  const args = [module.exports, requireOf(module, warns), module, filename, path.dirname(filename)];
  runProgram(compiled, undefined, args);
}

function warnOfCache() {
  process.emitWarning('Code cache data rejected.');
}

/** The `require` of the program, which knows the builtins only. @param {boolean} warns of the first other module, before it throws */
function requireOf(module, warns) {
  function require(id) {
    const name = builtinName(`${id}`);
    if (name !== undefined) return loadBuiltin(name);
    if (warns) warnOfRequire();
    warns = false;
    throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(id);
  }
  require.main = module;
  return require;
}

function warnOfRequire() {
  process.emitWarning(
    'Currently the require() provided to the main script embedded into single-executable applications only supports loading built-in modules.\n' +
    'To load a module from disk after the single executable application is launched, use require("module").createRequire().\n' +
    'Support for bundled module loading or virtual file systems are under discussions in https://github.com/nodejs/single-executable');
}

/** The builtin that a specifier names, without `node:`. */
function builtinName(specifier) {
  return isBuiltin(specifier) ? specifier.replace(/^node:/, '') : undefined;
}

async function importBuiltin(specifier) {
  return builtinJob(specifier).namespace;
}

/** The builtin as an ES module. */
function builtinJob(specifier) {
  const name = builtinName(specifier);
  if (name === undefined) throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(specifier);
  const { evaluate, loadGraphSync } = require('internal:module/esm_loader');
  const job = loadGraphSync(`node:${name}`, {});
  evaluate(job);
  return job;
}

/** A cache of another version or other options is no help, and no harm. */
function compileModule(url, text, cachedData) {
  try {
    return moduleOf(url, text, cachedData);
  } catch (error) {
    if (error.code !== 'ERR_VM_MODULE_CACHED_DATA_REJECTED') throw error;
    warnOfCache();
    return moduleOf(url, text);
  }
}

function moduleOf(url, text, cachedData) {
  return new ModuleWrap(url, text, { fillMeta: (meta) => fillMeta(meta, url) }, mark(url), 0, 0, cachedData);
}

function fillMeta(meta, url) {
  Object.assign(meta, { dirname: path.dirname(process.execPath), filename: process.execPath, main: true, url });
}

function runModule(text, cachedData) {
  const { runEntry } = require('internal:module/esm_require');
  const url = require('node:url').pathToFileURL(process.execPath).href;
  return runEntry(async () => {
    const wrap = compileModule(url, text, cachedData);
    wrap.link(wrap.requests().map(([specifier]) => builtinJob(specifier).wrap));
    wrap.instantiate();
    await runProgram(wrap.evaluate, wrap, []);
  }, url);
}

module.exports = { codeCache, runPackedProgram };
