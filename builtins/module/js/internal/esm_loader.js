'use strict';

/** The ES module loader of the process: its module map, and `import` in all forms. */

const { reportFile } = require('internal:module/watch_report');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { runProgram } = require('internal:inspector/pause');
const { getOptionValue } = require('internal:process/options');
const { contextHandlers, defaultHostId, importHandlers } = require('internal:module/host_ids');
const {
  ERRORED, EVALUATING, ModuleJob, UNINSTANTIATED, attributeObject, build, completeGraph, link, runAsync, runSync, sourceOf, waitFor,
} = require('internal:module/esm_job');
const { hasAsyncHooks } = require('internal:module/hook_lists');
const hooks = require('internal:module/hooks');
const { kText } = require('internal:module/esm_default');
const { kFormat } = require('internal:module/cjs_module');
const { importTrace } = require('internal:module/module_callbacks');
const { explainLinkError } = require('internal:module/esm_link_error');
const { explainUndefinedGlobal } = require('internal:module/esm_undefined_global');

/** Jobs by URL and by the `type` attribute, '' for none. @type {Map<string, Map<string, ModuleJob>>} */
const moduleMap = new Map();

const loader = { jobFor };

function findJob(url, type) {
  return moduleMap.get(url)?.get(type);
}

function setJob(url, type, job) {
  let jobs = moduleMap.get(url);
  if (jobs === undefined) moduleMap.set(url, jobs = new Map());
  jobs.set(type, job);
}

/** How many graphs are being loaded for a `require()`: in those, nothing that still runs may be imported. */
let requiredGraphs = 0;

/** How many loads are under way that cannot wait for asynchronous hooks. */
let synchronousLoads = 0;

/** Resolves a specifier and gives the job of its module, built if it is new. */
function* jobFor(specifier, parentURL, attributes, known = {}) {
  const resolved = yield* hooks.resolve(specifier, parentURL, attributes, synchronousLoads === 0);
  if (requiredGraphs > 0) refuseCycle(resolved.url, specifier, parentURL);
  return yield* jobForURL(resolved.url, resolved.importAttributes ?? attributes, resolved.format, known);
}

/**
 * @param {{ source?: string, isMain?: boolean, evaluates?: boolean }} known what the caller has already loaded, and whether it wants the module
 *   linked, as it is to be evaluated
 */
function* jobForURL(url, attributes, format, known = {}) {
  const type = Object.hasOwn(attributes, 'type') ? attributes.type : '';
  const existing = findJob(url, type);
  if (existing?.error !== undefined) throw existing.error.value;
  const job = existing ?? new ModuleJob(url, type);
  if (existing === undefined) {
    setJob(url, type, job);
    yield* build(job, compile(job, attributes, format, known));
  }
  if (known.evaluates !== false) yield* link(job, loader);
  return job;
}

function refuseCycle(url, specifier, parentURL) {
  const { Module, kIsCachedByESMLoader } = require('internal:module/cjs_module');
  if (findJob(url, '')?.wrap?.status() === EVALUATING) throw cycleError('import', 'Module', specifier, parentURL);
  const required = url.startsWith('file:') ? Module._cache[binding.fileUrlToPath(url)] : undefined;
  if (required !== undefined && !required.loaded && !required[kIsCachedByESMLoader] && required[kFormat] !== 'module') {
    throw cycleError('import', 'CommonJS Module', specifier, parentURL);
  }
}

/**
 * The error of a cycle through `require()` of an ES module.
 * @param {'import' | 'require()'} verb
 * @param {string} kind
 * @param {string} target
 * @param {string} [from] path or URL of the module that asks
 */
function cycleError(verb, kind, target, from) {
  const origin = from === undefined ? '' : ` (from ${binding.fileUrlToPath(from) ?? from})`;
  return new codes.ERR_REQUIRE_CYCLE_MODULE(
    `Cannot ${verb} ${kind} ${target} in a cycle.${origin} A cycle involving require(esm) is not allowed to maintain invariants mandated ` +
    'by the ECMAScript specification. Try making at least part of the dependency in the graph lazily loaded.');
}

function* compile(job, attributes, format, known) {
  const { translate } = require('internal:module/esm_translators');
  let loaded;
  reportFile('watch:import', job.url);
  try {
    const given = known.source === undefined ? undefined : { __proto__: null, format, source: known.source };
    loaded = given ?? (yield* hooks.load(job.url, attributes, format, synchronousLoads === 0));
  } catch (error) {
    // The next import tries again, as the file may appear.
    moduleMap.get(job.url).delete(job.type);
    throw error;
  }
  job.format = loaded.format;
  job.text = loaded[kText];
  // A hook may annotate the exports and leave the running to `require`.
  job.runsByRequire = loaded.shouldBeReloadedByCJSLoader === true;
  job.isMain = known.isMain === true;
  job.wrap = translate(job, loaded.format, loaded.source, job.isMain);
}

/** Links the graph below a job in V8. */
function instantiate(job) {
  if (job.wrap.status() !== UNINSTANTIATED) return;
  try {
    job.wrap.instantiate();
  } catch (error) {
    throw explainLinkError(error, job);
  }
}

/** The promise of a job's evaluation. */
function evaluate(job) {
  if (job.wrap.status() === ERRORED) return Promise.reject(job.wrap.error());
  instantiate(job);
  job.evaluation ??= start(job);
  return job.evaluation;
}

function start(job) {
  if (!job.isMain || !job.format.startsWith('module')) return job.wrap.evaluate();
  return runProgram(job.wrap.evaluate, job.wrap, []);
}

/** Evaluates a job to its end. */
async function run(job) {
  try {
    await evaluate(job);
  } catch (error) {
    explainUndefinedGlobal(error, job.url);
    throw error;
  }
}

/**
 * `import(specifier)` from the module at `parentURL`.
 * @param {string} specifier
 * @param {string} parentURL
 * @param {Record<string, string>} [attributes]
 * @returns {Promise<object>} the namespace
 */
async function importModule(specifier, parentURL, attributes = { __proto__: null }) {
  const job = await loadGraph(jobFor(specifier, parentURL, attributes));
  await run(job);
  return job.namespace;
}

/** Imports the main module. */
async function importMain(url) {
  const job = await loadGraph(jobFor(url, undefined, { __proto__: null }, { isMain: true }));
  await run(job);
  return job.namespace;
}

/** Imports a module whose text is known. */
async function importText(url, format, source, isMain = false) {
  const job = await loadGraph(jobForURL(url, { __proto__: null }, format, { source, isMain }));
  await run(job);
  return job.namespace;
}

/** Without asynchronous hooks everything is loaded at once. */
async function drive(step) {
  return hasAsyncHooks() ? runAsync(step) : runSync(step);
}

function loadGraph(step) {
  return drive(complete(step));
}

function* complete(step) {
  const job = yield* step;
  yield* completeGraph(job);
  return job;
}

/**
 * The job of a URL with its graph, loaded here and now.
 * @param {string} url
 * @param {{ format?: string, source?: string, attributes?: Record<string, string> }} known
 */
function loadGraphSync(url, { format, source, attributes = { __proto__: null } }) {
  synchronousLoads++;
  try {
    return runSync(complete(jobForURL(url, attributes, format, { source })));
  } finally {
    synchronousLoads--;
  }
}

/** The same for a `require()`. */
function loadRequiredGraph(url, known) {
  requiredGraphs++;
  try {
    return loadGraphSync(url, known);
  } finally {
    requiredGraphs--;
  }
}

/** `import.source(specifier)` of a module: the compiled module, of which nothing is linked. @returns {Promise<object>} */
function importSource(parentURL, specifier, attributes) {
  return drive(sourceStep(specifier, parentURL, attributes));
}

function* sourceStep(specifier, parentURL, attributes) {
  const job = yield* jobFor(specifier, parentURL, attributes, { evaluates: false });
  yield* waitFor(job, () => job.wrap !== undefined);
  return sourceOf(job);
}

/** V8's `import()`, and `import.source()` where the module is not to be evaluated. */
function importDynamically(hostId, referrerName, specifier, flatAttributes, evaluates) {
  const attributes = attributeObject(flatAttributes);
  if (hostId === defaultHostId) {
    const load = evaluates ? importFrom : importSource;
    return load(referrerURL(referrerName), specifier, attributes);
  }
  const handler = importHandlers.get(hostId) ?? contextHandlers.get(hostId);
  if (handler === undefined) return Promise.reject(new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING());
  return handler(specifier, attributes, referrerName, evaluates ? 'evaluation' : 'source');
}

function importFrom(parentURL, specifier, attributes) {
  if (!importTrace.hasSubscribers) return importModule(specifier, parentURL, attributes);
  const context = { __proto__: null, parentURL, url: specifier };
  return importTrace.tracePromise(importModule, context, undefined, specifier, parentURL, attributes);
}

/** The URL of a script by its name: CommonJS modules are named by their path, `-e` by `[eval]`. */
function referrerURL(name) {
  if (typeof name !== 'string') return baseURL();
  if (name.startsWith('/')) return binding.pathToFileUrl(name);
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(name) ? name : binding.pathToFileUrl(`${process.cwd()}/${name}`);
}

/** What specifiers without an importing module are relative to. */
function baseURL() {
  return binding.pathToFileUrl(`${process.cwd()}/`);
}

let importedPreloads = false;

/** The hooks of `--experimental-loader`, then the modules of `--import`, one after the other; once, also where the program runs itself again. */
async function importPreloads() {
  if (importedPreloads) return;
  importedPreloads = true;
  const loaders = getOptionValue('--experimental-loader') ?? [];
  if (loaders.length > 0) require('internal:module/register').registerLoaders(loaders, baseURL());
  for (const specifier of getOptionValue('--import') ?? []) await importModule(specifier, baseURL());
}

module.exports = {
  baseURL, cycleError, evaluate, findJob, importDynamically, importModule, importMain,
  importPreloads, importText, instantiate, loadGraphSync, loadRequiredGraph, moduleMap,
};
