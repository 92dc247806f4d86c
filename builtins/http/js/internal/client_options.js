'use strict';

/** The arguments of `http.request`: a URL, an options object, or both. */

const { URL, urlToHttpOptions } = require('node:url');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateInteger } = require('internal:shared/validators');
const grammar = require('internal:http/grammar');

const forbiddenInPath = /[^\u0021-\u00ff]/;

/** @returns {[options: object, callback: Function | undefined]} */
function normalize(input, options, callback) {
  if (typeof input === 'string') {
    input = urlToHttpOptions(new URL(input));
  } else if (isUrl(input)) {
    input = urlToHttpOptions(input);
  } else {
    callback = options;
    options = input;
    input = null;
  }
  if (typeof options === 'function') {
    callback = options;
    options = input || {};
  } else {
    options = Object.assign(input || {}, options);
  }
  return [options, callback];
}

function isUrl(value) {
  return value instanceof URL || Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

/** The agent to use; `undefined` for a connection of its own. */
function chooseAgent(options, defaultAgent) {
  const { agent } = options;
  if (agent === false) return new defaultAgent.constructor();
  if (agent === null || agent === undefined) return typeof options.createConnection === 'function' ? undefined : defaultAgent;
  if (typeof agent.addRequest !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
}

function validatePath(path) {
  const text = String(path);
  if (forbiddenInPath.test(text)) throw new codes.ERR_UNESCAPED_CHARACTERS('Request path');
  return text;
}

function chooseMethod(method) {
  if (method !== null && method !== undefined && typeof method !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.method', 'string', method);
  }
  if (!method) return 'GET';
  if (!grammar.isToken(method)) throw new codes.ERR_INVALID_HTTP_TOKEN('Method', method);
  return method.toUpperCase();
}

/** Checks the options that reach the parser and sets them on `request`. */
function storeParserOptions(request, options) {
  const { maxHeaderSize, insecureHTTPParser, joinDuplicateHeaders } = options;
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  if (joinDuplicateHeaders !== undefined) validateBoolean(joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  request.maxHeaderSize = maxHeaderSize;
  request.insecureHTTPParser = insecureHTTPParser;
  request.joinDuplicateHeaders = joinDuplicateHeaders;
}

/** The Host field for a target; IPv6 addresses stand in brackets, the usual port is left out. */
function hostField(host, port, defaultPort) {
  const isIpv6 = host.includes(':') && host.indexOf(':') !== host.lastIndexOf(':') && !host.startsWith('[');
  const name = isIpv6 ? `[${host}]` : host;
  return port && +port !== defaultPort ? `${name}:${port}` : name;
}

function basicAuthorization(auth) {
  return `Basic ${Buffer.from(auth).toString('base64')}`;
}

module.exports = { basicAuthorization, chooseAgent, chooseMethod, hostField, normalize, storeParserOptions, validatePath };
