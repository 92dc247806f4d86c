'use strict';

/** What a test's or a suite's function gets as its argument. */

const { validateFunction } = require('internal:shared/validators');

class SuiteContext {
  #suite;

  constructor(suite) {
    this.#suite = suite;
  }

  get name() {
    return this.#suite.name;
  }

  get fullName() {
    return this.#suite.fullName;
  }

  get signal() {
    this.#suite.controller ??= new AbortController();
    return this.#suite.controller.signal;
  }
}

class TestContext {
  #test;
  #mock;
  #assert;

  constructor(test) {
    this.#test = test;
  }

  get name() {
    return this.#test.name;
  }

  get fullName() {
    return this.#test.fullName;
  }

  get signal() {
    return this.#test.controller.signal;
  }

  get error() {
    return this.#test.error ?? null;
  }

  get passed() {
    return this.#test.outcome === undefined;
  }

  get filePath() {
    return process.argv[1];
  }

  get attempt() {
    return 0;
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

  /** The assertions of node:assert, counted for the plan. */
  get assert() {
    if (this.#assert === undefined) {
      const { countedAssertions } = require('internal:test/context_assert');
      this.#assert = countedAssertions(this, () => this.#test.assertionCount++);
    }
    return this.#assert;
  }

  diagnostic(message) {
    this.#test.diagnostics.push(message);
  }

  plan(count, options) {
    this.#test.setPlan(count, options);
  }

  runOnly() {
    // Only --test-only, which is not supported, would make a difference.
  }

  skip(message) {
    this.#test.isSkipped = true;
    this.#test.skipMessage = message;
  }

  todo(message) {
    this.#test.isTodo = true;
    this.#test.todoMessage = message;
  }

  test(...args) {
    const { readArguments } = require('internal:test/define');
    const { Test } = require('internal:test/unit');
    return new Test({ ...readArguments(args), parent: this.#test, current: this.#test.current }).start();
  }

  before(fn, options = {}) {
    this.#addHook('before', fn, options);
  }

  after(fn, options = {}) {
    this.#addHook('after', fn, options);
  }

  beforeEach(fn, options = {}) {
    this.#addHook('beforeEach', fn, options);
  }

  afterEach(fn, options = {}) {
    this.#addHook('afterEach', fn, options);
  }

  #addHook(kind, fn, options) {
    validateFunction(fn, 'fn');
    this.#test.addHook(kind, fn, options);
  }

  /** Calls `condition` until it neither throws nor rejects; resolves with what it gives. */
  async waitFor(condition, { interval = 50, timeout = 1000 } = {}) {
    validateFunction(condition, 'condition');
    const end = performance.now() + timeout;
    for (;;) {
      try {
        return await condition();
      } catch (error) {
        if (performance.now() >= end) throw new Error('waitFor() timed out', { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  }
}

module.exports = { SuiteContext, TestContext };
