'use strict';

/** Running a text that is no file. And `--check`, which runs nothing. */

const path = require('node:path');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { runProgram } = require('internal:inspector/pause');
const { getOptionValue } = require('internal:process/options');
const { Module } = require('internal:module/cjs_module');
const { makeRequireFunction } = require('internal:module/cjs_require');
const { defaultHostId } = require('internal:module/host_ids');

/** Runs the text of a worker made with `eval`. @param {string} text @param {boolean} isModule */
function evaluateWorker(text, isModule) {
  const type = getOptionValue('--input-type') ?? (isModule ? 'module' : undefined);
  evaluate('[worker eval]', text, { print: false, type });
}

/** `--check -`: compiles standard input. */
function checkStandardInput() {
  const text = require('node:fs').readFileSync(0, 'utf8');
  const type = getOptionValue('--input-type');
  checkText(typed(text, type, '[stdin]'), '[stdin]', type?.replace(/-typescript$/, ''));
}

/** Runs a text that is called `name`. @param {string} name @param {string} text @param {{ print: boolean, type?: string }} options */
function evaluate(name, text, { print, type = getOptionValue('--input-type') }) {
  const importsFirst = getOptionValue('--import')?.length > 0 || getOptionValue('--experimental-loader')?.length > 0;
  if (type === 'module' || type === 'module-typescript') return evaluateModule(typed(text, type, name), print);
  if (!importsFirst) return evaluateScript(name, text, type, print);
  const { runEntry } = require('internal:module/esm_require');
  const { importPreloads } = require('internal:module/esm_loader');
  return runEntry(async () => {
    await importPreloads();
    evaluateScript(name, text, type, print);
  }, undefined);
}

function typed(text, type, name) {
  return type?.endsWith('typescript') ? require('internal:module/typescript').stripTypes(text, name) : text;
}

/** Runs a script with the names that a CommonJS module has as globals. */
function evaluateScript(name, text, type, print) {
  const module = scriptModule(name);
  globalThis.module = module;
  globalThis.exports = module.exports;
  globalThis.__filename = name;
  globalThis.__dirname = '.';
  globalThis.require = makeRequireFunction(module);
  require('internal:module/builtin_globals').defineBuiltinGlobals(globalThis);
  const detect = type === undefined;
  const args = [
    typed(text, type, name), name, defaultHostId, detect && getOptionValue('--experimental-detect-module'),
    detect && getOptionValue('--experimental-strip-types'),
  ];
  const outcome = runProgram(binding.runScript, undefined, args);
  // A string is the text of an ES module.
  if (typeof outcome === 'string') return evaluateModule(outcome, print);
  if (print) globalThis.console.log(outcome[0]);
  return undefined;
}

function scriptModule(name) {
  const module = new Module(name);
  const directory = workingDirectory();
  module.filename = path.join(directory, name);
  module.paths = Module._nodeModulePaths(directory);
  return module;
}

/** A script runs also where the working directory is gone. */
function workingDirectory() {
  try {
    return process.cwd();
  } catch {
    return path.dirname(process.execPath);
  }
}

let evaluated = 0;

function evaluateModule(text, print) {
  if (print) throw new codes.ERR_EVAL_ESM_CANNOT_PRINT();
  const { runEntry } = require('internal:module/esm_require');
  const { importPreloads, importText } = require('internal:module/esm_loader');
  const url = binding.pathToFileUrl(`${process.cwd()}/[eval${++evaluated}]`);
  return runEntry(async () => {
    await importPreloads();
    await importText(url, 'module', text, true);
  }, url);
}

/** `--check FILE`: compiles the file and says what is wrong with it. */
function checkSyntax(main) {
  const filename = Module._findPath(main, null, true);
  if (!filename) throw Object.assign(new Error(`Cannot find module '${main}'`), { code: 'MODULE_NOT_FOUND', requireStack: [] });
  const { formatOf } = require('internal:module/cjs_extensions');
  const { readSource } = require('internal:module/sources');
  let format = formatOf(filename);
  let text = readSource(filename);
  if (format?.endsWith('typescript')) {
    text = require('internal:module/typescript').stripTypesOfFile(text, filename);
    format = format.replace(/-?typescript$/, '') || undefined;
  }
  checkText(text, filename, format);
}

function checkText(text, name, format) {
  const { ModuleWrap } = require('internal:module/esm_job');
  const { checkCommonjs } = require('internal:module/cjs_compile');
  const isModule = format === 'module' || checkCommonjs(text, name, format);
  if (isModule) new ModuleWrap(name.startsWith('/') ? binding.pathToFileUrl(name) : name, text, undefined, defaultHostId, 0, 0);
}

module.exports = { checkStandardInput, checkSyntax, evaluate, evaluateWorker };
