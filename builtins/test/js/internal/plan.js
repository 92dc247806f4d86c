'use strict';

/** `t.plan()`: how many assertions and subtests there have to be. */

const { clearTimeout, setTimeout } = require('node:timers');
const { codes } = require('internal:shared/errors');
const { validateNumber, validateObject, validateUint32 } = require('internal:shared/validators');
const { FailureType, failure } = require('internal:test/failure');
const { MOST_MILLISECONDS } = require('internal:test/limits');

class Plan {
  #count = 0;
  #whenMet;

  constructor(expected, options = {}) {
    validateUint32(expected, 'count');
    validateObject(options, 'options');
    this.expected = expected;
    this.wait = readWait(options.wait);
  }

  /** One more assertion or subtest. */
  add() {
    this.#count++;
    if (this.#count === this.expected) this.#whenMet?.resolve();
  }

  /** Throws, or with `wait` rejects when the time is over, where the count is another. */
  check() {
    if (this.#count === this.expected) return undefined;
    if (this.wait === false || this.#count > this.expected) throw this.#mismatch();
    return this.#waitUntilMet();
  }

  async #waitUntilMet() {
    this.#whenMet = Promise.withResolvers();
    const { promise, reject } = this.#whenMet;
    const timer = this.wait === true
      ? undefined
      : setTimeout(
        () => reject(failure(`plan timed out after ${this.wait}ms with ${this.#count} assertions when expecting ${this.expected}`, FailureType.timeout)),
        this.wait,
      );
    try {
      await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #mismatch() {
    return failure(`plan expected ${this.expected} assertions but received ${this.#count}`, FailureType.testCode);
  }
}

function readWait(wait) {
  if (wait === undefined || typeof wait === 'boolean') return wait ?? false;
  if (typeof wait !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('options.wait', ['boolean', 'number'], wait);
  validateNumber(wait, 'options.wait', 0, MOST_MILLISECONDS);
  return wait;
}

module.exports = { Plan };
