'use strict';

// The URL objects that `url.parse` has made since before the WHATWG standard. Lenient by design; new programs use URL.

const querystring = require('node:querystring');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_URL } } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');

/** Protocols with `//` and a host; those without a host at all. */
const SLASHED = new Set(['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss'].flatMap((name) => [name, `${name}:`]));
const HOSTLESS = new Set(['javascript', 'javascript:']);

const MAX_HOSTNAME = 255;

/** A function, as old-style subclasses call it on their instances. */
function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

Url.prototype.parse = function(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  parseInto(this, url, parseQueryString, slashesDenoteHost);
  return this;
};
Url.prototype.format = function format() {
  return formatParts(this);
};
Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(parse(relative, false, true)).format();
};
Url.prototype.resolveObject = function resolveObject(relative) {
  const target = typeof relative === 'string' ? new Url().parse(relative, false, true) : relative;
  return require('internal:url/resolve').resolveParts(this, target);
};
Url.prototype.parseHost = function parseHost() {
  splitPort(this, this.host);
};

/** @returns {Url} */
function parse(url, parseQueryString = false, slashesDenoteHost = false) {
  if (url instanceof Url) return url;
  const parsed = new Url();
  parsed.parse(url, parseQueryString, slashesDenoteHost);
  return parsed;
}

/** Takes a string or an object with the fields of a Url. */
function format(urlObject) {
  if (typeof urlObject === 'string') urlObject = parse(urlObject);
  else if (typeof urlObject !== 'object' || urlObject === null) {
    throw new ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], urlObject);
  }
  return formatParts(urlObject);
}

module.exports = { Url, SLASHED, HOSTLESS, parse, format, formatParts };

/** A path with perhaps a query and nothing else; most of what servers parse. */
const SIMPLE_PATH = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;

function parseInto(url, text, parseQueryString, slashesDenoteHost) {
  let rest = turnBackslashes(text.replace(/^[\0- \ufeff\u00a0]+|[\0- \ufeff\u00a0]+$/g, ''));
  if (!slashesDenoteHost && !/^[^?]*@|#/.test(text)) {
    const simple = SIMPLE_PATH.exec(rest);
    if (simple !== null) {
      setPath(url, simple[1], simple[2], parseQueryString);
      url.path = rest;
      url.href = rest;
      return;
    }
  }
  const scheme = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  const protocol = scheme?.toLowerCase();
  if (scheme !== undefined) {
    url.protocol = protocol;
    rest = rest.slice(scheme.length);
  }
  let slashes = false;
  if (slashesDenoteHost || scheme !== undefined || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    slashes = rest.startsWith('//');
    if (slashes && !HOSTLESS.has(protocol)) {
      rest = rest.slice(2);
      url.slashes = true;
    }
  }
  if (!HOSTLESS.has(protocol) && (slashes || (scheme !== undefined && !SLASHED.has(scheme)))) {
    rest = takeHost(url, rest, text);
  }
  if (!HOSTLESS.has(protocol)) rest = escapeUnwise(rest);
  takePath(url, rest, parseQueryString);
  if (SLASHED.has(protocol) && url.hostname && !url.pathname) url.pathname = '/';
  if (url.pathname || url.search) url.path = `${url.pathname || ''}${url.search || ''}`;
  url.href = formatParts(url);
}

/** Backslashes before the query are slashes, as in browsers. */
function turnBackslashes(text) {
  const end = text.search(/[?#]/);
  if (end === -1) return text.replaceAll('\\', '/');
  return text.slice(0, end).replaceAll('\\', '/') + text.slice(end);
}

/** Reads `auth@host:port`, and returns what follows. */
function takeHost(url, rest, whole) {
  const end = endOfAuthority(rest);
  const authority = rest.slice(0, end).replace(/[\t\n\r]/g, '');
  const after = rest.slice(end);
  const at = authority.lastIndexOf('@');
  if (at !== -1) url.auth = decodeURIComponent(authority.slice(0, at));

  const stop = authority.slice(at + 1).search(/[ "%';<>\\^`{|}]/);
  const host = stop === -1 ? authority.slice(at + 1) : authority.slice(at + 1, at + 1 + stop);
  const left = stop === -1 ? after : authority.slice(at + 1 + stop) + after;

  url.host = host;
  splitPort(url, host);
  const isIPv6 = /^\[.*\]$/s.test(url.hostname);
  // What is left of a port that is not a number.
  if (!isIPv6 && url.hostname.includes(':')) throw new ERR_INVALID_ARG_VALUE('url', 'Invalid port in url', whole);
  url.hostname = url.hostname.length > MAX_HOSTNAME ? '' : url.hostname.toLowerCase();
  if (!isIPv6 && url.hostname !== '') url.hostname = asciiHostname(url.hostname, whole);
  else if (isIPv6 && /[\0\t\n\r #%/<>?@\\^|]/.test(url.hostname)) throw new ERR_INVALID_URL(whole);

  url.host = url.hostname + (url.port ? `:${url.port}` : '');
  if (!isIPv6) return left;
  url.hostname = url.hostname.slice(1, -1);
  return left[0] === '/' ? left : `/${left}`;
}

function endOfAuthority(rest) {
  const end = rest.search(/[/?#]/);
  return end === -1 ? rest.length : end;
}

function splitPort(url, host) {
  const port = /:[0-9]*$/.exec(host)?.[0];
  if (port !== undefined && port !== ':') url.port = port.slice(1);
  url.hostname = port === undefined ? host : host.slice(0, -port.length);
}

function asciiHostname(hostname, whole) {
  // eslint-disable-next-line no-control-regex
  const ascii = /[^\0-\x7f]/.test(hostname) ? binding.nameToAscii(hostname) : hostname;
  if (ascii === '' || /[\0\t\n\r #%/:<>?@[\\\]^|]/.test(ascii)) throw new ERR_INVALID_URL(whole);
  return ascii;
}

/** Escapes what RFC 2396 calls unwise and what delimits URLs in text. */
function escapeUnwise(text) {
  return text.replace(/[\t\n\r "'<>\\^`{|}]/g, (found) => {
    return `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function takePath(url, rest, parseQueryString) {
  const hash = rest.indexOf('#');
  if (hash !== -1) url.hash = rest.slice(hash);
  const beforeHash = hash === -1 ? rest : rest.slice(0, hash);
  const question = beforeHash.indexOf('?');
  const pathname = question === -1 ? beforeHash : beforeHash.slice(0, question);
  setPath(url, pathname, question === -1 ? undefined : beforeHash.slice(question), parseQueryString);
}

function setPath(url, pathname, search, parseQueryString) {
  if (pathname !== '') url.pathname = pathname;
  if (search !== undefined) {
    url.search = search;
    url.query = parseQueryString ? querystring.parse(search.slice(1)) : search.slice(1);
  } else if (parseQueryString) {
    url.query = { __proto__: null };
  }
}

function formatParts(parts) {
  let protocol = parts.protocol || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  let pathname = (parts.pathname || '').replace(/[?#]/g, escapeDelimiter);
  let host = hostText(parts);
  const query = parts.query !== null && typeof parts.query === 'object' ? querystring.stringify(parts.query) : '';
  let search = parts.search || (query && `?${query}`) || '';
  if (search && search[0] !== '?') search = `?${search}`;
  search = search.replaceAll('#', '%23');
  let hash = parts.hash || '';
  if (hash && hash[0] !== '#') hash = `#${hash}`;

  if (parts.slashes || SLASHED.has(protocol)) {
    if (parts.slashes || host) {
      if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol.startsWith('file')) {
      host = '//';
    }
  }
  return protocol + host + pathname + search + hash;
}

function hostText(parts) {
  const auth = parts.auth ? `${querystring.escape(parts.auth).replaceAll('%3A', ':')}@` : '';
  if (parts.host) return auth + parts.host;
  if (!parts.hostname) return '';
  const { hostname } = parts;
  const bracketed = hostname.includes(':') && !/^\[.*\]$/s.test(hostname) ? `[${hostname}]` : hostname;
  return auth + bracketed + (parts.port ? `:${parts.port}` : '');
}

function escapeDelimiter(character) {
  return character === '#' ? '%23' : '%3F';
}
