'use strict';

/** `run()`: runs test files, each in a process of its own or all in this one. */

const process = require('internal:process/object');
const path = require('node:path');
const { Buffer } = require('node:buffer');
const { pathToFileURL } = require('node:url');
const { toPath } = require('internal:fs/paths');
const { codes } = require('internal:shared/errors');
const {
  validateArray, validateAbortSignal, validateBoolean, validateFunction, validateInteger, validateNumber, validateObject, validateOneOf,
  validateString, validateStringArray, validateUint32,
} = require('internal:shared/validators');
const { isNativeError } = require('internal:util/types');
const { currentUnit } = require('internal:test/current');
const { toFailure } = require('internal:test/failure');
const { findFiles, shardOf } = require('internal:test/files');
const { FileGroupTest, FileTest, WorkerIds } = require('internal:test/file_test');
const { MOST_MILLISECONDS } = require('internal:test/limits');
const { orderFor } = require('internal:test/order');
const { Root, existingRoot, setRoot } = require('internal:test/root');
const { patterns, tagFilters } = require('internal:test/settings');

/**
 * @param {object} [options] https://nodejs.org/api/test.html#runoptions
 * @returns {import('./events').TestsStream}
 */
function run(options = { __proto__: null }) {
  validateObject(options, 'options');
  const settings = readOptions(options);
  // A test that runs the files it belongs to would never end.
  if (options.isolation !== 'none' && isNested()) return skippedRun(settings);
  return startRun(settings).events;
}

function isNested() {
  if (process.env.NODE_TEST_CONTEXT !== 'child-v8') return false;
  process.emitWarning('node:test run() is being called recursively within a test file. skipping running files.');
  return true;
}

function skippedRun(settings) {
  const root = new Root(settings);
  process.nextTick(() => root.finishRun());
  root.onEnded = () => {};
  return root.events;
}

/** @param {object} settings @returns {Root} */
function startRun(settings) {
  const root = rootFor(settings);
  root.tellNumber = 0;
  if (settings.randomize) root.diagnostic(`Randomized test order seed: ${root.order.seed}`);
  root.startCoverage();
  root.onEnded = () => root.whenFilesEnded?.resolve();
  root.whenFilesEnded = Promise.withResolvers();
  // Whoever listens to the stream does so before anything happens.
  root.finished = Promise.resolve().then(() => (runsHere(settings) ? runHere(root) : runProcesses(root)));
  root.finished.catch((error) => root.events.destroy(error));
  return root;
}

/** What runs again and again needs a process of its own each time. */
function runsHere({ isolation, watcher }) {
  return isolation === 'none' && watcher === undefined;
}

function rootFor(settings) {
  if (!runsHere(settings)) return new Root(settings, settings.concurrency);
  const root = (settings.isRunner && existingRoot()) || new Root(settings);
  root.settings = settings;
  return root;
}

/** The files in processes of their own. */
async function runProcesses(root) {
  const { settings } = root;
  root.teardown = await setUp(settings);
  if (settings.setup !== undefined) await settings.setup(root.events);
  const workerIds = new WorkerIds();
  const files = root.order.of(filesOf(settings));
  const makeTests = (names) => testsFor(names, root, workerIds);
  for (const test of makeTests(files)) root.adopt(test);
  root.isReady = true;
  settings.watcher?.start(root, makeTests);
  for (const child of root.children) child.start();
  if (files.length > 0 && settings.watcher === undefined) await root.whenFilesEnded.promise;
  if (settings.watcher !== undefined) await settings.watcher.closed;
  await root.teardown();
  root.finishRun();
}

function testsFor(names, root, workerIds) {
  if (names.length === 0) return [];
  if (root.settings.isolation === 'none') return [new FileGroupTest(names, root, workerIds)];
  return names.map((name) => new FileTest(name, root, workerIds));
}

/** The files in this process, as one run. */
async function runHere(root) {
  const { settings } = root;
  root.teardown = await setUp(settings);
  if (settings.setup !== undefined) await settings.setup(root.events);
  setRoot(root);
  root.listenToProcess();
  if (settings.isRunner) await require('internal:module/esm_loader').importPreloads();
  for (const file of root.order.of(filesOf(settings))) await importFile(root, file);
  await root.startDefined();
  if (root.children.length === 0) await root.runHooksWithoutTests();
  else await root.whenFilesEnded.promise;
  await root.teardown();
  root.finishRun();
  setRoot(undefined);
}

/** A file that holds no tests counts as one that passes, and as one that fails when it throws. */
async function importFile(root, name) {
  const { importModule } = require('internal:module/esm_loader');
  const file = path.resolve(root.settings.cwd, name);
  const url = pathToFileURL(file).href;
  const before = root.children.length;
  let error;
  root.entryFile = file;
  try {
    await currentUnit.exit(() => importModule(url, url));
  } catch (thrown) {
    error = isNativeError(thrown) ? thrown : toFailure(thrown);
  }
  root.entryFile = undefined;
  if (error === undefined && (root.children.length > before)) return;
  const { Test } = require('internal:test/test_case');
  const test = new Test({ name, fn: () => {}, parent: root, options: {}, location: { line: 1, column: 1, file } });
  if (error !== undefined) test.fail(error);
  root.adopt(test);
}

function filesOf(settings) {
  return shardOf(settings.files ?? findFiles(settings), settings.shard);
}

/** Runs the module of `--test-global-setup`; gives what tears down again. */
async function setUp({ globalSetupPath, cwd }) {
  if (globalSetupPath === undefined) return async () => {};
  const { importModule } = require('internal:module/esm_loader');
  const file = path.resolve(cwd, globalSetupPath);
  if (!require('node:fs').existsSync(file)) throw new codes.ERR_MODULE_NOT_FOUND(file, 'the command line');
  const url = pathToFileURL(file).href;
  const { globalSetup, globalTeardown } = await importModule(url, url);
  if (globalSetup !== undefined) validateFunction(globalSetup, 'globalSetup');
  if (globalTeardown !== undefined) validateFunction(globalTeardown, 'globalTeardown');
  await globalSetup?.();
  return async () => globalTeardown?.();
}

function readOptions(options) {
  const { only = false, forceExit = false, watch = false, isolation = 'process', cwd = process.cwd(), timeout, concurrency = 1, signal, setup, shard } = options;
  validateRunOptions(options);
  if (only !== undefined) validateBoolean(only, 'options.only');
  validateBoolean(forceExit, 'options.forceExit');
  if (forceExit && watch) throw new codes.ERR_INVALID_ARG_VALUE('options.forceExit', forceExit, 'is not supported with watch mode');
  if (timeout !== undefined && timeout !== Infinity) validateNumber(timeout, 'options.timeout', 0, MOST_MILLISECONDS);
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  if (setup !== undefined) validateFunction(setup, 'options.setup');
  if (shard !== undefined) validateShard(shard, watch);
  validateOneOf(isolation, 'options.isolation', ['process', 'none']);
  validateString(cwd, 'options.cwd');
  if (isolation === 'none') refuseProcessOptions(options);
  const randomize = options.randomize ?? options.randomSeed !== undefined;
  const settings = {
    isRunner: false, isChild: false, reporters: [], destinations: [],
    only, forceExit, isolation, cwd, signal, setup, shard, concurrency,
    timeout: timeout ?? Infinity,
    files: options.files?.slice(),
    globPatterns: options.globPatterns,
    namePatterns: patterns(options.testNamePatterns, 'options.testNamePatterns'),
    skipPatterns: patterns(options.testSkipPatterns, 'options.testSkipPatterns'),
    tagTexts: list(options.testTagFilters),
    tagFilters: tagFilters(options.testTagFilters, 'options.testTagFilters'),
    argv: options.argv, execArgv: options.execArgv, env: options.env,
    inspectPort: options.inspectPort,
    globalSetupPath: options.globalSetupPath,
    rerunFile: readPath(options.rerunFailuresFilePath, 'options.rerunFailuresFilePath'),
    coverage: readCoverage(options),
    updateSnapshots: false,
    randomize, seed: options.randomSeed,
  };
  if (watch) settings.watcher = new (require('internal:test/watch/tests').TestWatcher)();
  if (randomize) settings.seed = orderFor(settings).seed;
  return settings;
}

/** The settings of the coverage, which have to be right also where none is wanted. */
function readCoverage({ coverage = false, coverageIncludeGlobs, coverageExcludeGlobs, lineCoverage = 0, branchCoverage = 0, functionCoverage = 0 }) {
  validateBoolean(coverage, 'options.coverage');
  const [includeGlobs, excludeGlobs] = [list(coverageIncludeGlobs ?? undefined), list(coverageExcludeGlobs ?? undefined)];
  if (excludeGlobs !== undefined) validateStringArray(excludeGlobs, 'options.coverageExcludeGlobs');
  if (includeGlobs !== undefined) validateStringArray(includeGlobs, 'options.coverageIncludeGlobs');
  validateInteger(lineCoverage, 'options.lineCoverage', 0, 100);
  validateInteger(branchCoverage, 'options.branchCoverage', 0, 100);
  validateInteger(functionCoverage, 'options.functionCoverage', 0, 100);
  if (!coverage) return undefined;
  return { includeGlobs, excludeGlobs, thresholds: { line: lineCoverage, branch: branchCoverage, function: functionCoverage } };
}

/** An empty path is none. @param {string | Buffer | URL | null | undefined} value @returns {string | undefined} */
function readPath(value, name) {
  if (value === undefined || value === null || value === '') return undefined;
  const systemPath = toPath(value, name);
  return typeof systemPath === 'string' ? systemPath : Buffer.from(systemPath).toString();
}

function list(value) {
  return value === undefined || Array.isArray(value) ? value : [value];
}

function validateRunOptions({ files, globPatterns, argv, execArgv, env, watch, concurrency, globalSetupPath, randomize, randomSeed }) {
  if (files !== undefined) validateArray(files, 'options.files');
  if (globPatterns !== undefined) validateArray(globPatterns, 'options.globPatterns');
  if (files !== undefined && globPatterns?.length > 0) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.globPatterns', globPatterns, "is not supported when specifying 'options.files'");
  }
  if (watch !== undefined) validateBoolean(watch, 'options.watch');
  if (argv !== undefined) validateStringArray(argv, 'options.argv');
  if (execArgv !== undefined) validateStringArray(execArgv, 'options.execArgv');
  if (env !== undefined) validateObject(env, 'options.env');
  if (globalSetupPath !== undefined) validateString(globalSetupPath, 'options.globalSetupPath');
  if (randomize !== undefined) validateBoolean(randomize, 'options.randomize');
  if (randomSeed !== undefined) validateUint32(randomSeed, 'options.randomSeed');
  if (typeof concurrency === 'number') validateUint32(concurrency, 'options.concurrency', true);
}

function refuseProcessOptions({ env, execArgv, argv }) {
  for (const [name, value] of Object.entries({ env, execArgv, argv })) {
    if (value === undefined || (name !== 'env' && value.length === 0)) continue;
    throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value, "is not supported with isolation='none'");
  }
}

function validateShard(shard, watch) {
  validateObject(shard, 'options.shard');
  validateInteger(shard.total, 'options.shard.total', 1);
  validateInteger(shard.index, 'options.shard.index', 1, shard.total);
  if (watch) throw new codes.ERR_INVALID_ARG_VALUE('options.shard', watch, 'shards not supported with watch mode');
}

module.exports = { run, startRun };
