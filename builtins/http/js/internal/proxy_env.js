'use strict';

/**
 * Proxies that the environment names: `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, the lower-case names first. `fetch` and the agents of
 * `http` and `https` use them when `NODE_USE_ENV_PROXY=1` or `--use-env-proxy` says so.
 */

const { URL } = require('internal:url/url');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');
const { isIP, isIPv4, BlockList } = require('node:net');

/** @typedef {{ http_proxy?: string, https_proxy?: string, no_proxy?: string, HTTP_PROXY?: string, HTTPS_PROXY?: string, NO_PROXY?: string }} ProxyEnvironment */

/** A proxy, and how requests reach it. */
class ProxyServer {
  /** @param {string} text its URL, `http:` where it has no scheme */
  constructor(text) {
    const url = parseProxy(text);
    this.href = url.href;
    /** The URL without what is secret in it, for messages. */
    this.shown = withoutCredentials(url.href);
    this.protocol = url.protocol;
    this.hostname = url.hostname[0] === '[' ? url.hostname.slice(1, -1) : url.hostname;
    this.port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
    /** The value of `proxy-authorization`. @type {string | undefined} */
    this.authorization = authorizationOf(url);
  }
}

function parseProxy(text) {
  if (/[\r\n]/.test(text)) throw new codes.ERR_PROXY_INVALID_CONFIG(`Invalid proxy URL: ${withoutCredentials(text)}`);
  let url;
  let cause;
  try {
    url = new URL(text);
  } catch (error) {
    // Not the error itself: it shows the text, which may hold a password.
    cause = new TypeError(error.message);
  }
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  const error = new codes.ERR_PROXY_INVALID_CONFIG(`Invalid proxy URL: ${withoutCredentials(text)}`);
  error.cause = cause;
  throw error;
}

function withoutCredentials(text) {
  return text.replace(/\/\/[^/@]*@/, '//');
}

function authorizationOf({ username, password }) {
  if (username === '' && password === '') return undefined;
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${require('node:buffer').Buffer.from(plain).toString('base64')}`;
}

/** What a connection to the proxy has in common with one to the target: nothing that says who the client is. */
const kShared = ['ca', 'family', 'hints', 'keepAlive', 'keepAliveInitialDelay', 'localAddress', 'localPort', 'lookup', 'noDelay', 'signal'];

/** A connection to the proxy. @param {ProxyServer} proxy @param {object} options of the connection to the target */
function connectToProxy(proxy, options) {
  const own = { host: proxy.hostname, port: proxy.port };
  for (const name of kShared) if (options[name] !== undefined) own[name] = options[name];
  if (proxy.protocol !== 'https:') return require('node:net').createConnection(own);
  return require('node:tls').connect({ ...own, servername: isIP(proxy.hostname) ? '' : proxy.hostname });
}

/** Which requests go through which proxy. */
class ProxyRules {
  /** @param {ProxyEnvironment} env */
  constructor(env) {
    const http = env.http_proxy || env.HTTP_PROXY;
    const https = env.https_proxy || env.HTTPS_PROXY;
    this.http = http ? new ProxyServer(http) : null;
    this.https = https ? new ProxyServer(https) : null;
    const exceptions = env.no_proxy ?? env.NO_PROXY ?? '';
    // As in Node, `fetch` reads the list more loosely than the agents.
    this.exceptions = {
      agent: exceptions.split(',').map((entry) => entry.trim()).filter(Boolean).map((entry) => exceptionOf(entry, strictHost)),
      fetch: exceptions.split(/[\s,]+/).filter(Boolean).map((entry) => exceptionOf(entry, looseHost)),
    };
  }

  /**
   * @param {'http:' | 'https:'} protocol @param {string} hostname @param {number} port @param {'agent' | 'fetch'} asker
   * @returns {ProxyServer | null}
   */
  proxyFor(protocol, hostname, port, asker) {
    const proxy = protocol === 'https:' ? this.https : this.http;
    return proxy === null || this.exceptions[asker].some((excepts) => excepts(hostname, port)) ? null : proxy;
  }
}

/** An entry of `NO_PROXY` as a predicate of host and port. */
function exceptionOf(entry, hostException) {
  if (entry === '*') return () => true;
  const range = /^([\d.]+)-([\d.]+)$/.exec(entry);
  if (range !== null && isIPv4(range[1]) && isIPv4(range[2])) return rangeException(range[1], range[2]);
  const { host, port: onlyPort } = splitPort(entry.toLowerCase());
  const matches = hostException(host);
  return (hostname, port) => (onlyPort === null || onlyPort === port) && matches(hostname.toLowerCase());
}

function rangeException(first, last) {
  const list = new BlockList();
  list.addRange(first, last);
  return (hostname) => isIPv4(hostname) && list.check(hostname);
}

function splitPort(entry) {
  const match = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry);
  return match === null ? { host: entry, port: null } : { host: match[1], port: Number(match[2]) };
}

/** `example.com` is that host, `.example.com` it and the hosts below it, `*.example.com` only those. */
function strictHost(host) {
  if (host.startsWith('*.')) return (hostname) => hostname.endsWith(host.slice(1));
  if (!host.startsWith('.')) return (hostname) => hostname === host;
  return (hostname) => hostname.endsWith(host) || hostname === host.slice(1);
}

/** Here `*.example.com` is `.example.com`, and an IPv6 address may have brackets. */
function looseHost(host) {
  const bare = host[0] === '[' ? host.slice(1, -1) : host;
  if (isIP(bare) !== 0) return (hostname) => hostname === host || hostname === bare;
  return strictHost(host.startsWith('*.') ? host.slice(1) : host);
}

/** @type {ProxyRules | null | undefined} undefined until the environment was looked at */
let current;

/** The rules for the whole process, or null. */
function globalProxyRules() {
  if (current === undefined) current = usesEnvironment() ? rulesOf(process.env) : null;
  return current;
}

function usesEnvironment() {
  if (require('internal:process/options').getOptionValue('--use-env-proxy')) return true;
  return process.env.NODE_USE_ENV_PROXY === '1' && !process.execArgv.includes('--no-use-env-proxy');
}

/** @param {ProxyEnvironment} env @returns {ProxyRules | null} null where it names no proxy */
function rulesOf(env) {
  const rules = new ProxyRules(env);
  return rules.http === null && rules.https === null ? null : rules;
}

/**
 * `http.setGlobalProxyFromEnv()`: other proxies for the process.
 * @param {ProxyEnvironment} env
 * @returns {() => void} puts those before back
 */
function setGlobalProxyFromEnv(env = process.env) {
  validateObject(env, 'proxyEnv');
  const rules = rulesOf(env);
  if (rules === null) return () => {};
  const before = globalProxyRules();
  current = rules;
  return () => { current = before; };
}

module.exports = { connectToProxy, globalProxyRules, rulesOf, setGlobalProxyFromEnv };
