'use strict';

/** The process-wide defaults of connecting to a name with several addresses. */

const { getOptionValue } = require('internal:process/options');
const { validateBoolean, validateInt32 } = require('internal:shared/validators');

/** An attempt's time without the option, in milliseconds. */
const kAttemptTimeout = 500;
/** No attempt is given less time than this, in milliseconds. */
const kShortestAttempt = 10;

let autoSelectFamily;
let attemptTimeout;

/** The option `--network-family-autoselection`, until it is set. */
function getDefaultAutoSelectFamily() {
  autoSelectFamily ??= getOptionValue('--network-family-autoselection');
  return autoSelectFamily;
}

/** @param {boolean} value */
function setDefaultAutoSelectFamily(value) {
  validateBoolean(value, 'value');
  autoSelectFamily = value;
}

/** The option `--network-family-autoselection-attempt-timeout`, until it is set. */
function getDefaultAutoSelectFamilyAttemptTimeout() {
  attemptTimeout ??= Math.max(getOptionValue('--network-family-autoselection-attempt-timeout') || kAttemptTimeout, kShortestAttempt);
  return attemptTimeout;
}

/** @param {number} value milliseconds */
function setDefaultAutoSelectFamilyAttemptTimeout(value) {
  validateInt32(value, 'value', 1);
  attemptTimeout = Math.max(value, kShortestAttempt);
}

module.exports = {
  kShortestAttempt,
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
