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
  error = undefined;
  /** Whether it is the program. */
  isMain = false;
  /** The promise of evaluation, once that began. */
  evaluation = undefined;
  /** The text, for errors and for the names of a CommonJS module. */
  text = undefined;
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
    for (const wake of waiting) wake();
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
 * Compiles and links the module of a new job and everything below it.
 * @param {ModuleJob} job
 * @param {object} loader
 * @param {Generator} compile gives the job its format and wrap
 */
function* build(job, loader, compile) {
  try {
    yield* compile;
    job.advance();
    const wraps = [];
    for (const [specifier, attributes] of job.wrap.requests()) {
      const dependency = yield* loader.jobFor(specifier, job.url, attributeObject(attributes));
      job.dependencies.push(dependency);
      // In a cycle the dependency is compiled but not linked yet; another load may not even have compiled it.
      yield* waitFor(dependency, () => dependency.wrap !== undefined);
      wraps.push(dependency.wrap);
    }
    job.wrap.link(wraps);
    job.linked = true;
    job.advance();
  } catch (error) {
    job.fail(error);
    throw error;
  }
}

/** Waits until every module below `job` is linked; other loads may be at work on some. */
function* completeGraph(job) {
  for (const member of graphOf(job)) yield* waitFor(member, () => member.linked);
}

/** The modules at and below `job`, also those that get linked while this runs. */
function graphOf(job) {
  const found = new Set([job]);
  for (const member of found) {
    for (const dependency of member.dependencies) found.add(dependency);
  }
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
  runAsync, runSync,
};
