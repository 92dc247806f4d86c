'use strict';

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateNumber } = require('internal:shared/validators');

const LONGEST = 2 ** 31 - 1;

/** A checked number of milliseconds, at most what a timer can count. @param {unknown} msecs @param {string} name */
function timerDuration(msecs, name) {
  validateNumber(msecs, name);
  if (msecs < 0 || !Number.isFinite(msecs)) throw new codes.ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  if (msecs <= LONGEST) return msecs;
  process.emitWarning(
    `${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${LONGEST}.`,
    'TimeoutOverflowWarning',
  );
  return LONGEST;
}

module.exports = { timerDuration };
