'use strict';

/** File paths and `file:` URLs. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const { URL, isURL } = require('internal:url/url');

/** What a path may hold that a URL's path may not. */
const kEscapes = { '%': '%25', '\\': '%5C', '\n': '%0A', '\r': '%0D', '\t': '%09', '?': '%3F', '#': '%23' };

function isUrlLike(value) {
  return isURL(value) || Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function requireFileURL(path) {
  const url = typeof path === 'string' ? new URL(path) : path;
  if (!isUrlLike(url)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (url.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
  return url;
}

/** @param {string | URL} path @param {{ windows?: boolean }} [options] */
function fileURLToPath(path, options = undefined) {
  const url = requireFileURL(path);
  if (options?.windows ?? process.platform === 'win32') return windowsPath(url, decodeURIComponent);
  return decodeURIComponent(posixPathname(url));
}

/** The same as bytes, for names that are not UTF-8. */
function fileURLToPathBuffer(path, options = undefined) {
  const url = requireFileURL(path);
  const { unescapeBuffer } = require('node:querystring');
  if (options?.windows ?? process.platform === 'win32') return Buffer.from(windowsPath(url, (text) => unescapeBuffer(text).toString('latin1')), 'latin1');
  return unescapeBuffer(posixPathname(url));
}

function posixPathname(url) {
  if (url.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(process.platform);
  if (/%2f/i.test(url.pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters', url.href);
  return url.pathname;
}

function windowsPath(url, decode) {
  if (/%2f|%5c/i.test(url.pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters', url.href);
  const pathname = decode(url.pathname.replaceAll('/', '\\'));
  if (url.hostname !== '') return `\\\\${domainToUnicode(url.hostname)}${pathname}`;
  if (!/^\\[A-Za-z]:/.test(pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must be absolute', url.href);
  return pathname.slice(1);
}

/** @param {string} path @param {{ windows?: boolean }} [options] @returns {URL} */
function pathToFileURL(path, options = undefined) {
  validateString(path, 'path');
  const nodePath = require('node:path');
  const isWindows = options?.windows ?? process.platform === 'win32';
  const paths = isWindows ? nodePath.win32 : nodePath.posix;
  if (isWindows && path.startsWith('\\\\')) return uncToURL(path, paths);
  let resolved = paths.resolve(path);
  // resolve() takes a trailing separator off, which a URL keeps.
  if (/[/\\]$/.test(path) && path.length > 0 && (isWindows || path.endsWith('/')) && !resolved.endsWith(paths.sep)) resolved += '/';
  const escaped = resolved.replace(isWindows ? /[%\n\r\t?#]/g : /[%\\\n\r\t?#]/g, (character) => kEscapes[character]);
  return new URL(`file://${isWindows ? `/${escaped.replaceAll('\\', '/')}` : escaped}`);
}

function uncToURL(path, paths) {
  const rest = path.slice(2);
  const end = rest.indexOf('\\');
  if (end === -1) throw new codes.ERR_INVALID_ARG_VALUE('path', path, 'Missing UNC resource path');
  if (end === 0) throw new codes.ERR_INVALID_ARG_VALUE('path', path, 'Empty UNC servername');
  const url = new URL('file:///');
  url.hostname = domainToASCII(rest.slice(0, end));
  url.pathname = paths.normalize(rest.slice(end)).replaceAll('\\', '/');
  return url;
}

function domainToASCII(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  return binding.domainToAscii(`${domain}`.toWellFormed());
}

function domainToUnicode(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  return binding.domainToUnicode(`${domain}`.toWellFormed());
}

/** The options of `http.request()` for a URL. @param {URL} url */
function urlToHttpOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname?.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

module.exports = { fileURLToPath, fileURLToPathBuffer, pathToFileURL, domainToASCII, domainToUnicode, urlToHttpOptions };
