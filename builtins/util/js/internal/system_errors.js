'use strict';

/** What an error number of the system is called, for user code. */

const { codes } = require('internal:shared/errors');
const signals = require('internal:shared/signals');
const { validateNumber, validateOneOf } = require('internal:shared/validators');
const uv = require('internal:shared/uv_errors');

function getSystemErrorName(err) {
  checkErrorNumber(err);
  return uv.errorName(err);
}

function getSystemErrorMessage(err) {
  checkErrorNumber(err);
  return uv.errorMessage(err);
}

function getSystemErrorMap() {
  return new Map(uv.byNumber);
}

function checkErrorNumber(err) {
  validateNumber(err, 'err');
  if (err >= 0 || !Number.isSafeInteger(err)) throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', err);
}

/** The exit code that a shell gives a process that the signal ended. */
function convertProcessSignalToExitCode(signalCode) {
  validateOneOf(signalCode, 'signalCode', Object.keys(signals));
  return 128 + signals[signalCode];
}

module.exports = { convertProcessSignalToExitCode, getSystemErrorMap, getSystemErrorMessage, getSystemErrorName };
