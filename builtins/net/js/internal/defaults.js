'use strict';

/** The process-wide defaults of connecting to a name with several addresses. */

const { validateBoolean, validateInt32 } = require('internal:shared/validators');

/** No attempt is given less time than this, in milliseconds. */
const kShortestAttempt = 10;

let autoSelectFamily = true;
let attemptTimeout = 250;

function getDefaultAutoSelectFamily() {
  return autoSelectFamily;
}

/** @param {boolean} value */
function setDefaultAutoSelectFamily(value) {
  validateBoolean(value, 'value');
  autoSelectFamily = value;
}

function getDefaultAutoSelectFamilyAttemptTimeout() {
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
