'use strict';

/** JSON-RPC's code of a call whose parameters are wrong. */
const kInvalidParams = -32602;

/** JSON-RPC's code of a call that the server refuses. */
const kServerError = -32000;

/** What a call of the protocol is answered with when it has no result. */
class DomainError extends Error {
  /** @param {string} message @param {number} [code] of JSON-RPC */
  constructor(message, code = kInvalidParams) {
    super(message);
    this.code = code;
  }
}

/** @param {unknown} value @param {'string' | 'boolean' | 'object'} type */
function demand(value, type) {
  if (typeof value !== type || value === null) throw new DomainError('Invalid parameters');
  return value;
}

module.exports = { DomainError, demand, kServerError };
