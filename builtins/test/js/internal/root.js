'use strict';

/** The root of all tests of a process: starts with the first of them, reports each, and ends with the process. */

const { Suite } = require('internal:test/unit');
const { Reporter } = require('internal:test/reporter');

let theRoot;

/** Made on first use. */
function root() {
  theRoot ??= new Root();
  return theRoot;
}

class Root extends Suite {
  constructor() {
    super({ name: '<root>', options: {}, fn: () => {}, parent: null });
    this.reporter = new Reporter();
    this.startTime = performance.now();
    process.on('uncaughtException', (error) => this.failRunning(error, 'uncaughtException'));
    process.on('unhandledRejection', (error) => this.failRunning(error, 'unhandledRejection'));
    // Nothing is left that could settle what still runs.
    process.on('beforeExit', () => this.cancelRunning());
    process.on('exit', () => this.finishRun());
  }

  /** The tests of a file are its top level: they run as soon as they are defined, one after the other. */
  accept(unit) {
    return this.enqueue(unit);
  }

  failRunning(error, failureType) {
    const running = this.innermostRunning();
    if (running === this) this.reporter.unattributed(error);
    else running.fail(error, failureType);
    process.exitCode = 1;
  }

  cancelRunning() {
    const running = this.innermostRunning();
    if (running !== this) running.cancelPending();
  }

  finishRun() {
    for (const { fn } of this.hooks.after) fn();
    this.reporter.summary(performance.now() - this.startTime);
    if (this.reporter.hasFailures) process.exitCode ??= 1;
    if (this.reporter.hasFailures && process.exitCode === 0) process.exitCode = 1;
  }
}

module.exports = { root };
