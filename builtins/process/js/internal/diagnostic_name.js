'use strict';

/** Names of the files that diagnostics write. */

/**
 * `PREFIX.20260102.030405.PID.THREAD.001.ENDING`; the number counts the files of the process.
 * @param {string} prefix
 * @param {string} ending
 * @returns {string}
 */
function diagnosticName(prefix, ending) {
  return binding.diagnosticName(prefix, ending);
}

module.exports = { diagnosticName };
