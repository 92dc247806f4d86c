'use strict';

/**
 * The parts of the HTTP grammar that JavaScript checks before it writes: header names, header values, and the texts with a meaning of
 * their own in `Connection` and `Transfer-Encoding`.
 */

const { codes } = require('internal:shared/errors');

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const forbiddenInValue = /[^\t\x20-\x7e\x80-\xff]/;

/** Whether `value` is a `token` of RFC 9110 section 5.6.2. */
function isToken(value) {
  return typeof value === 'string' && token.test(value);
}

/** Whether a header value holds a byte that may not stand on the wire. */
function hasForbiddenByte(value) {
  return forbiddenInValue.test(value);
}

/** @param {string} name @param {string} [label] */
function validateHeaderName(name, label) {
  if (!isToken(name) || name === '') {
    throw trimStack(new codes.ERR_INVALID_HTTP_TOKEN(label || 'Header name', name), validateHeaderName);
  }
}

/** @param {string} name @param {unknown} value */
function validateHeaderValue(name, value) {
  if (value === undefined) throw trimStack(new codes.ERR_HTTP_INVALID_HEADER_VALUE(value, name), validateHeaderValue);
  if (hasForbiddenByte(value)) throw trimStack(new codes.ERR_INVALID_CHAR('header content', name), validateHeaderValue);
}

function trimStack(error, above) {
  Error.captureStackTrace(error, above);
  return error;
}

/**
 * The lower-cased names of an `uniqueHeaders` option, or null.
 * @param {unknown} headers
 */
function parseUniqueHeadersOption(headers) {
  if (!Array.isArray(headers)) return null;
  return new Set(headers.map((name) => name.toLowerCase()));
}

/** Lower-cases header names. Real traffic uses a few dozen spellings, so they are remembered; the bound keeps an attacker's out. */
const lowered = new Map();
const REMEMBERED_NAMES = 512;

function lowerCaseName(name) {
  const known = lowered.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  if (lowered.size < REMEMBERED_NAMES && name.length < 64) lowered.set(name, lower);
  return lower;
}

/** The current second as `Date` field text. */
let dateText = '';
let dateSecond = -1;

function utcDate() {
  const now = Date.now();
  const second = Math.floor(now / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(now).toUTCString();
  }
  return dateText;
}

module.exports = {
  chunkedExpression: /(?:^|\W)chunked(?:$|\W)/i,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
  closeExpression: /(?:^|\W)close(?:$|\W)/i,
  hasForbiddenByte,
  isToken,
  lowerCaseName,
  parseUniqueHeadersOption,
  utcDate,
  validateHeaderName,
  validateHeaderValue,
  validateHost,
};

/** @param {unknown} host @param {string} name */
function validateHost(host, name) {
  if (host !== null && host !== undefined && typeof host !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'undefined', 'null'], host);
  }
  return host;
}
