'use strict';

/** A suite: its function defines tests, which run when it has returned. */

const { once } = require('internal:test/call');
const { startLimits } = require('internal:test/limits');
const { currentUnit } = require('internal:test/current');
const { Unit } = require('internal:test/unit');

class Suite extends Unit {
  constructor(settings) {
    super(settings);
    this.type = 'suite';
    // What it inherits is the time of each of its tests.
    this.ownTimeout = settings.options.timeout ?? Infinity;
    const { SuiteContext } = require('internal:test/context');
    this.context = new SuiteContext(this);
    this.isSkippedForChildren = this.isSkipped;
    this.warnOfOnly();
  }

  /** Runs the function, whose definitions become children. */
  build() {
    // Nothing in a suite that is not to run may have an effect.
    const isIdle = this.isSkipped || this.root.filter.excludesSuite(this) || this.isStopped();
    this.isBuilt = isIdle ? Promise.resolve() : this.#define();
    this.root.building.add(this.isBuilt);
    this.isBuilt.finally(() => this.root.building.delete(this.isBuilt));
  }

  async #define() {
    try {
      await currentUnit.run(this, Reflect.apply, this.fn, this.context, [this.context]);
    } catch (error) {
      this.failWith(error);
    }
  }

  async run() {
    await this.isBuilt;
    if (this.isStopped()) return this.complete();
    const after = once(() => this.runOwnHooks('after'));
    const limits = startLimits(this.ownTimeout, this.signal);
    try {
      if (!this.isSkipped) await this.parent.runOwnHooks('before');
      if (!this.isSkipped) await this.runOwnHooks('before');
      if (!this.isSkipped && this.error === null) await Promise.race([this.runChildren(), limits.promise]);
      if (!this.isSkipped) await after();
      this.pass();
    } catch (error) {
      await after().catch(() => {});
      this.failWith(error);
    }
    limits.lift();
    this.controller.abort();
    return this.complete();
  }

  async runChildren() {
    await Promise.all(this.childrenInOrder().map((child) => {
      child.start();
      return child.whenComplete();
    }));
  }
}

module.exports = { Suite };
