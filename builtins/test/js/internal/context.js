'use strict';

/** What a test's or a suite's function gets as its argument. */

const { now } = require('internal:perf_hooks/clock');
const process = require('internal:process/object');
const { clearTimeout, setTimeout } = require('node:timers');
const { validateFunction, validateNumber, validateObject } = require('internal:shared/validators');
const { MOST_MILLISECONDS } = require('internal:test/limits');

class SuiteContext {
  #suite;

  constructor(suite) {
    this.#suite = suite;
  }

  get signal() {
    return this.#suite.signal;
  }

  get name() {
    return this.#suite.name;
  }

  get filePath() {
    return this.#suite.entryFile ?? this.#suite.location?.file;
  }

  get fullName() {
    return this.#suite.fullName;
  }

  get passed() {
    return this.#suite.hasPassed;
  }

  /** How many attempts there were before this one. */
  get attempt() {
    return this.#suite.root.attempts?.number ?? 0;
  }

  get tags() {
    return this.#suite.tags.slice();
  }

  diagnostic(message) {
    this.#suite.diagnostic(message);
  }
}

class TestContext {
  #test;
  #mock;
  #assert;

  constructor(test) {
    this.#test = test;
  }

  get signal() {
    return this.#test.signal;
  }

  get name() {
    return this.#test.name;
  }

  get filePath() {
    return this.#test.entryFile ?? this.#test.location?.file;
  }

  get fullName() {
    return this.#test.fullName;
  }

  get error() {
    return this.#test.error;
  }

  get passed() {
    return this.#test.hasPassed;
  }

  /** How many attempts there were before this one. */
  get attempt() {
    return this.#test.root.attempts?.number ?? 0;
  }

  get tags() {
    return this.#test.tags.slice();
  }

  /** Which of the processes that run at a time this is. */
  get workerId() {
    const id = process.env.NODE_TEST_WORKER_ID;
    return id === undefined ? undefined : Number(id);
  }

  diagnostic(message) {
    this.#test.diagnostic(message);
  }

  log(message) {
    this.#test.diagnostic(message);
  }

  plan(count, options) {
    const { Plan } = require('internal:test/plan');
    if (this.#test.plan !== undefined) {
      const { FailureType, failure } = require('internal:test/failure');
      throw failure('cannot set plan more than once', FailureType.testCode);
    }
    this.#test.plan = new Plan(count, options);
  }

  /** The assertions of node:assert, counted for the plan, and those that are registered. */
  get assert() {
    this.#assert ??= require('internal:test/context_assert').countedAssertions(this, this.#test);
    return this.#assert;
  }

  /** Restored when the test ends. */
  get mock() {
    if (this.#mock === undefined) {
      const { MockTracker } = require('internal:test/mock/tracker');
      this.#mock = new MockTracker();
    }
    return this.#mock;
  }

  restoreMocks() {
    this.#mock?.reset();
  }

  runOnly(value) {
    this.#test.runsOnlyMarked = Boolean(value);
  }

  skip(message) {
    this.#test.isSkipped = true;
    this.#test.message = typeof message === 'string' ? message : undefined;
  }

  todo(message) {
    this.#test.isTodo = true;
    this.#test.message = typeof message === 'string' ? message : undefined;
  }

  test(...args) {
    return require('internal:test/define').defineSubtest(this.#test, args);
  }

  before(fn, options) {
    this.#addHook('before', fn, options);
  }

  after(fn, options) {
    this.#addHook('after', fn, options);
  }

  beforeEach(fn, options) {
    this.#addHook('beforeEach', fn, options);
  }

  afterEach(fn, options) {
    this.#addHook('afterEach', fn, options);
  }

  #addHook(kind, fn = () => {}, options = {}) {
    validateFunction(fn, 'fn');
    this.#test.addHook(kind, fn, options, require('internal:test/location').callerLocation());
  }

  /** Calls `condition` until it neither throws nor rejects; resolves with what it gives. */
  waitFor(condition, options = {}) {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    const { interval = 50, timeout = 1000 } = options;
    validateNumber(interval, 'options.interval', 0, MOST_MILLISECONDS);
    validateNumber(timeout, 'options.timeout', 0, MOST_MILLISECONDS);
    return poll(condition, interval, now() + timeout);
  }
}

/** A condition that never settles counts as one that fails. */
async function poll(condition, interval, end) {
  let cause;
  for (;;) {
    const attempt = Promise.withResolvers();
    const timer = setTimeout(() => attempt.reject(kTimedOut), end - now());
    Promise.try(condition).then(attempt.resolve, attempt.reject);
    try {
      return await attempt.promise;
    } catch (error) {
      if (error !== kTimedOut) cause = error;
      if (error === kTimedOut || now() + interval > end) throw timedOut(cause);
    } finally {
      clearTimeout(timer);
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

const kTimedOut = Symbol('timed out');

function timedOut(cause) {
  const error = new Error('waitFor() timed out');
  if (cause !== undefined) error.cause = cause;
  return error;
}

module.exports = { SuiteContext, TestContext };
