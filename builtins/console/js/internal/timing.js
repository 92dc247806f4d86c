'use strict';

/** How a duration reads. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * `12.5ms`, `1.005s`, `2:03.050 (m:ss.mmm)`, `1:02:03.050 (h:mm:ss.mmm)`.
 * @param {number} milliseconds
 */
function formatTime(milliseconds) {
  if (milliseconds < SECOND) return `${Number(milliseconds.toFixed(3))}ms`;
  if (milliseconds < MINUTE) return `${(milliseconds / SECOND).toFixed(3)}s`;
  const seconds = ((milliseconds % MINUTE) / SECOND).toFixed(3).padStart(6, '0');
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  if (milliseconds < HOUR) return `${minutes}:${seconds} (m:ss.mmm)`;
  return `${Math.floor(milliseconds / HOUR)}:${`${minutes}`.padStart(2, '0')}:${seconds} (h:mm:ss.mmm)`;
}

module.exports = { formatTime };
