'use strict';

/** Lookups through the system's resolver: hosts file, name servers, whatever the machine is set up for. */

const process = require('internal:process/object');
const { requestCallback } = require('internal:async_hooks/resources');
const { codes, dnsException } = require('internal:shared/errors');
const { validateBoolean, validateFunction, validateNumber, validateOneOf, validatePort, validateString } = require('internal:shared/validators');
const { customPromisifyArgs } = require('internal:shared/constants');
const { isIP } = require('internal:net/ip');
const { measured } = require('internal:dns/measure');
const { getDefaultResultOrder, ORDERS, sortAddresses } = require('internal:dns/order');

/** Flags of `getaddrinfo`. */
const V4MAPPED = 8;
const ALL = 16;
const ADDRCONFIG = 32;

const FAMILIES = [0, 4, 6];

/** The object a lookup returns. */
class GetAddrInfoReqWrap {
  constructor(hostname, family) {
    this.family = family;
    this.hostname = hostname;
  }
}

/** @param {string} hostname @param {number | object | Function} options @param {Function} [callback] */
function lookup(hostname, options, callback) {
  if (hostname) validateString(hostname, 'hostname');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  } else {
    checkCallback(options, callback, arguments.length);
  }
  const query = queryOf(hostname, options);
  if (!hostname) throw emptyName(hostname);
  const known = answerWithoutQuestion(hostname);
  if (known !== undefined) {
    if (query.all) process.nextTick(callback, null, known);
    else process.nextTick(callback, null, known[0].address, known[0].family);
    return {};
  }
  const request = new GetAddrInfoReqWrap(hostname, query.family);
  resolve(hostname, query, (error, found) => {
    if (error) callback(error);
    else if (query.all) callback(null, found);
    else callback(null, found[0].address, found[0].family);
  });
  return request;
}

function checkCallback(options, callback, count) {
  const isOptions = options === undefined || options === null || typeof options === 'object' || typeof options === 'number';
  if (isOptions) {
    validateFunction(callback, 'callback');
    return;
  }
  validateFunction(count === 2 ? options : callback, 'callback');
  throw new codes.ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
}

/** `dns.promises.lookup`. @returns {Promise<{ address: string, family: number } | { address: string, family: number }[]>} */
function lookupPromise(hostname, options) {
  if (hostname) validateString(hostname, 'hostname');
  if (options != null && typeof options !== 'object' && typeof options !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  }
  const query = queryOf(hostname, options);
  if (!hostname) return Promise.reject(emptyName(hostname));
  const known = answerWithoutQuestion(hostname);
  if (known !== undefined) {
    return Promise.resolve(query.all ? known : known[0]);
  }
  return new Promise((fulfil, reject) => {
    resolve(hostname, query, (error, found) => {
      if (error) reject(error);
      else fulfil(query.all ? found : found[0]);
    });
  });
}

/** Checks the options. @returns {{ family: 0 | 4 | 6, hints: number, all: boolean, order: string }} */
function queryOf(hostname, options) {
  const query = { family: 0, hints: 0, all: false, order: getDefaultResultOrder() };
  if (typeof options === 'number') {
    validateOneOf(options, 'family', FAMILIES);
    query.family = options;
  } else if (options != null) {
    readOptions(query, options);
  }
  if (typeof hostname === 'string' && hostname.includes('\0')) {
    throw new codes.ERR_INVALID_ARG_VALUE('hostname', hostname, 'must be a string without null bytes');
  }
  return query;
}

function readOptions(query, { family, hints, all, verbatim, order }) {
  if (hints != null) {
    validateNumber(hints, 'options.hints');
    query.hints = hints >>> 0;
    if ((query.hints & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0) throw new codes.ERR_INVALID_ARG_VALUE('hints', query.hints);
  }
  if (family != null) query.family = familyOf(family);
  if (all != null) {
    validateBoolean(all, 'options.all');
    query.all = all;
  }
  if (verbatim != null) {
    validateBoolean(verbatim, 'options.verbatim');
    query.order = verbatim ? 'verbatim' : 'ipv4first';
  }
  if (order != null) {
    validateOneOf(order, 'options.order', ORDERS);
    query.order = order;
  }
}

function familyOf(family) {
  if (family === 'IPv4') return 4;
  if (family === 'IPv6') return 6;
  validateOneOf(family, 'options.family', FAMILIES);
  return family;
}

/** What needs no resolver: an address is its own. */
function answerWithoutQuestion(hostname) {
  const family = isIP(hostname);
  return family ? [{ address: hostname, family }] : undefined;
}

function emptyName(hostname) {
  return new codes.ERR_INVALID_ARG_VALUE('hostname', hostname, 'must be a non-empty string');
}

function resolve(hostname, { family, hints, order, all }, callback) {
  const detail = { hostname, family, hints, verbatim: order === 'verbatim', order };
  const done = measured('lookup', detail, callback, (found) => ({ addresses: all ? found : found.map(({ address }) => address) }));
  const found = requestCallback(null, 'GETADDRINFOREQWRAP', (errno, addresses) => {
    if (errno) {
      done(dnsException(errno, 'getaddrinfo', hostname));
      return;
    }
    const sorted = sortAddresses(addresses, order, isIP);
    done(null, sorted.map((address) => ({ address, family: isIP(address) })));
  });
  binding.getaddrinfo(toAscii(hostname), family, hints, found);
}

/** The name as name servers know it. */
function toAscii(hostname) {
  if (!/[^\x00-\x7f]/.test(hostname)) return hostname;
  return require('node:url').domainToASCII(hostname);
}

// --- Names of addresses --------------------------------------------------------------------------------------------------

/** @param {string} address @param {number} port @param {(error: Error | null, hostname?: string, service?: string) => void} callback */
function lookupService(address, port, callback) {
  if (arguments.length !== 3) throw new codes.ERR_MISSING_ARGS('address', 'port', 'callback');
  checkService(address, port);
  validateFunction(callback, 'callback');
  nameOf(address, port, (error, names) => {
    if (error) callback(error);
    else callback(null, names[0], names[1]);
  });
}

/** `dns.promises.lookupService`. */
function lookupServicePromise(address, port) {
  if (arguments.length !== 2) throw new codes.ERR_MISSING_ARGS('address', 'port');
  checkService(address, port);
  return new Promise((fulfil, reject) => {
    nameOf(address, port, (error, names) => {
      if (error) reject(error);
      else fulfil({ hostname: names[0], service: names[1] });
    });
  });
}

function checkService(address, port) {
  validateString(address, 'address');
  if (isIP(address) === 0) throw new codes.ERR_INVALID_ARG_VALUE('address', address);
  validatePort(port);
}

function nameOf(address, port, callback) {
  const detail = { host: address, port: Number(port) };
  const done = measured('lookupService', detail, callback, ([hostname, service]) => ({ hostname, service }));
  const found = requestCallback(null, 'GETNAMEINFOREQWRAP', (errno, names) => {
    if (errno) done(dnsException(errno, 'getnameinfo', address));
    else done(null, names);
  });
  binding.getnameinfo(address, Number(port), found);
}

/** What `util.promisify` resolves with. */
Object.defineProperty(lookup, customPromisifyArgs, { __proto__: null, value: ['address', 'family'] });
Object.defineProperty(lookupService, customPromisifyArgs, { __proto__: null, value: ['hostname', 'service'] });

module.exports = { lookup, lookupPromise, lookupService, lookupServicePromise, toAscii, ADDRCONFIG, ALL, V4MAPPED };
