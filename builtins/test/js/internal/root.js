'use strict';

/** The root of all tests of a process: it is made by the first definition, and its end is the end of the run. */

const process = require('internal:process/object');
const { FailureType, failure } = require('internal:test/failure');
const { currentUnit } = require('internal:test/current');
const { TestsStream } = require('internal:test/events');
const { Filter } = require('internal:test/filter');
const { MOST_MILLISECONDS } = require('internal:test/limits');
const { orderFor } = require('internal:test/order');
const { relative } = require('node:path');
const { clearInterval, setInterval } = require('node:timers');
const { commandLineSettings } = require('internal:test/settings');
const { Unit } = require('internal:test/unit');

let theRoot;

/** The root of the tests that this process defines. */
function root() {
  if (theRoot === undefined) {
    theRoot = new Root(commandLineSettings());
    // What modules define that are loaded before the test files belongs to the run of those.
    if (theRoot.settings.isRunner && theRoot.settings.isolation === 'none') return theRoot;
    theRoot.listenToProcess();
    if (!theRoot.settings.isChild) theRoot.startCoverage();
    theRoot.prepare();
  }
  return theRoot;
}

/** The root that there is. */
function existingRoot() {
  return theRoot;
}

/** Makes the tests that are defined from now on belong to a run of `run()`. */
function setRoot(replacement) {
  theRoot = replacement;
}

class Root extends Unit {
  constructor(settings, concurrency = 1) {
    super({ name: '<root>', fn: () => {}, parent: null, options: { settings, concurrency, timeout: settings.timeout } });
    this.settings = settings;
    this.entryFile = settings.isRunner ? undefined : process.argv[1];
    this.type = 'test';
    this.events = new TestsStream();
    this.filter = new Filter(settings);
    this.order = orderFor(settings);
    this.attempts = this.readAttempts();
    this.building = new Set();
    this.running = new Set();
    this.counts = newCounts();
    this.success = true;
    this.isReady = false;
    this.context = new RootContext(this);
    this.startTime = process.hrtime.bigint();
  }

  /** What `--test-rerun-failures` keeps. The process that tells the results also keeps them. */
  readAttempts() {
    if (this.settings.rerunFile === undefined) return undefined;
    const { Attempts } = require('internal:test/attempts');
    const attempts = new Attempts(this.settings);
    if (!this.settings.isChild) attempts.record(this.events);
    return attempts;
  }

  takeId() {
    this.lastId = (this.lastId ?? -1) + 1;
    return this.lastId;
  }

  startCoverage() {
    const { coverage, cwd, isRunner, isolation } = this.settings;
    if (coverage === undefined) return;
    const { Coverage } = require('internal:test/coverage');
    // The process behind `--test` runs no tests of its own.
    this.coverage = new Coverage({ ...coverage, cwd, countsHere: !isRunner || isolation === 'none' });
    this.coverage.start();
  }

  /** Reporters are loaded before the first test starts. */
  prepare() {
    const { connectReporters } = require('internal:test/reporters');
    this.whenReady = connectReporters(this).then(() => this.startDefined());
  }

  /** Starts what has been defined so far, when the suites among it are complete. */
  async startDefined() {
    while (this.building.size > 0) await Promise.all(this.building);
    this.isReady = true;
    for (const child of this.childrenInOrder()) if (!child.isComplete) child.start();
  }

  /** A definition at the top level. */
  admit(unit) {
    if (this.isReady) unit.start();
    return unit.done.promise;
  }

  count(unit) {
    const { counts } = this;
    if (unit.nesting === 0) counts.topLevel++;
    if (!unit.hasPassed && !unit.isTodo) this.success = false;
    if (unit.type === 'suite') {
      counts.suites++;
      return;
    }
    counts.tests++;
    counts[countOf(unit)]++;
  }

  childrenEnded() {
    super.childrenEnded();
    if (!this.isReady || this.isEnding || this.isReported || this.children.length === 0 || this.children.some((child) => !child.isComplete)) return;
    if (this.isWatching) return this.drained();
    this.isEnding = true;
    clearInterval(this.hold);
    // What holds the loop open may be something that these hooks close.
    this.runAfterHooks().finally(() => this.onEnded?.());
  }

  /** In watch mode: a round has ended. */
  drained() {
    if (this.isDrained) return;
    this.isDrained = true;
    this.endTime = process.hrtime.bigint();
    this.tellSummary();
    this.events.tell('test:watch:drained', undefined);
  }

  /** In watch mode: the round that runs has no end to tell, because another one is coming. */
  breakOff() {
    this.isDrained = true;
  }

  /** In watch mode: another round starts. */
  restart() {
    this.events.tell('test:watch:restarted', undefined);
    this.isDrained = false;
    this.counts = newCounts();
    this.success = true;
    this.tellNumber = 0;
    this.endTime = undefined;
    this.startTime = process.hrtime.bigint();
  }

  async runAfterHooks() {
    try {
      await this.runOwnHooks('after');
    } catch (error) {
      this.failHooks(error);
    }
    if (this.settings.forceExit && this.onEnded === undefined) await this.exitNow();
  }

  /** Stands in the results like a test of the file. */
  failHooks(error) {
    this.fail(error);
    this.events.hookFailure(this);
    this.success = false;
    process.exitCode = 1;
  }

  async exitNow() {
    this.finishRun();
    await this.reportersDone;
    process.exit();
  }

  listenToProcess() {
    this.onException = (error) => this.onUnowned(error, 'uncaughtException');
    this.onRejection = (error) => this.onUnowned(error, 'unhandledRejection');
    this.onBeforeExit = () => this.endOfLoop();
    this.onExit = () => {
      if (!this.isReported) this.finishRun();
    };
    process.on('uncaughtException', this.onException);
    process.on('unhandledRejection', this.onRejection);
    process.on('beforeExit', this.onBeforeExit);
    process.on('exit', this.onExit);
  }

  /** Puts an exception that nobody caught down to the test that caused it. */
  onUnowned(error, eventName) {
    if (!this.isReady) throw error;
    const scope = currentUnit.getStore();
    if (scope === kReporter) throw error;
    if (scope === undefined || scope.isFinished || scope.hook !== undefined) {
      this.diagnostic(lateActivity(scope, error, eventName), 'error');
      this.success = false;
      process.exitCode = 1;
      return;
    }
    scope.fail(failure(error, eventName));
    scope.controller.abort();
  }

  /** What still runs may wait for something that does not keep the loop alive. */
  async endOfLoop() {
    if (this.isReported) return;
    if (this.isReady && this.children.some((child) => !child.isComplete)) {
      this.hold ??= setInterval(noop, MOST_MILLISECONDS);
      return;
    }
    if (this.children.length === 0 && this.hooks.before.length + this.hooks.after.length > 0 && !this.isEnding) {
      this.isEnding = true;
      await this.runHooksWithoutTests();
    }
    this.finishRun();
  }

  async runHooksWithoutTests() {
    try {
      await this.runOwnHooks('before');
      await this.runOwnHooks('after');
    } catch (error) {
      this.failHooks(error);
    }
  }

  /** Ends the run without a result; tells what was running. */
  interrupt() {
    const tests = [...this.running].map(({ name, nesting, location }) => ({ __proto__: null, name, nesting, ...location }));
    if (tests.length > 0) this.events.tell('test:interrupted', { __proto__: null, tests });
    this.isReported = true;
    this.events.end();
    this.coverage?.end();
  }

  /** Tells the end of the run. */
  finishRun() {
    if (this.isReported) return;
    this.isReported = true;
    clearInterval(this.hold);
    this.endTime = process.hrtime.bigint();
    this.hasPassed = true;
    this.settleChildren(failure('Promise resolution is still pending but the event loop has already resolved', FailureType.cancelledByParent));
    this.reportReady();
    process.removeListener('uncaughtException', this.onException ?? noop);
    process.removeListener('unhandledRejection', this.onRejection ?? noop);
    process.removeListener('beforeExit', this.onBeforeExit ?? noop);
    this.tellSummary();
    this.attempts?.write();
  }

  tellSummary() {
    const { counts, events, location } = this;
    events.plan(0, location, counts.topLevel);
    this.snapshots?.write(this);
    const coverage = this.coverageSummary();
    for (const { message, level } of this.diagnostics) events.diagnostic(0, location, message, level);
    const lines = ['tests', 'suites', 'passed', 'failed', 'cancelled', 'skipped', 'todo'];
    for (const name of lines) events.diagnostic(0, location, `${kCountNames[name] ?? name} ${counts[name]}`);
    events.diagnostic(0, location, `duration_ms ${this.duration}`);
    if (coverage !== undefined) this.tellCoverage(coverage);
    if (!this.success && this.onEnded === undefined) process.exitCode = 1;
    events.summary({ success: this.success, counts: { __proto__: null, ...counts }, duration_ms: this.duration, file: this.settings.isChild ? process.argv[1] : undefined });
    if (!this.isWatching || this.isReported) events.end();
  }

  /** The coverage so far, if it is wanted; a run whose coverage cannot be told has failed. */
  coverageSummary() {
    try {
      return this.coverage?.summary();
    } catch (error) {
      this.diagnostic(`Warning: Could not report code coverage. ${error}`);
      this.failCoverage();
      return undefined;
    } finally {
      if (this.isReported) this.coverage?.end();
    }
  }

  failCoverage() {
    this.success = false;
    process.exitCode = 1;
  }

  tellCoverage(summary) {
    const { shortfalls } = require('internal:test/coverage');
    for (const text of shortfalls(summary)) {
      this.events.diagnostic(0, this.location, text, 'error');
      this.failCoverage();
    }
    this.events.coverage(0, this.location, summary);
  }
}

const kCountNames = { passed: 'pass', failed: 'fail' };

/** The scope in which reporters run: their exceptions are nobody's tests'. */
const kReporter = { name: 'reporter' };

function noop() {}

function newCounts() {
  return { __proto__: null, tests: 0, failed: 0, passed: 0, cancelled: 0, skipped: 0, todo: 0, topLevel: 0, suites: 0 };
}

function countOf(unit) {
  if (unit.isSkipped) return 'skipped';
  if (unit.isTodo) return 'todo';
  if (unit.isCancelled) return 'cancelled';
  return unit.hasPassed ? 'passed' : 'failed';
}

/** What hooks at the top level get. */
class RootContext {
  #root;

  constructor(unit) {
    this.#root = unit;
  }

  get name() {
    return this.#root.name;
  }

  diagnostic(message) {
    this.#root.diagnostic(message);
  }
}

function lateActivity(scope, error, eventName) {
  if (scope === undefined) {
    return 'Error: A resource generated asynchronous activity after the test ended. '
      + `This activity created the error "${error}" which triggered an ${eventName} event, caught by the test runner.`;
  }
  const { location } = scope.hook ?? scope;
  const name = scope.hook === undefined ? `Test "${scope.name}"` : `Test hook "${scope.hook.kind}"`;
  const place = location === undefined ? '' : ` at ${relative(process.cwd(), location.file)}:${location.line}:${location.column}`;
  return `Error: ${name}${place} generated asynchronous activity after the test ended. This activity created the error "${error}" `
    + `and would have caused the test to fail, but instead triggered an ${eventName} event.`;
}

module.exports = { Root, existingRoot, kReporter, root, setRoot };
