'use strict';

/** Tests and suites: what is defined, in which order it runs, and how it ended. */

const { codes, isErrorLike } = require('internal:shared/errors');
const { validateAbortSignal, validateNumber, validateUint32 } = require('internal:shared/validators');

/** How a unit ended. */
const Outcome = Object.freeze({ passed: 'passed', failed: 'failed', cancelled: 'cancelled', skipped: 'skipped' });

/** The common part of suites and tests: the place in the tree, the hooks, and the queue of children. */
class Unit {
  constructor({ name, options, fn, parent, current }) {
    this.name = name;
    this.options = options;
    this.fn = fn;
    this.parent = parent;
    this.current = current ?? parent?.current;
    this.root = parent?.root ?? this;
    this.depth = parent === null ? -1 : parent.depth + 1;
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.children = [];
    this.queue = [];
    this.running = new Set();
    this.concurrency = readConcurrency(options.concurrency, parent);
    this.isFinished = false;
    this.hasStartedChildren = false;
    this.outcome = undefined;
    this.error = undefined;
    this.diagnostics = [];
    this.isSkipped = Boolean(options.skip) || Boolean(parent?.isSkipped);
    this.isTodo = Boolean(options.todo) || Boolean(parent?.isTodo);
    this.done = Promise.withResolvers();
    if (options.timeout !== undefined && options.timeout !== Infinity) validateNumber(options.timeout, 'options.timeout', 0);
    if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  }

  get fullName() {
    return this.parent === null || this.parent === this.root ? this.name : `${this.parent.fullName} > ${this.name}`;
  }

  addHook(kind, fn, options) {
    this.hooks[kind].push({ fn, options });
    // A hook of a running test comes before its next child.
    if (kind === 'before' && this.hasStartedChildren) this.lateHooks = [...(this.lateHooks ?? []), { fn, options }];
  }

  start() {
    this.parent.children.push(this);
    return this.parent.accept(this);
  }

  /** Runs a child as soon as there is room for it. */
  enqueue(unit) {
    if (this.running.size < this.concurrency) this.launch(unit);
    else this.queue.push(unit);
    return unit.done.promise;
  }

  launch(unit) {
    this.running.add(unit);
    unit.execute().then(() => {
      this.running.delete(unit);
      const next = this.queue.shift();
      if (next !== undefined) this.launch(next);
      unit.done.resolve();
    });
  }

  /** The deepest unit that runs, to which an exception without an owner is put down. */
  innermostRunning() {
    const last = [...this.running].at(-1);
    return last === undefined ? this : last.innermostRunning();
  }

  async execute() {
    this.startTime = performance.now();
    if (this.isSkipped) {
      this.finish(Outcome.skipped);
    } else {
      try {
        await this.prepare();
        await this.run();
        this.settle();
      } catch (error) {
        this.fail(error, error?.failureType ?? 'testCodeFailure');
      }
      await this.cleanUp();
      this.finish(this.outcome ?? Outcome.passed);
    }
  }

  /** The hooks of the parent that come once, before its first child. */
  async prepare() {
    const { parent } = this;
    if (!parent.hasStartedChildren) {
      parent.hasStartedChildren = true;
      for (const hook of parent.hooks.before) await parent.runHook(hook, parent);
    }
    for (const hook of parent.lateHooks?.splice(0) ?? []) await parent.runHook(hook, parent);
  }

  /** A hook gets the context of the unit it runs for. */
  async runHook({ fn, options }, unit) {
    try {
      await withLimits(options, () => call(fn, unit.context, this));
    } catch (error) {
      throw Object.assign(new codes.ERR_TEST_FAILURE(error, 'hookFailed'), { cause: error });
    }
  }

  async cleanUp() {
    for (const hook of this.hooks.after) {
      try {
        await this.runHook(hook, this);
      } catch (error) {
        this.fail(error, 'hookFailed');
      }
    }
  }

  /** Keeps the first failure. */
  fail(error, failureType) {
    if (this.outcome === Outcome.failed || this.outcome === Outcome.cancelled) return;
    this.outcome = failureType === 'cancelledByParent' || failureType === 'testAborted' || failureType === 'testTimeoutFailure'
      ? Outcome.cancelled
      : Outcome.failed;
    this.error = error;
    this.pending?.reject(error);
  }

  cancel(message, failureType) {
    this.fail(new codes.ERR_TEST_FAILURE(message, failureType), failureType);
  }

  cancelPending() {
    this.cancel('Promise resolution is still pending but the event loop has already resolved', 'cancelledByParent');
  }

  finish(outcome) {
    if (this.isFinished) return;
    this.isFinished = true;
    this.outcome = this.options.expectFailure ? inverted(outcome) : outcome;
    this.duration = performance.now() - this.startTime;
    this.root.reporter.report(this);
  }

  get hasPassed() {
    return this.outcome === Outcome.passed || this.outcome === Outcome.skipped || this.isTodo;
  }

  childrenFailure() {
    const failed = this.children.filter((child) => !child.hasPassed).length;
    return failed === 0 ? undefined : new codes.ERR_TEST_FAILURE(`${failed} subtest${failed > 1 ? 's' : ''} failed`, 'subtestsFailed');
  }
}

function inverted(outcome) {
  if (outcome === Outcome.failed) return Outcome.passed;
  return outcome === Outcome.passed ? Outcome.failed : outcome;
}

function readConcurrency(value, parent) {
  if (value === undefined || value === null || value === false) return parent?.inheritedConcurrency ?? 1;
  if (value === true) return Infinity;
  validateUint32(value, 'options.concurrency', true);
  return value;
}

class Suite extends Unit {
  constructor(settings) {
    super(settings);
    this.inheritedConcurrency = settings.options.concurrency === undefined ? undefined : this.concurrency;
    const { SuiteContext } = require('internal:test/context');
    this.context = new SuiteContext(this);
    if (this.isSkipped || this.parent === null) return;
    // What the function defines belongs to this suite.
    try {
      this.definition = this.current.run(this, () => settings.fn.call(this.context, this.context));
    } catch (error) {
      this.definitionError = error;
    }
  }

  /** Children wait until the suite itself runs. */
  accept(unit) {
    if (this.isRunning) return this.enqueue(unit);
    return unit.done.promise;
  }

  async run() {
    if (this.definitionError !== undefined) throw this.definitionError;
    await this.definition;
    this.isRunning = true;
    const defined = this.children.slice();
    await Promise.all(defined.map((child) => this.enqueue(child)));
  }

  settle() {
    const failure = this.childrenFailure();
    if (failure !== undefined) this.fail(failure, 'subtestsFailed');
  }
}

class Test extends Unit {
  constructor(settings) {
    super(settings);
    const { TestContext } = require('internal:test/context');
    this.controller = new AbortController();
    this.plan = undefined;
    this.assertionCount = 0;
    this.context = new TestContext(this);
    if (this.options.plan !== undefined) this.setPlan(this.options.plan);
  }

  setPlan(count) {
    validateUint32(count, 'count');
    this.plan = count;
  }

  accept(unit) {
    if (this.isFinished) {
      unit.isSkipped = false;
      unit.startTime = performance.now();
      unit.fail(new codes.ERR_TEST_FAILURE('test could not be started because its parent finished', 'parentAlreadyFinished'), 'parentAlreadyFinished');
      unit.finish(Outcome.failed);
      unit.done.resolve();
      return unit.done.promise;
    }
    this.assertionCount++;
    return this.enqueue(unit);
  }

  async run() {
    for (const hook of this.hooksOfParents('beforeEach')) await this.parent.runHook(hook, this);
    this.pending = Promise.withResolvers();
    this.pending.promise.catch(() => {});
    try {
      await withLimits(this.options, () => Promise.race([this.current.run(this, () => call(this.fn, this.context, this)), this.pending.promise]));
      await this.waitForPlan();
    } finally {
      this.cancelUnfinished();
    }
    const failure = this.childrenFailure();
    if (failure !== undefined) throw failure;
  }

  /** Outermost first for `beforeEach`, innermost first for `afterEach`. */
  hooksOfParents(kind) {
    const lists = [];
    for (let unit = this.parent; unit !== null; unit = unit.parent) lists.push(unit.hooks[kind]);
    return (kind === 'beforeEach' ? lists.reverse() : lists).flat();
  }

  async cleanUp() {
    for (const hook of this.hooksOfParents('afterEach')) {
      try {
        await this.parent.runHook(hook, this);
      } catch (error) {
        this.fail(error, 'hookFailed');
      }
    }
    await super.cleanUp();
    this.context.restoreMocks();
    this.controller.abort();
  }

  async waitForPlan() {
    if (this.plan === undefined) return;
    await Promise.all([...this.running].map((child) => child.done.promise));
    if (this.plan !== this.assertionCount) {
      throw new codes.ERR_TEST_FAILURE(
        `plan expected ${this.plan} assertions but received ${this.assertionCount}`, 'testCodeFailure',
      );
    }
  }

  /** A child that nobody waited for ends with its parent. */
  cancelUnfinished() {
    for (const child of [...this.running, ...this.queue.splice(0)]) {
      child.startTime ??= performance.now();
      child.cancel('test did not finish before its parent and was cancelled', 'cancelledByParent');
      child.finish(Outcome.cancelled);
    }
  }

  settle() {}
}

/** Calls a test's or a hook's function: one that takes a second parameter is given a callback. */
function call(fn, context) {
  if (fn.length < 2) return fn.call(context, context);
  return new Promise((resolve, reject) => {
    let isCalled = false;
    const done = (error) => {
      if (isCalled) {
        reject(new codes.ERR_TEST_FAILURE('callback invoked multiple times', 'multipleCallbackInvocations'));
        return;
      }
      isCalled = true;
      if (error) reject(error);
      else resolve();
    };
    const returned = fn.call(context, context, done);
    if (returned instanceof Promise) {
      reject(new codes.ERR_TEST_FAILURE('passed a callback but also returned a Promise', 'callbackAndPromisePresent'));
    }
  });
}

/** Ends `run` early when the time is over or the signal aborts. */
async function withLimits({ timeout, signal }, run) {
  if ((timeout === undefined || timeout === Infinity) && signal === undefined) return run();
  const limit = Promise.withResolvers();
  const onAbort = () => limit.reject(new codes.ERR_TEST_FAILURE(abortReason(signal), 'testAborted'));
  const timer = timeout === undefined || timeout === Infinity
    ? undefined
    : setTimeout(() => limit.reject(new codes.ERR_TEST_FAILURE(`test timed out after ${timeout}ms`, 'testTimeoutFailure')), timeout);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([run(), limit.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function abortReason({ reason }) {
  return isErrorLike(reason) ? reason : 'The test was aborted';
}

module.exports = { Outcome, Suite, Test };
