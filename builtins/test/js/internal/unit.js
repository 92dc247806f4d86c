'use strict';

/**
 * What tests, suites and the root have in common: the place in the tree, the queue of children, the order of reports, and how it ended.
 *
 * Children run as concurrency allows and end in any order; they are reported in the order in which they are started, which is that of their
 * definition unless a random one is asked for, each after its parent's start.
 */

const { AbortController } = require('internal:web/abort_controller');
const process = require('internal:process/object');
const { availableParallelism } = require('node:os');
const { codes, AbortError } = require('internal:shared/errors');
const { validateUint32 } = require('internal:shared/validators');
const { FailureType, failure, toFailure } = require('internal:test/failure');
const { readExpectedFailure, unexpectedFailure } = require('internal:test/expected_failure');
const { Hook, runHooks } = require('internal:test/hook');
const { validateLimits } = require('internal:test/limits');
const { readTags } = require('internal:test/tags');

const hrtime = process.hrtime.bigint;

class Unit {
  /** @param {{ name: string, fn: Function, parent: Unit | null, options: object, location?: object }} settings */
  constructor({ name, fn, parent, options, location }) {
    this.name = name;
    this.fn = fn;
    this.parent = parent;
    this.root = parent?.root ?? this;
    if (parent === null) this.settings = options.settings;
    this.location = location;
    /** The test file to which it belongs, also when another module defines it. @type {string | undefined} */
    this.entryFile = parent?.entryFile;
    this.nesting = parent === null || parent.parent === null ? 0 : parent.nesting + 1;
    this.readOptions(options);
    this.id = this.root.takeId();
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.children = [];
    this.waiting = [];
    this.activeCount = 0;
    this.reportedCount = 0;
    this.numberedCount = 0;
    this.number = 0;
    this.controller = new AbortController();
    this.error = null;
    this.hasPassed = false;
    this.isCancelled = false;
    this.isFiltered = false;
    this.isComplete = false;
    this.isFinished = false;
    this.isStartReported = false;
    this.startTime = undefined;
    this.endTime = undefined;
    this.diagnostics = [];
    this.done = Promise.withResolvers();
    this.done.promise.catch(() => {});
    this.completed = Promise.withResolvers();
    this.childrenDone = undefined;
    if (this.outerSignal !== undefined) this.followSignal(this.outerSignal);
  }

  readOptions(options) {
    validateLimits(options);
    const { parent } = this;
    this.outerSignal = options.signal;
    this.timeout = options.timeout ?? parent?.timeout ?? Infinity;
    this.concurrency = readConcurrency(options.concurrency, parent);
    this.expectedFailure = readExpectedFailure(options.expectFailure) ?? parent?.expectedFailure;
    this.tags = readTags(options.tags, parent?.tags);
    this.isSkipped = Boolean(options.skip) || Boolean(parent?.isSkippedForChildren);
    this.isTodo = (options.todo !== undefined && options.todo !== false) || Boolean(parent?.isTodo);
    this.message = [options.skip, options.todo].find((value) => typeof value === 'string');
    this.isOnly = options.only;
    // What is marked or below something marked lets its children run too.
    this.runsOnlyMarked = parent === null && this.settings.only;
    this.hasMarkedChildren = false;
    if (options.only) for (let unit = parent; unit !== null && unit !== undefined; unit = unit.parent) unit.noteMarkedChild();
  }

  /** From now on what is not marked is left out of a running test; a suite looks when all of it is defined. */
  noteMarkedChild() {
    this.hasMarkedChildren = true;
    if (this.type !== 'suite' && this.root.filter.heedsOnly) this.runsOnlyMarked = true;
  }

  get signal() {
    return this.controller.signal;
  }

  get fullName() {
    return this.parent === null || this.parent.parent === null ? this.name : `${this.parent.fullName} > ${this.name}`;
  }

  /** Names from the outermost to this one. */
  get path() {
    return this.parent === null ? [] : [...this.parent.path, this.name];
  }

  followSignal(signal) {
    this.onOuterAbort = () => this.abortFrom(signal);
    if (!signal.aborted) signal.addEventListener('abort', this.onOuterAbort, { once: true });
  }

  abortFrom({ reason }) {
    const error = reason instanceof Error ? reason : new AbortError('The test was aborted');
    this.cancel(Object.assign(error, { failureType: FailureType.aborted }));
  }

  /** Whether it has to end before it starts. */
  isStopped() {
    if (this.outerSignal?.aborted) this.abortFrom(this.outerSignal);
    return this.signal.aborted;
  }

  addHook(kind, fn, options, location) {
    const hook = new Hook(kind, fn, options, location);
    this.hooks[kind].push(hook);
    // Its moment has passed, so it runs at once.
    if (kind === 'before' && this.startTime !== undefined) this.runLateHook(hook);
  }

  runLateHook(hook) {
    runHooks([hook], this.context, this).catch((error) => {
      // At the top level every test fails by it.
      if (this.parent === null) return;
      this.fail(error.cause === undefined ? error : toFailure(error.cause));
    });
  }

  runOwnHooks(kind) {
    return runHooks(this.hooks[kind], this.context, this);
  }

  /** Outermost first for `beforeEach`, innermost first for `afterEach`. */
  runHooksOfAncestors(kind) {
    const lists = [];
    for (let unit = this.parent; unit !== null; unit = unit.parent) lists.push(unit.hooks[kind]);
    return runHooks((kind === 'beforeEach' ? lists.reverse() : lists).flat(), this.context, this);
  }

  /** The children in the order in which they run and are reported. */
  childrenInOrder() {
    for (const child of this.children) child.takeNumber();
    this.children = this.root.order.of(this.children);
    return this.children;
  }

  /** Adds a child. One that comes after the end belongs to the root and fails. */
  adopt(child) {
    this.children.push(child);
    this.childrenDone ??= Promise.withResolvers();
  }

  /** Resolves when it has ended, which may be before it is reported. */
  whenComplete() {
    return this.completed.promise;
  }

  /** Its place among those of its parent that run, which is that of their definition in whatever order they run. */
  takeNumber() {
    if (this.number !== 0 || this.isFiltered || this.isLeftOut()) return;
    this.number = ++this.parent.numberedCount;
    this.earlierPass = this.root.attempts?.earlierPass(this);
  }

  isLeftOut() {
    return this.error === null && this.root.filter.leavesOut(this);
  }

  /** Starts it as soon as the parent has room. */
  start() {
    if (this.isLeftOut()) {
      this.discard();
      this.complete();
      return this.done.promise;
    }
    this.takeNumber();
    this.root.events.enqueue(this);
    if (this.parent.activeCount < this.parent.concurrency) this.launch();
    else this.parent.waiting.push(this);
    return this.done.promise;
  }

  /** Neither it nor anything below it runs or is told. */
  discard() {
    this.isFiltered = true;
    for (const child of this.children) child.discard();
  }

  launch() {
    this.root.events.dequeue(this);
    this.parent.activeCount++;
    this.root.running.add(this);
    this.startTime = hrtime();
    this.run();
  }

  fail(error) {
    if (this.error !== null) return;
    this.error = error;
    if (this.expectedFailure === undefined) return;
    const unexpected = unexpectedFailure(this.expectedFailure, error);
    if (unexpected === undefined) this.hasPassed = true;
    else this.error = unexpected;
  }

  pass() {
    if (this.error !== null) return;
    if (this.expectedFailure !== undefined && !this.isSkipped) {
      this.error = failure('test was expected to fail but passed', FailureType.expectedFailure);
    } else {
      this.hasPassed = true;
    }
  }

  cancel(error = failure('test did not finish before its parent and was cancelled', FailureType.cancelledByParent)) {
    if (this.isComplete || this.error !== null) return;
    this.fail(error);
    this.isCancelled = true;
    this.controller.abort();
  }

  /** What a test, suite or hook threw. */
  failWith(error) {
    const failed = toFailure(error);
    if (failed.failureType === FailureType.timeout) this.cancel(failed);
    else this.fail(failed);
  }

  /** It has ended. Children that have not are cancelled, and the results are told when their turn has come. */
  complete(reason) {
    if (this.isComplete) return;
    this.startTime ??= hrtime();
    this.endTime = hrtime();
    this.waiting = [];
    const failedCount = this.settleChildren(reason);
    if (this.hasPassed && this.error === null && failedCount > 0) {
      this.hasPassed = false;
      this.fail(failure(`${failedCount} subtest${failedCount > 1 ? 's' : ''} failed`, FailureType.subtests));
    }
    this.isComplete = true;
    this.completed.resolve();
    this.outerSignal?.removeEventListener('abort', this.onOuterAbort);
    this.context?.restoreMocks?.();
    if (this.parent === null) return;
    if (this.root.running.delete(this)) this.parent.activeCount--;
    this.takeNumber();
    if (!this.isFiltered) this.root.events.complete(this);
    this.parent.reportReady();
    this.parent.launchWaiting();
  }

  settleChildren(reason) {
    let failedCount = 0;
    for (const child of this.children) {
      if (!child.isComplete) {
        child.cancel(reason);
        child.complete(reason);
      }
      if (!child.hasPassed && !child.isTodo && !child.isFiltered) failedCount++;
    }
    return failedCount;
  }

  launchWaiting() {
    while (this.waiting.length > 0 && this.activeCount < this.concurrency) {
      const next = this.waiting.shift();
      if (!next.isComplete) next.launch();
    }
  }

  /** Reports the children that have ended, as far as everything before them is reported. */
  reportReady() {
    while (this.mayReport() && this.children[this.reportedCount]?.isComplete) {
      this.children[this.reportedCount].flush();
      this.reportedCount++;
    }
    if (this.reportedCount === this.children.length) this.childrenEnded();
  }

  childrenEnded() {
    this.childrenDone?.resolve();
  }

  mayReport() {
    if (this.parent === null) return true;
    return this.parent.children[this.parent.reportedCount] === this && this.parent.mayReport();
  }

  reportStart() {
    if (this.isStartReported || this.parent === null) return;
    this.isStartReported = true;
    this.parent.reportStart();
    this.root.events.start(this);
  }

  /** Its turn has come. */
  flush() {
    for (; this.reportedCount < this.children.length; this.reportedCount++) this.children[this.reportedCount].flush();
    if (!this.isFiltered) this.report();
    this.isFinished = true;
    this.done.resolve();
  }

  report() {
    const { events } = this.root;
    this.root.count(this);
    this.reportStart();
    if (this.numberedCount > 0) events.plan(this.nesting + 1, this.location, this.numberedCount);
    events.result(this);
    for (const { message, level } of this.diagnostics) events.diagnostic(this.nesting, this.location, message, level);
  }

  /** Where marks mean nothing, tests that have one or would be left out for want of one say so. */
  warnOfOnly() {
    if ((this.isOnly || this.parent.runsOnlyMarked) && !this.root.filter.heedsOnly) this.diagnostic("'only' and 'runOnly' require the --test-only command-line option.");
  }

  diagnostic(message, level) {
    this.diagnostics.push({ message, level });
  }

  /** In milliseconds. */
  get duration() {
    if (this.startTime === undefined) return 0;
    return Number((this.endTime ?? hrtime()) - this.startTime) / 1e6;
  }
}

function readConcurrency(value, parent) {
  switch (typeof value) {
    case 'number':
      validateUint32(value, 'options.concurrency', true);
      return value;
    case 'boolean':
      if (!value) return 1;
      return parent === null ? Math.max(availableParallelism() - 1, 1) : Infinity;
    default:
      if (value !== undefined && value !== null) throw new codes.ERR_INVALID_ARG_TYPE('options.concurrency', ['boolean', 'number'], value);
      return parent?.concurrency ?? 1;
  }
}

module.exports = { Unit };
