'use strict';

/** The start of the program: a file, text from the command line, or standard input. */

const path = require('node:path');
const process = require('internal:process/object');
const { trustedVariable } = require('internal:process/env');
const { getOptionValue } = require('internal:process/options');
const { Module } = require('internal:module/cjs_module');
const { installModuleCallbacks } = require('internal:module/module_callbacks');
const { packageType } = require('internal:module/packages');
require('internal:module/cjs_resolve');
require('internal:module/cjs_extensions');
require('internal:module/cjs_compile');
const { installStackTraces } = require('internal:module/stack_trace');

installStackTraces();

/** Called once when the process has started. */
function run() {
  installModuleCallbacks();
  Module._initPaths();
  if (getOptionValue('[snapshot_builder]') !== undefined) return require('internal:v8/startup_snapshot').runBuilder();
  const restored = programOfSnapshot();
  if (restored !== undefined) return restored();
  if (process.argv[1] === 'inspect' && !getOptionValue('[has_eval_string]')) return require('internal:inspector/debugger/main').start();
  if (process.env.NODE_DEBUG) require('internal:module/load_timer').writeIfDebugged();
  if (trustedVariable('NODE_COMPILE_CACHE')) require('internal:module/compile_cache').enableCompileCache();
  if (getOptionValue('[is_packed]')) return runPacked();
  const description = getOptionValue('--build-sea');
  if (description !== undefined) return require('internal:sea/build').buildExecutable(description);
  const blobDescription = getOptionValue('--experimental-sea-config');
  if (blobDescription !== undefined) return require('internal:sea/build').writeBlob(blobDescription);
  // An empty name is none.
  const main = process.argv[1] === '' ? undefined : process.argv[1];
  const isTestRun = getOptionValue('--test');
  const isWatching = getOptionValue('--watch');
  const namesFile = main !== undefined && main !== '-' && !isTestRun && !isWatching && !getOptionValue('[has_eval_string]');
  if (namesFile) process.argv[1] = path.resolve(main);
  if (isWatching && !isTestRun) return require('internal:test/watch/program').watchProgram();
  preload();
  if (isTestRun) return require('internal:test/main').runTests();
  if (getOptionValue('[has_eval_string]') && !getOptionValue('--interactive')) return require('internal:process/execution').evaluateOption();
  if (main === undefined && getOptionValue('--interactive')) return require('internal:repl/start').start();
  if (getOptionValue('--check') && (main === undefined || main === '-')) return require('internal:module/evaluate').checkStandardInput();
  if (main === undefined || main === '-') return require('internal:process/execution').evaluateStandardInput();
  if (getOptionValue('--check')) return require('internal:module/evaluate').checkSyntax(process.argv[1]);
  return Module.runMain(process.argv[1]);
}

/** What the snapshot that this process starts from runs in place of a program. @returns {(() => unknown) | undefined} */
function programOfSnapshot() {
  // Only a builder script loads it so early, and its heap is then this one's.
  return require.loaded('internal:v8/startup_snapshot') ? require('internal:v8/startup_snapshot').restore() : undefined;
}

/** The program is part of the executable. */
function runPacked() {
  preload();
  return require('internal:sea/main_program').runPackedProgram();
}

/** The program of a worker that is a file, URL or text. */
function runWorkerFile(filename) {
  prepareWorker();
  return Module.runMain(filename);
}

function runWorkerURL(url) {
  prepareWorker();
  return require('internal:module/esm_require').runMainModule(url);
}

function runWorkerText(text, isModule) {
  prepareWorker();
  return require('internal:module/evaluate').evaluateWorker(text, isModule);
}

function prepareWorker() {
  installModuleCallbacks();
  Module._initPaths();
  if (process.env.NODE_DEBUG) require('internal:module/load_timer').writeIfDebugged();
  if (trustedVariable('NODE_COMPILE_CACHE')) require('internal:module/compile_cache').enableCompileCache();
  preload();
}

/** The modules of `--require`, which may still change what `--frozen-intrinsics` then freezes. */
function preload() {
  const requests = getOptionValue('--require');
  if (requests?.length > 0) Module._preloadModules(requests);
  if (getOptionValue('--frozen-intrinsics')) require('internal:bootstrap/freeze').freezeIntrinsics();
}

/** Runs a file as the program. */
function runMain(main = process.argv[1]) {
  if (isModule(main)) return require('internal:module/esm_require').runMainModule(resolveMain(main));
  return Module._load(main, null, true);
}

Module.runMain = runMain;

function resolveMain(main) {
  return Module._findPath(path.resolve(main), null, true) || main;
}

/** Whether the ES module loader has to load the program: its name or package says so, or modules are to be imported before it. */
function isModule(main) {
  if (getOptionValue('--import')?.length > 0 || getOptionValue('--experimental-loader')?.length > 0) return true;
  const file = Module._findPath(path.resolve(main), null, true);
  if (!file) return false;
  if (/\.(?:mjs|mts|wasm)$/.test(file)) return true;
  // In a package of ES modules every file is one, unless its ending says otherwise.
  return !/\.(?:cjs|cts|json|node)$/.test(file) && packageType(file) === 'module';
}

module.exports = { prepareWorker, run, runMain, runWorkerFile, runWorkerText, runWorkerURL };
