'use strict';

/** Names of the files that diagnostics write. */

const process = require('internal:process/object');

/**
 * `PREFIX.20260102.030405.PID.THREAD.001.ENDING`; the number counts the files of the process.
 * @param {string} prefix
 * @param {string} ending
 * @returns {string}
 */
function diagnosticName(prefix, ending) {
  const { threadId } = require('internal:worker_threads/this_thread');
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const number = String(binding.nextDiagnostic()).padStart(3, '0');
  return `${prefix}.${day}.${time}.${process.pid}.${threadId}.${number}.${ending}`;
}

module.exports = { diagnosticName };
