'use strict';

/** Which texts are IP addresses. */

/** @returns {0 | 4 | 6} */
function isIP(input) {
  return binding.ipVersion(`${input}`);
}

function isIPv4(input) {
  return isIP(input) === 4;
}

function isIPv6(input) {
  return isIP(input) === 6;
}

module.exports = { isIP, isIPv4, isIPv6 };
