'use strict';

/**
 * Header blocks: checked and packed into one string for the native side, and made into objects when they come. A packed block has name,
 * value and flag of every field, each ended by NUL.
 */

const { codes } = require('internal:shared/errors');
const { isToken } = require('internal:http/grammar');

const kSensitiveHeaders = Symbol('sensitiveHeaders');

/** Fields that occur once. */
const singleValue = new Set([
  ':status', ':method', ':authority', ':scheme', ':path', ':protocol', 'access-control-allow-credentials', 'access-control-max-age',
  'access-control-request-method', 'age', 'authorization', 'content-encoding', 'content-language', 'content-length', 'content-location',
  'content-md5', 'content-range', 'content-type', 'date', 'dnt', 'etag', 'expires', 'from', 'host', 'if-match', 'if-modified-since',
  'if-none-match', 'if-range', 'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'range',
  'referer', 'retry-after', 'tk', 'upgrade-insecure-requests', 'user-agent', 'x-content-type-options',
]);

const requestPseudo = new Set([':authority', ':method', ':path', ':protocol', ':scheme', ':status']);
const PLAIN = '\0\0';
const SENSITIVE = '\x001\0';
const noNames = new Set();

/** Pseudo-headers of any message. */
function checkPseudo(name) {
  if (!requestPseudo.has(name)) throw new codes.ERR_HTTP2_INVALID_PSEUDOHEADER(name);
}

function checkPseudoResponse(name) {
  if (name !== ':status') throw new codes.ERR_HTTP2_INVALID_PSEUDOHEADER(name);
}

function checkPseudoTrailer(name) {
  throw new codes.ERR_HTTP2_INVALID_PSEUDOHEADER(name);
}

/** A packed block. */
class Block {
  constructor() {
    this.pseudo = '';
    this.text = '';
    this.count = 0;
  }

  get packed() {
    return this.pseudo + this.text;
  }

  add(name, value, neverIndexed) {
    const field = `${name}\0${value}${neverIndexed.has(name) ? SENSITIVE : PLAIN}`;
    if (name[0] === ':') this.pseudo += field;
    else this.text += field;
    this.count++;
  }
}

/**
 * @param {Record<string, unknown>} headers
 * @param {(name: string) => void} checkPseudoHeader throws for pseudo-headers that do not belong
 * @param {boolean} [strict] whether fields of a single value may have several
 * @returns {Block}
 */
function packHeaders(headers, checkPseudoHeader, strict = true) {
  const block = new Block();
  const singles = strict ? new Set() : undefined;
  const neverIndexed = sensitiveNames(headers[kSensitiveHeaders]);
  for (const key in headers) {
    if (!Object.hasOwn(headers, key)) continue;
    const value = headers[key];
    if (value === undefined || key === '') continue;
    packField(block, key.toLowerCase(), value, checkPseudoHeader, singles, neverIndexed);
  }
  return block;
}

/** @param {unknown[]} list names and values in turn */
function packHeaderList(list, checkPseudoHeader, strict = true) {
  const block = new Block();
  const singles = strict ? new Set() : undefined;
  const neverIndexed = sensitiveNames(list[kSensitiveHeaders]);
  for (let i = 0; i + 1 < list.length; i += 2) {
    if (list[i + 1] === undefined || list[i] === '') continue;
    packField(block, String(list[i]).toLowerCase(), list[i + 1], checkPseudoHeader, singles, neverIndexed);
  }
  return block;
}

function sensitiveNames(names) {
  if (!names) return noNames;
  if (!Array.isArray(names)) throw new codes.ERR_INVALID_ARG_VALUE('headers[http2.neverIndex]', names);
  return names.length === 0 ? noNames : new Set(names.map((name) => String(name).toLowerCase()));
}

function packField(block, name, value, checkPseudoHeader, singles, neverIndexed) {
  if (Array.isArray(value)) {
    if (value.length === 0) return;
    if (value.length > 1) {
      if (singles !== undefined && singleValue.has(name)) throw new codes.ERR_HTTP2_HEADER_SINGLE_VALUE(name);
      checkName(name, value, checkPseudoHeader);
      for (const item of value) block.add(name, String(item), neverIndexed);
      return;
    }
    value = value[0];
  }
  const text = String(value);
  if (singles !== undefined && singleValue.has(name)) {
    if (singles.has(name)) throw new codes.ERR_HTTP2_HEADER_SINGLE_VALUE(name);
    singles.add(name);
  }
  checkName(name, text, checkPseudoHeader);
  block.add(name, text, neverIndexed);
}

function checkName(name, value, checkPseudoHeader) {
  if (name[0] === ':') {
    checkPseudoHeader(name);
    return;
  }
  if (!isToken(name)) throw new codes.ERR_INVALID_HTTP_TOKEN('Header name', name);
  if (isConnectionHeader(name, value)) throw new codes.ERR_HTTP2_INVALID_CONNECTION_HEADERS(name);
}

/** Fields about the connection, which HTTP/2 has no place for (RFC 9113 section 8.2.2). */
function isConnectionHeader(name, value) {
  switch (name) {
    case 'connection':
    case 'upgrade':
    case 'http2-settings':
    case 'keep-alive':
    case 'proxy-connection':
    case 'transfer-encoding':
      return true;
    case 'te':
      return value !== 'trailers';
    default:
      return false;
  }
}

/** Names and values in turn. @param {string} text as the native side gives it @returns {string[]} */
function splitBlock(text) {
  return text === '' ? [] : text.split('\0');
}

/** @param {string[]} list names and values in turn @param {string[] | undefined} sensitive */
function toHeaderObject(list, sensitive) {
  const headers = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i];
    const value = name === ':status' ? list[i + 1] | 0 : list[i + 1];
    const known = headers[name];
    if (known === undefined) headers[name] = name === 'set-cookie' ? [value] : value;
    else if (name === 'set-cookie') known.push(value);
    else if (name === 'cookie') headers[name] = `${known}; ${value}`;
    else if (!singleValue.has(name)) headers[name] = `${known}, ${value}`;
  }
  headers[kSensitiveHeaders] = sensitive ?? [];
  return headers;
}

module.exports = {
  checkPseudo,
  checkPseudoResponse,
  checkPseudoTrailer,
  kSensitiveHeaders,
  packHeaderList,
  packHeaders,
  requestPseudo,
  splitBlock,
  toHeaderObject,
};
