'use strict';

/** The clock of performance entries: milliseconds since the process started. */

/** @returns {number} */
function now() {
  return binding.now();
}

/** When the process started, in milliseconds since 1970. @returns {number} */
function timeOrigin() {
  return binding.timeOrigin();
}

module.exports = { now, timeOrigin };
