'use strict';

/**
 * Loading a graph of ES modules: each module's source is resolved, loaded, compiled and linked to the jobs of its imports.
 *
 * The steps are generator functions that yield the promises they meet, and there are two ways to run them: `runSync` for `require()` and for
 * everything as long as no hook is asynchronous, and `runAsync` otherwise. So both loads are one piece of code.
 */

const { ModuleWrap } = binding;

/** Statuses of a module, as V8 counts them. */
const UNINSTANTIATED = 0;
const INSTANTIATED = 2;
const EVALUATING = 3;
const EVALUATED = 4;
const ERRORED = 5;

/** One module on its way: made when its URL is known, `wrap` once compiled, `linked` once its imports have theirs. */
class ModuleJob {
  url;
  type;
  format = undefined;
  /** @type {ModuleWrap | undefined} */
  wrap = undefined;
  /** @type {ModuleJob[]} in the order of the imports */
  dependencies = [];
  linked = false;
  /** Whether somebody links it: what is only imported as a source stays without its imports. */
  linking = false;
  error = undefined;
  /** Whether it is the program. */
  isMain = false;
  /** The promise of evaluation, once that began. */
  evaluation = undefined;
  /** The text, for errors and for the names of a CommonJS module. */
  text = undefined;
  /** What `import source` gives. @type {WebAssembly.Module | undefined} */
  source = undefined;
  /** Whether a CommonJS file that a hook gave the text of is run by `require` all the same. */
  runsByRequire = false;
  /** The module that `require` gives in place of this one. */
  facade = undefined;
  /** Those who wait for `wrap` and for `linked`, when loads interleave. */
  waiting = [];

  constructor(url, type) {
    this.url = url;
    this.type = type;
  }

  /** Wakes those who wait for the next state. */
  advance() {
    const waiting = this.waiting;
    this.waiting = [];
    waiting.forEach((wake) => wake());
  }

  /** Ends the job with an error that everyone who imports it gets. */
  fail(error) {
    this.error ??= { value: error };
    this.advance();
  }

  get namespace() {
    return this.wrap.namespace();
  }
}

// Jobs are what asynchronous functions give; a `then` on Object.prototype is not to be asked.
Object.defineProperty(ModuleJob.prototype, 'then', { __proto__: null, value: undefined });

/** @param {() => boolean} reached */
function* waitFor(job, reached) {
  while (!reached()) {
    if (job.error !== undefined) throw job.error.value;
    yield new Promise((resolve) => job.waiting.push(resolve));
  }
}

/**
 * Compiles the module of a new job.
 * @param {ModuleJob} job
 * @param {Generator} compile gives the job its format and wrap
 */
function* build(job, compile) {
  try {
    yield* compile;
    job.advance();
  } catch (error) {
    job.fail(error);
    throw error;
  }
}

/**
 * Links a compiled module and everything below it, unless somebody already does.
 * @param {ModuleJob} job
 * @param {{ jobFor: Function }} loader
 */
function* link(job, loader) {
  if (job.linking) return;
  job.linking = true;
  yield* waitFor(job, () => job.wrap !== undefined);
  try {
    const wraps = [];
    const requests = job.wrap.requests();
    for (let i = 0; i < requests.length; i++) wraps.push(yield* linkedWrap(job, loader, requests[i]));
    job.wrap.link(wraps);
    job.linked = true;
    job.advance();
  } catch (error) {
    job.fail(error);
    throw error;
  }
}

function* linkedWrap(job, loader, { 0: specifier, 1: attributes, 2: evaluates }) {
  const dependency = yield* loader.jobFor(specifier, job.url, attributeObject(attributes), { evaluates });
  if (evaluates) job.dependencies.push(dependency);
  // In a cycle the dependency is compiled but not linked yet; another load may not even have compiled it.
  yield* waitFor(dependency, () => dependency.wrap !== undefined);
  if (!evaluates) sourceOf(dependency);
  return dependency.wrap;
}

/** What `import source` of a compiled module gives. */
function sourceOf(job) {
  if (job.source !== undefined) return job.source;
  throw new (require('internal:shared/errors').codes.ERR_SOURCE_PHASE_NOT_DEFINED)(job.url);
}

/** Waits until every module below `job` is linked; other loads may be at work on some. */
function* completeGraph(job) {
  const members = [];
  graphOf(job).forEach((member) => members.push(member));
  for (let i = 0; i < members.length; i++) yield* waitFor(members[i], () => members[i].linked);
}

/** The modules at and below `job`, also those that get linked while this runs. */
function graphOf(job) {
  const found = new Set().add(job);
  found.forEach((member) => member.dependencies.forEach((dependency) => found.add(dependency)));
  return found;
}

function attributeObject(flat) {
  const attributes = { __proto__: null };
  for (let i = 0; i < flat.length; i += 2) attributes[flat[i]] = flat[i + 1];
  return attributes;
}

/** Runs a step that must not wait. */
function runSync(step) {
  const { done, value } = step.next();
  if (done) return value;
  value.catch?.(() => {});
  throw new (require('internal:shared/errors').codes.ERR_METHOD_NOT_IMPLEMENTED)('a synchronous load through asynchronous hooks');
}

/** Runs a step, waiting for the promises it yields. */
async function runAsync(step) {
  let next = step.next();
  while (!next.done) {
    let value;
    let failure;
    try {
      value = await next.value;
    } catch (error) {
      failure = { error };
    }
    next = failure === undefined ? step.next(value) : step.throw(failure.error);
  }
  return next.value;
}

module.exports = {
  ERRORED, EVALUATED, EVALUATING, INSTANTIATED, ModuleJob, ModuleWrap, UNINSTANTIATED, attributeObject, build, completeGraph, graphOf,
  link, runAsync, runSync, sourceOf, waitFor,
};
