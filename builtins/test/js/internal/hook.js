'use strict';

/** `before`, `after`, `beforeEach` and `afterEach`. */

const { AbortController } = require('internal:web/abort_controller');
const { validateFunction } = require('internal:shared/validators');
const { FailureType, failure, isFailure } = require('internal:test/failure');
const { callWithDone } = require('internal:test/call');
const { startLimits, validateLimits } = require('internal:test/limits');
const { currentUnit } = require('internal:test/current');

class Hook {
  /** The run of a hook that runs once, also when it is still going on. */
  #run;

  constructor(kind, fn, options = {}, location = undefined) {
    validateFunction(fn, 'fn');
    this.options = options ?? {};
    validateLimits(this.options);
    this.kind = kind;
    this.fn = fn;
    this.location = location;
  }

  get runsOnce() {
    return this.kind === 'before' || this.kind === 'after';
  }

  /** @param {object} context of the test or suite that it runs for */
  run(context, owner) {
    if (!this.runsOnce) return this.#call(context, owner);
    this.#run ??= this.#call(context, owner);
    return this.#run;
  }

  async #call(context, owner) {
    const { timeout = Infinity, signal = new AbortController().signal } = this.options;
    const limits = startLimits(timeout ?? Infinity, signal);
    // What the hook leaves behind is put down to the hook, what it defines to its owner.
    const scope = { hook: this, owner, get isFinished() { return owner.isFinished; } };
    try {
      await Promise.race([currentUnit.run(scope, callWithDone, this.fn, context, [context]), limits.promise]);
    } finally {
      limits.lift();
    }
  }
}

/** Runs hooks one after the other; the first failure ends it. */
async function runHooks(kind, hooks, context, owner) {
  try {
    for (const hook of hooks) await hook.run(context, owner);
  } catch (error) {
    throw hookFailure(kind, error);
  }
}

function hookFailure(kind, error) {
  const failed = failure(`failed running ${kind} hook`, FailureType.hook);
  failed.cause = isFailure(error) ? error.cause : error;
  return failed;
}

module.exports = { Hook, runHooks };
