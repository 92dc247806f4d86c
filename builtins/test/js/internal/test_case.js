'use strict';

/** A test: a function that passes unless it throws, rejects or takes too long. */

const { FailureType, failure } = require('internal:test/failure');
const { callWithDone, once } = require('internal:test/call');
const { startLimits } = require('internal:test/limits');
const { currentUnit } = require('internal:test/current');
const { Plan } = require('internal:test/plan');
const { Unit } = require('internal:test/unit');

class Test extends Unit {
  constructor(settings) {
    super(settings);
    this.type = 'test';
    const { TestContext } = require('internal:test/context');
    this.context = new TestContext(this);
    this.plan = settings.options.plan === undefined ? undefined : new Plan(settings.options.plan);
    this.warnOfOnly();
  }

  async run() {
    if (this.isStopped() || this.error !== null) return this.complete();
    if (this.isSkipped) return this.runSkipped();
    if (this.earlierPass !== undefined) this.becomePassed(this.earlierPass.children);
    const afterEach = once(() => this.runHooksOfAncestors('afterEach'));
    const after = once(() => this.runOwnHooks('after'));
    try {
      await this.parent.runOwnHooks('before');
      await this.runHooksOfAncestors('beforeEach');
      await this.runBody();
      this.pass();
      await afterEach();
      await after();
    } catch (error) {
      this.hasPassed = false;
      this.failWith(error);
      // The first failure is the one that is told.
      await afterEach().catch(() => {});
      await after().catch(() => {});
    }
    this.controller.abort();
    return this.complete();
  }

  /** The function, its subtests and its plan, within the limits. */
  async runBody() {
    const limits = startLimits(this.timeout, this.signal);
    try {
      await Promise.race([currentUnit.run(this, callWithDone, this.fn, this.context, [this.context]), limits.promise]);
      if (this.childrenDone !== undefined) await Promise.race([this.allChildrenDone(), limits.promise]);
      await Promise.race([this.plan?.check(), limits.promise]);
    } finally {
      limits.lift();
    }
  }

  async allChildrenDone() {
    while (this.children.some((child) => !child.isComplete)) await Promise.all(this.children.map((child) => child.whenComplete()));
  }

  /** It has passed on an earlier attempt: in place of its function stand the tests inside it, which have passed too. */
  becomePassed(children) {
    this.expectedFailure = undefined;
    this.plan = undefined;
    this.fn = async () => {
      const { defineSubtest } = require('internal:test/define');
      for (const { name, file, line, column } of children) await defineSubtest(this, [name, { location: { file, line, column } }, () => {}]);
    };
  }

  async runSkipped() {
    this.pass();
    await undefined;
    this.controller.abort();
    this.complete();
  }
}

/** The unit that stands for a definition whose parent has ended. */
function orphan(unit) {
  unit.fail(failure('test could not be started because its parent finished', FailureType.parentFinished));
}

module.exports = { Test, orphan };
