'use strict';

// `node:url`: the URL classes, file URLs, and the legacy functions.

const process = require('internal:process/object');
const { codes: { ERR_MISSING_ARGS } } = require('internal:shared/errors');
const { isInsideNodeModules } = require('internal:shared/inside_node_modules');
const { fileURLToPath, fileURLToPathBuffer, pathToFileURL, urlToHttpOptions } = require('internal:url/file_url');
const legacy = require('internal:url/legacy');
const { URL, URLSearchParams, isURL } = require('internal:url/url');

let warned = false;

function urlParse(url, parseQueryString, slashesDenoteHost) {
  if (!warned && !isInsideNodeModules()) {
    warned = true;
    process.emitWarning('`url.parse()` behavior is not standardized and prone to errors that have security implications. ' +
                        'Use the WHATWG URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.',
                        'DeprecationWarning', 'DEP0169');
  }
  return legacy.parse(url, parseQueryString, slashesDenoteHost);
}

function urlFormat(urlObject, options) {
  return isURL(urlObject) ? require('internal:url/format').formatURL(urlObject, options) : legacy.format(urlObject);
}

function urlResolve(source, relative) {
  return legacy.parse(source, false, true).resolve(relative);
}

function urlResolveObject(source, relative) {
  return source ? legacy.parse(source, false, true).resolveObject(relative) : relative;
}

function domainToASCII(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return binding.domainToAscii(`${domain}`.toWellFormed());
}

function domainToUnicode(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return binding.domainToUnicode(`${domain}`.toWellFormed());
}

module.exports = {
  Url: legacy.Url,
  parse: urlParse,
  resolve: urlResolve,
  resolveObject: urlResolveObject,
  format: urlFormat,
  URL,
  URLPattern: undefined,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer,
  urlToHttpOptions,
};

// Few programs use it; loaded when first read.
Object.defineProperty(module.exports, 'URLPattern', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return require('internal:url/pattern').URLPattern;
  },
});
