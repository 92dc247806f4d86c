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

/** The one way to write an address; undefined for a text that is none. */
function canonicalIp(text) {
  return binding.canonicalIp(text, isIP(text));
}

module.exports = { canonicalIp, isIP, isIPv4, isIPv6 };
