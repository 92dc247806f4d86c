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
    const { SuiteContext } = require('internal:test/context');
    this.context = new SuiteContext(this);
    this.isSkippedForChildren = this.isSkipped;
    if (settings.options.only && !this.root.settings.only) {
      this.diagnostic("'only' and 'runOnly' require the --test-only command-line option.", 'warn');
    }
  }

  /** Runs the function, whose definitions become children. */
  build() {
    // Nothing in a suite that is not to run may have an effect.
    this.isBuilt = this.isSkipped || this.root.filter.excludesSuite(this) ? Promise.resolve() : this.#define();
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
    const limits = startLimits(this.timeout, this.signal);
    try {
      if (!this.isSkipped) await this.parent.runOwnHooks('before');
      if (!this.isSkipped) await this.runOwnHooks('before');
      const children = this.isSkipped || this.error !== null ? [] : this.children;
      await Promise.race([this.runChildren(children), limits.promise]);
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

  async runChildren(children) {
    const order = this.root.order.of(children);
    await Promise.all(order.map((child) => {
      child.start();
      return child.whenComplete();
    }));
  }
}

module.exports = { Suite };
