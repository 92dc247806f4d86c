'use strict';

/**
 * What the handle of a terminal does beside reading and writing. Packages that ask the user synchronously (readline-sync) call it themselves, on
 * `process.stdin._handle` or on a handle of their own, which they have from `process.binding('tty_wrap')`.
 */

const { byNumber } = require('internal:shared/uv_errors');

const EINVAL = -22;
const ENOTTY = -25;

/** Methods of a handle with an `fd`. Their results are 0 or negative numbers of errors, as libuv has them. */
const methods = {
  /** Raw: every key at once, without echo and signals. @param {boolean} flag */
  setRawMode(flag) {
    return binding.setRawMode(this.fd, Boolean(flag));
  },

  /** Writes columns and rows into `size`. @param {number[]} size */
  getWindowSize(size) {
    const known = binding.windowSize(this.fd);
    if (known === undefined) return ENOTTY;
    ({ 0: size[0], 1: size[1] } = known);
    return 0;
  },
};

/** The class `TTY` of `process.binding('tty_wrap')`. */
class TTY {
  /** @param {number} fd @param {object} [context] is told what failed, if it is an object */
  constructor(fd, context) {
    const isTerminal = binding.isTerminal(fd);
    this.fd = isTerminal ? fd : -1;
    if (!isTerminal && typeof context === 'object' && context !== null) Object.assign(context, initFailure());
  }
}
Object.assign(TTY.prototype, methods);

function initFailure() {
  const { 0: code, 1: message } = byNumber.get(EINVAL);
  return { errno: EINVAL, code, message, syscall: 'uv_tty_init' };
}

module.exports = { methods, TTY };
