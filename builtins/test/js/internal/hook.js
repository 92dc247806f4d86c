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
      if (signal.aborted) await limits.promise;
      const called = currentUnit.run(scope, callWithDone, this.fn, context, [context]);
      // A hook that aborts itself fails by it.
      await Promise.race([limits.promise, called]);
    } finally {
      limits.lift();
    }
  }
}

/** Runs hooks one after the other; the first failure ends it. */
async function runHooks(hooks, context, owner) {
  for (const hook of hooks) await runHook(hook, context, owner);
}

async function runHook(hook, context, owner) {
  try {
    await hook.run(context, owner);
  } catch (error) {
    throw hookFailure(hook, error);
  }
}

/** @param {Hook} hook */
function hookFailure({ kind, location }, error) {
  const failed = failure(`failed running ${kind} hook`, FailureType.hook);
  failed.cause = isFailure(error) ? error.cause : error;
  Object.defineProperty(failed, 'location', { __proto__: null, value: location, enumerable: false });
  return failed;
}

module.exports = { Hook, runHooks };
