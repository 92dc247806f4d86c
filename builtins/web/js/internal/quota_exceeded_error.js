'use strict';

const { DOMException } = require('internal:web/dom_exception');
const { kClone } = require('internal:web/transferable');
const { defineInterface } = require('internal:web/webidl');

/** https://webidl.spec.whatwg.org/#quotaexceedederror */
class QuotaExceededError extends DOMException {
  #quota = null;
  #requested = null;

  /** @param {string} [message] @param {{ quota?: number, requested?: number }} [options] */
  constructor(message = '', options = { __proto__: null }) {
    super(message, 'QuotaExceededError');
    if ('quota' in options) this.#quota = toAmount(options.quota, 'quota');
    if ('requested' in options) this.#requested = toAmount(options.requested, 'requested');
    if (this.#quota !== null && this.#requested !== null && this.#requested < this.#quota) {
      throw new RangeError('options.requested must not be less than options.quota');
    }
  }

  get quota() { return this.#quota; }

  get requested() { return this.#requested; }

  [kClone]() {
    const { name, message, stack, quota, requested } = this;
    return { data: { name, message, stack, quota, requested }, deserializeInfo: 'internal:web/quota_exceeded_error#revive' };
  }
}

defineInterface(QuotaExceededError, ['quota', 'requested']);

function toAmount(value, name) {
  const amount = Number(value);
  if (!Number.isFinite(amount)) throw new TypeError(`Cannot convert options.${name} to a double: the value is ${amount}`);
  if (amount < 0) throw new RangeError(`options.${name} must not be negative`);
  return amount;
}

function revive({ message, stack, quota, requested }) {
  const options = { ...(quota !== null && { quota }), ...(requested !== null && { requested }) };
  const error = new QuotaExceededError(message, options);
  error.stack = stack;
  return error;
}

module.exports = { QuotaExceededError, revive };
