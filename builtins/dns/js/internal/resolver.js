'use strict';

/** Queries to name servers, as methods of the two classes `Resolver` and as functions of a default resolver. */

const process = require('internal:process/object');
const { requestCallback } = require('internal:async_hooks/resources');
const { codes, dnsException } = require('internal:shared/errors');
const { validateArray, validateFunction, validateString } = require('internal:shared/validators');
const { beforeSnapshot } = require('internal:shared/snapshot_steps');
const { ResolverBase } = require('internal:dns/servers');
const { numberOf, valuesOf } = require('internal:dns/records');
const { toAscii } = require('internal:dns/lookup');
const { measured } = require('internal:dns/measure');

/** Methods by the kind of record. */
const METHODS = {
  ANY: 'resolveAny', A: 'resolve4', AAAA: 'resolve6', CAA: 'resolveCaa', CNAME: 'resolveCname', MX: 'resolveMx', NS: 'resolveNs',
  TLSA: 'resolveTlsa', TXT: 'resolveTxt', SRV: 'resolveSrv', PTR: 'resolvePtr', NAPTR: 'resolveNaptr', SOA: 'resolveSoa',
};

/** The object that a method with a callback returns. */
class QueryReqWrap {
  constructor(bindingName, callback, hostname, ttl) {
    this.bindingName = bindingName;
    this.callback = callback;
    this.hostname = hostname;
    this.ttl = ttl;
  }
}

/** `queryAaaa` for AAAA. */
function syscallOf(kind) {
  return `query${kind[0]}${kind.slice(1).toLowerCase()}`;
}

/**
 * Asks for the records of one kind.
 * @param {ResolverBase} resolver @param {string} kind @param {string} name @param {boolean} ttl
 * @param {(error: Error | null, values?: unknown) => void} callback
 */
function query(resolver, kind, name, ttl, callback) {
  const syscall = syscallOf(kind);
  const done = measured(syscall, { host: name, ttl }, callback, (result) => ({ result }));
  ask(resolver, toAscii(name), numberOf(kind), (code, rows) => {
    const values = code === undefined ? valuesOf(rows, kind, ttl) : undefined;
    if (values === undefined) done(dnsException(code ?? 'ENODATA', syscall, name));
    else done(null, values);
  });
}

/** Names under `.onion` are not for name servers (RFC 7686). */
const ONION = /(?:^|\.)onion\.?$/i;

function ask(resolver, name, number, done) {
  if (ONION.test(name)) process.nextTick(done, 'ENOTFOUND');
  else if (!resolver._handle.query(name, number, requestCallback(null, 'QUERYWRAP', done))) process.nextTick(done, 'EBADNAME');
}

function checkName(name) {
  validateString(name, 'name');
  if (name.includes('\0')) throw new codes.ERR_INVALID_ARG_VALUE('name', name, 'must be a string without null bytes');
}

// --- Names of an address -------------------------------------------------------------------------------------------------

/** First the hosts file, then the name servers. */
function reverse(resolver, address, callback) {
  const zone = reverseName(address);
  if (zone === undefined) throw dnsException(UV_EINVAL, 'getHostByAddr', address);
  const done = measured('getHostByAddr', { host: address, ttl: false }, callback, (result) => ({ result }));
  binding.readHosts((error, text) => {
    if (error?.code === 'ERR_ACCESS_DENIED') {
      done(dnsException(error.code, 'getHostByAddr', address));
      return;
    }
    const names = error ? [] : namesInHosts(text, address);
    if (names.length > 0) {
      done(null, names);
      return;
    }
    ask(resolver, zone, numberOf('PTR'), (code, rows) => {
      const found = code === undefined ? valuesOf(rows, 'PTR', false) : undefined;
      if (found === undefined) done(dnsException(code ?? 'ENOTFOUND', 'getHostByAddr', address));
      else done(null, found);
    });
  });
}

const UV_EINVAL = -22;

function namesInHosts(text, address) {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/[ \t]+/));
  return lines.filter(([first]) => first === address).flatMap(([, ...names]) => names);
}

/** `4.3.2.1.in-addr.arpa` and its like; undefined for a text that is no address. */
function reverseName(address) {
  const { isIP } = require('internal:net/ip');
  const family = isIP(address);
  if (family === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  if (family === 6) return `${digitsOf(address).reverse().join('.')}.ip6.arpa`;
  return undefined;
}

/** The 32 digits of an IPv6 address. */
function digitsOf(address) {
  const plain = address.replace(/%.*$/, '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (match, a, b, c, d) => (
    `${(a * 256 + +b).toString(16)}:${(c * 256 + +d).toString(16)}`
  ));
  const [head, tail = ''] = plain.split('::');
  const groups = (text) => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...(plain.includes('::') ? zeros : []), ...last].flatMap((group) => [...group.padStart(4, '0')]);
}

// --- With callbacks ------------------------------------------------------------------------------------------------------

class Resolver extends ResolverBase {}

/** With promises. Programs see both classes under one name. */
class PromiseResolver extends ResolverBase {}
Object.defineProperty(PromiseResolver, 'name', { __proto__: null, value: 'Resolver', configurable: true });

function define(Class, name, value, shown) {
  Object.defineProperty(value, 'name', { __proto__: null, value: shown, configurable: true });
  Object.defineProperty(Class.prototype, name, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
}

for (const [kind, method] of Object.entries(METHODS)) {
  const syscall = syscallOf(kind);
  define(Resolver, method, function (name, options, callback = options) {
    checkName(name);
    validateFunction(callback, 'callback');
    const ttl = Boolean(options?.ttl);
    query(this, kind, name, ttl, callback);
    return new QueryReqWrap(syscall, callback, name, ttl);
  }, syscall);
  define(PromiseResolver, method, function (name, options) {
    checkName(name);
    return new Promise((fulfil, reject) => {
      query(this, kind, name, Boolean(options?.ttl), (error, values) => (error ? reject(error) : fulfil(values)));
    });
  }, syscall);
}

define(Resolver, 'reverse', function (name, callback) {
  validateString(name, 'name');
  validateFunction(callback, 'callback');
  reverse(this, name, callback);
  return new QueryReqWrap('getHostByAddr', callback, name, false);
}, 'getHostByAddr');

define(PromiseResolver, 'reverse', function (name) {
  validateString(name, 'name');
  return new Promise((fulfil, reject) => {
    reverse(this, name, (error, names) => (error ? reject(error) : fulfil(names)));
  });
}, 'getHostByAddr');

/** `(name[, record], callback)` */
define(Resolver, 'resolve', function (name, record, callback) {
  if (typeof record === 'function') return this.resolve4(name, record);
  return this[methodOf(record)](name, callback);
}, 'resolve');

define(PromiseResolver, 'resolve', function (name, record) {
  return record === undefined ? this.resolve4(name) : this[methodOf(record)](name);
}, 'resolve');

function methodOf(record) {
  if (typeof record !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('rrtype', 'string', record);
  if (!Object.hasOwn(METHODS, record)) throw new codes.ERR_INVALID_ARG_VALUE('rrtype', record);
  return METHODS[record];
}

// --- The default resolver ------------------------------------------------------------------------------------------------

const NAMES = [...Object.values(METHODS), 'resolve', 'reverse'];
let defaults;
/** What the program has set. @type {string[] | undefined} */
let ownServers;

/** One for callbacks and one for promises; both have the same servers. */
function defaultResolvers() {
  defaults ??= makeDefaults(ownServers);
  return defaults;
}

function makeDefaults(servers) {
  const made = { callback: new Resolver(), promise: new PromiseResolver() };
  if (servers === undefined) return made;
  made.callback.setServers(servers);
  made.promise.setServers(servers);
  return made;
}

// They are native.
beforeSnapshot(() => { defaults = undefined; });

function functionsOf(kind, Class) {
  return Object.fromEntries(NAMES.map((name) => {
    const method = Class.prototype[name];
    const bound = (...args) => Reflect.apply(method, defaultResolvers()[kind], args);
    Object.defineProperty(bound, 'name', { __proto__: null, value: `bound ${method.name}`, configurable: true });
    Object.defineProperty(bound, 'length', { __proto__: null, value: method.length, configurable: true });
    return [name, bound];
  }));
}

function getServers() {
  return defaultResolvers().callback.getServers();
}

/** Queries under way keep their servers: others ask the new ones. @param {string[]} servers */
function setServers(servers) {
  validateArray(servers, 'servers');
  defaults = makeDefaults(servers);
  ownServers = [...servers];
}

module.exports = {
  Resolver,
  PromiseResolver,
  callbackMethods: functionsOf('callback', Resolver),
  promiseMethods: functionsOf('promise', PromiseResolver),
  getServers,
  setServers,
};
