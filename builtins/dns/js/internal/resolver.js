'use strict';

/**
 * Queries to name servers. They are not there yet: the methods check their arguments as Node does and then say so
 * (ERR_METHOD_NOT_IMPLEMENTED). `lookup` does not depend on them.
 */

const { codes } = require('internal:shared/errors');
const { validateFunction, validateInt32, validateObject, validateOneOf, validateString } = require('internal:shared/validators');
const { getServers, checkServers } = require('internal:dns/servers');

const kServers = Symbol('dns.servers');

/** The methods, by the kind of record. */
const METHODS = [
  'resolve4', 'resolve6', 'resolveAny', 'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa',
  'resolveSrv', 'resolveTlsa', 'resolveTxt', 'reverse',
];
const RECORDS = ['A', 'AAAA', 'ANY', 'CAA', 'CNAME', 'MX', 'NAPTR', 'NS', 'PTR', 'SOA', 'SRV', 'TLSA', 'TXT'];

class Resolver {
  /** @param {{ timeout?: number, tries?: number, maxTimeout?: number }} [options] */
  constructor(options = undefined) {
    const { timeout = -1, tries = 4, maxTimeout = 0 } = options ?? {};
    if (options !== undefined) validateObject(options, 'options');
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    validateInt32(maxTimeout, 'options.maxTimeout', 0);
    this[kServers] = null;
  }

  /** There is no query to cancel. */
  cancel() {}

  getServers() {
    return [...(this[kServers] ?? getServers())];
  }

  setServers(servers) {
    this[kServers] = checkServers(servers);
  }

  setLocalAddress(ipv4, ipv6) {
    validateString(ipv4, 'ipv4');
    if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
  }
}

function notThere(method) {
  return new codes.ERR_METHOD_NOT_IMPLEMENTED(`dns.${method}()`);
}

function callbackMethod(method) {
  const query = function (name, options, callback) {
    validateString(name, 'name');
    validateFunction(typeof options === 'function' ? options : callback, 'callback');
    throw notThere(method);
  };
  return named(query, method);
}

function promiseMethod(method) {
  const query = function (name) {
    validateString(name, 'name');
    return Promise.reject(notThere(method));
  };
  return named(query, method);
}

function named(query, name) {
  Object.defineProperty(query, 'name', { __proto__: null, value: name, configurable: true });
  return query;
}

const callbackMethods = Object.fromEntries(METHODS.map((method) => [method, callbackMethod(method)]));
const promiseMethods = Object.fromEntries(METHODS.map((method) => [method, promiseMethod(method)]));

/** `(name[, record], callback)` */
callbackMethods.resolve = function resolve(name, record, callback) {
  if (typeof record === 'string') validateOneOf(record, 'rrtype', RECORDS);
  else if (typeof record !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('rrtype', 'string', record);
  validateString(name, 'name');
  validateFunction(typeof record === 'function' ? record : callback, 'callback');
  throw notThere('resolve');
};

promiseMethods.resolve = function resolve(name, record = 'A') {
  validateString(name, 'name');
  validateOneOf(record, 'rrtype', RECORDS);
  return Promise.reject(notThere('resolve'));
};

class CallbackResolver extends Resolver {}
class PromiseResolver extends Resolver {}
for (const [Class, methods] of [[CallbackResolver, callbackMethods], [PromiseResolver, promiseMethods]]) {
  Object.defineProperty(Class, 'name', { __proto__: null, value: 'Resolver', configurable: true });
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(Class.prototype, name, { __proto__: null, value, writable: true, configurable: true });
  }
}

module.exports = { CallbackResolver, PromiseResolver, callbackMethods, promiseMethods };
