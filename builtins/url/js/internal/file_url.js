'use strict';

// Between file URLs and paths, and what `http.request` makes of a URL.

const process = require('internal:process/object');
const path = require('node:path');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_FILE_URL_HOST,
    ERR_INVALID_FILE_URL_PATH,
    ERR_INVALID_URL_SCHEME,
  },
} = require('internal:shared/errors');
const { validateObject, validateString } = require('internal:shared/validators');
const { URL, isURL } = require('internal:url/url');

/**
 * @param {string | URL} url
 * @param {{ windows?: boolean }} [options] which platform's paths; this one's by default
 * @returns {string}
 */
function fileURLToPath(url, options = undefined) {
  const file = fileURL(url);
  return onWindows(options) ? windowsPath(file) : posixPath(file);
}

/** The path as bytes, for names that are not UTF-8. */
function fileURLToPathBuffer(url, options = undefined) {
  const { Buffer } = require('node:buffer');
  const file = fileURL(url);
  if (onWindows(options)) return Buffer.from(windowsPath(file));
  requirePosixPath(file);
  return require('node:querystring').unescapeBuffer(file.pathname, false);
}

/**
 * @param {string} filepath
 * @param {{ windows?: boolean }} [options]
 * @returns {URL}
 */
function pathToFileURL(filepath, options) {
  validateString(filepath, 'path');
  const windows = onWindows(options);
  const { resolve, sep } = windows ? path.win32 : path.posix;
  if (windows && filepath.startsWith('\\\\')) return shareURL(filepath);
  let resolved = resolve(filepath);
  // A trailing separator says that the path is a directory; `resolve` drops it.
  const end = filepath.at(-1);
  if ((end === '/' || (windows && end === '\\')) && resolved.at(-1) !== sep) resolved += sep;
  return new URL(`file://${escapePath(windows ? `/${resolved}` : resolved, windows)}`);
}

/** The options of `http.request` for a URL, with whatever else the program put on it. */
function urlToHttpOptions(url) {
  validateObject(url, 'url');
  const { hostname, pathname, port, username, password, search } = url;
  const bare = hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: bare,
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

/** A path given as a URL becomes a path; anything else is returned as it is. */
function toPathIfFileURL(value) {
  return isURLLike(value) ? fileURLToPath(value) : value;
}

module.exports = { fileURLToPath, fileURLToPathBuffer, isURLLike, pathToFileURL, toPathIfFileURL, urlToHttpOptions };

/** A URL of ours or of another realm or library; not what the old `url.parse` returns. */
function isURLLike(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function onWindows(options) {
  return options?.windows ?? process.platform === 'win32';
}

function fileURL(url) {
  if (typeof url === 'string') url = new URL(url);
  else if (!isURL(url) && !isURLLike(url)) throw new ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], url);
  if (url.protocol !== 'file:') throw new ERR_INVALID_URL_SCHEME('file');
  return url;
}

function requirePosixPath(url) {
  if (url.hostname !== '') throw new ERR_INVALID_FILE_URL_HOST(process.platform);
  if (/%2f/i.test(url.pathname)) throw invalidPath('must not include encoded / characters', url);
}

function posixPath(url) {
  requirePosixPath(url);
  const { pathname } = url;
  return pathname.includes('%') ? decodeURIComponent(pathname) : pathname;
}

function windowsPath(url) {
  const { hostname } = url;
  if (/%(?:2f|5c)/i.test(url.pathname)) throw invalidPath('must not include encoded \\ or / characters', url);
  const pathname = decodeURIComponent(url.pathname.replaceAll('/', '\\'));
  if (hostname !== '') return `\\\\${binding.domainToUnicode(hostname)}${pathname}`;
  if (!/^\\[A-Za-z]:/.test(pathname)) throw invalidPath('must be absolute', url);
  return pathname.slice(1);
}

function invalidPath(problem, url) {
  return new ERR_INVALID_FILE_URL_PATH(problem, url);
}

/** `\\server\share\name`, or with the `\\?\UNC\` in front that lifts the limit of length. */
function shareURL(filepath) {
  const isExtended = filepath.startsWith('\\\\?\\UNC\\');
  const start = isExtended ? 8 : 2;
  const end = filepath.indexOf('\\', start);
  if (end === -1) throw new ERR_INVALID_ARG_VALUE('path', filepath, 'Missing UNC resource path');
  if (end === start) throw new ERR_INVALID_ARG_VALUE('path', filepath, 'Empty UNC servername');
  const url = new URL('file://');
  url.hostname = binding.domainToAscii(filepath.slice(start, end));
  url.pathname = escapePath(filepath.slice(end).replaceAll('\\', '/'), true);
  return url;
}

/** What a URL would take for something else than a part of the path, and what Node escapes beside. */
const ESCAPED = { posix: /[\0- %\\?#[\]^|~]/g, windows: /[\0- %?#[\]^|~]/g };

function escapePath(text, windows) {
  return text.replace(windows ? ESCAPED.windows : ESCAPED.posix, (found) => {
    return `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
