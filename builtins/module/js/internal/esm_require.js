'use strict';

/** ES modules where CommonJS meets them: `require()` of one, and one as the program. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const { EVALUATED, EVALUATING, ERRORED, ModuleWrap } = require('internal:module/esm_job');
const { defaultHostId } = require('internal:module/host_ids');
const loader = require('internal:module/esm_loader');
const { packageScope } = require('internal:module/packages');

/** States of a promise, as V8 counts them. */
const REJECTED = 2;

/**
 * `require()` of the ES module in `filename`: its whole graph is loaded and evaluated here and now.
 * @param {import('./cjs_module').Module} module
 * @param {string} filename
 * @param {string} source
 */
function requireModule(module, filename, source) {
  if (!getOptionValue('--experimental-require-module')) throw requireEsmError(module, filename, source);
  traceRequire(module, filename);
  const url = binding.pathToFileUrl(filename);
  const existing = loader.findJob(url, '');
  if (existing !== undefined) refuseCycle(existing, module, filename);
  const job = existing?.linked ? existing : loader.loadRequiredGraph(url, { format: 'module', source });
  evaluateSync(job, module, filename);
  module.exports = exportsOf(job);
}

function requireEsmError(module, filename, source) {
  const { parentOf } = require('internal:module/cjs_module');
  const scope = filename.endsWith('.js') ? packageScope(filename) : undefined;
  const packageJson = scope?.type === 'module' ? scope.path : undefined;
  const hasSyntax = binding.containsModuleSyntax(source, filename, defaultHostId);
  return new codes.ERR_REQUIRE_ESM(filename, hasSyntax, parentOf(module)?.filename, packageJson);
}

/** Whether a `require()` of an ES module was told of; only the first is. */
let tracedRequire = false;

/** `--trace-require-module`: tells of `require()` of ES modules, of those outside of packages only on request. */
function traceRequire(module, filename) {
  const mode = getOptionValue('--trace-require-module');
  if (mode === undefined || tracedRequire) return;
  const { parentOf } = require('internal:module/cjs_module');
  const parent = parentOf(module)?.filename;
  if (mode === 'no-node-modules' && (parent ?? '').includes('/node_modules/')) return;
  const from = parent === undefined ? '' : `CommonJS module ${parent} is loading ES Module ${filename} using require().\n`;
  tracedRequire = true;
  process.emitWarning(
    `${from}Support for loading ES Module in require() is an experimental feature and might change at any time`, 'ExperimentalWarning');
}

function refuseCycle(job, module, filename) {
  const status = job.wrap?.status();
  if (job.error === undefined && job.linked && status !== EVALUATING) return;
  if (job.error !== undefined) throw job.error.value;
  const { parentOf } = require('internal:module/cjs_module');
  const parent = parentOf(module)?.filename;
  throw loader.cycleError('require()', 'ES Module', filename, parent);
}

function evaluateSync(job, module, filename) {
  if (job.wrap.status() === ERRORED) throw job.wrap.error();
  loader.instantiate(job);
  if (job.wrap.isGraphAsync()) throw asyncGraphError(job, module, filename);
  if (job.wrap.status() === EVALUATED) return;
  job.evaluation = job.wrap.evaluate();
  const { 0: state, 1: reason } = binding.promiseOutcome(job.evaluation);
  if (state === REJECTED) throw reason;
}

/** `--experimental-print-required-tla` runs the graph to find where it awaits. */
function asyncGraphError(job, module, filename) {
  if (getOptionValue('--experimental-print-required-tla')) {
    job.wrap.evaluate();
    for (const [name, line, text] of job.wrap.stalledAwaits()) {
      process._rawDebug(`Error: unexpected top-level await at ${name}:${line}\n${text}\n`);
    }
  }
  return asyncModuleError(module, filename);
}

function asyncModuleError(module, filename) {
  const { parentOf } = require('internal:module/cjs_module');
  return new codes.ERR_REQUIRE_ASYNC_MODULE(filename, parentOf(module)?.filename);
}

/**
 * What `require` gives: the export called `module.exports` if there is one, else the namespace; one with a default export but no
 * `__esModule` gets that too, because compiled CommonJS looks for it.
 */
function exportsOf(job) {
  const { namespace } = job;
  if (Object.hasOwn(namespace, 'module.exports')) return namespace['module.exports'];
  if (!Object.hasOwn(namespace, 'default') || Object.hasOwn(namespace, '__esModule')) return namespace;
  job.facade ??= facade(job);
  return job.facade.namespace();
}

function facade(job) {
  const text = "export * from 'original'; export { default } from 'original'; export const __esModule = true;";
  const wrap = new ModuleWrap(`facade:${job.url}`, text, undefined, defaultHostId, 0, 0);
  wrap.link(wrap.requests().map(() => job.wrap));
  wrap.instantiate();
  wrap.evaluate();
  return wrap;
}

/** Runs an ES module as the program. @param {string} filename @param {string} [source] */
function runMainModule(filename, source) {
  const url = /^[a-z]+:/.test(filename) ? filename : binding.pathToFileUrl(filename);
  return runEntry(async () => {
    await loader.importPreloads();
    await (source === undefined ? loader.importMain(url) : loader.importText(url, 'module', source, true));
  }, url);
}

/**
 * Runs the program's asynchronous part. If the process would end while it still waits, its exit code is 13.
 * @param {() => Promise<void>} body
 * @param {string | undefined} url of the module that may stall; undefined for text that has no file
 */
async function runEntry(body, url) {
  const { naturalEnd } = require('internal:process/exit');
  const onEnd = () => reportStalled(url);
  naturalEnd.add(onEnd);
  try {
    await body();
    naturalEnd.delete(onEnd);
  } catch (error) {
    naturalEnd.delete(onEnd);
    binding.reportUncaught(error);
  }
}

const UNSETTLED_TOP_LEVEL_AWAIT = 13;

function reportStalled(url) {
  if (process.exitCode !== undefined) return;
  process.exitCode = UNSETTLED_TOP_LEVEL_AWAIT;
  if (!getOptionValue('--warnings')) return;
  const job = loader.findJob(url, '');
  for (const [name, line, text] of job?.wrap?.stalledAwaits() ?? []) {
    process._rawDebug(`Warning: Detected unsettled top-level await at ${name}:${line}\n${text}\n^\n\n`);
  }
}

module.exports = { evaluateSync, exportsOf, requireModule, runEntry, runMainModule };
