'use strict';

/** `url.parse()`, `url.format()` and `url.resolve()`: the parser from before the URL standard. */

const { codes } = require('internal:shared/errors');
const { validateObject, validateString } = require('internal:shared/validators');
const { isURL } = require('internal:url/url');

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

/** Schemes that always have an authority and a path. */
const kSlashed = new Set(['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss'].flatMap((name) => [name, `${name}:`]));
const kHostless = new Set(['javascript', 'javascript:']);
const kSimplePath = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const kProtocol = /^[a-z0-9.+-]+:/i;
const kPort = /:[0-9]*$/;
/** Ends of the host, beside `/`, `?` and `#`. */
const kHostEnd = /[\t\n\r "#%/;<>?\\^`{|}]/;
const kForbiddenInHost = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const kForbiddenInIPv6 = /[\0\t\n\r #%/<>?@\\^|]/;
const kEscaped = { '\t': '%09', '\n': '%0A', '\r': '%0D', ' ': '%20', '"': '%22', "'": '%27', '<': '%3C', '>': '%3E', '\\': '%5C', '^': '%5E', '`': '%60', '{': '%7B', '|': '%7C', '}': '%7D' };

let warned = false;

/** @param {string} url @param {boolean} [parseQueryString] @param {boolean} [slashesDenoteHost] @returns {Url} */
function urlParse(url, parseQueryString, slashesDenoteHost) {
  if (!warned) warnOfParse();
  return parse(url, parseQueryString, slashesDenoteHost);
}

function warnOfParse() {
  const frame = new Error().stack.split('\n').find((line) => line.startsWith('    at ') && !line.includes('node:'));
  if (frame !== undefined && /[/\\]node_modules[/\\]/.test(frame)) return;
  warned = true;
  process.emitWarning(
    '`url.parse()` behavior is not standardized and prone to errors that have security implications. Use the WHATWG URL API instead. ' +
    'CVEs are not issued for `url.parse()` vulnerabilities.', 'DeprecationWarning', 'DEP0169');
}

function parse(url, parseQueryString, slashesDenoteHost) {
  if (url instanceof Url) return url;
  const parsed = new Url();
  parsed.parse(url, parseQueryString, slashesDenoteHost);
  return parsed;
}

Url.prototype.parse = function parseInto(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  let rest = withForwardSlashes(trim(url));
  if (!slashesDenoteHost && !rest.includes('#') && !rest.includes('@') && takeSimplePath(this, rest, parseQueryString)) return this;

  const scheme = kProtocol.exec(rest)?.[0];
  if (scheme !== undefined) {
    this.protocol = scheme.toLowerCase();
    rest = rest.slice(scheme.length);
  }
  const lower = this.protocol ?? undefined;
  if (slashesDenoteHost || scheme !== undefined || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    const slashes = rest.startsWith('//');
    if (slashes && !(scheme !== undefined && kHostless.has(lower))) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!kHostless.has(lower) && (this.slashes || (scheme !== undefined && !kSlashed.has(lower)))) rest = takeAuthority(this, rest, url);
  if (!kHostless.has(lower)) rest = escapeRest(rest);
  takePath(this, rest, parseQueryString);
  if (kSlashed.has(lower) && this.hostname && !this.pathname) this.pathname = '/';
  if (this.pathname || this.search) this.path = (this.pathname ?? '') + (this.search ?? '');
  this.href = this.format();
  return this;
};

/** White space and the byte order mark around a URL do not belong to it. */
function trim(url) {
  return url.replace(/^[\s\ufeff\xa0]+|[\s\ufeff\xa0]+$/g, '');
}

/** Backslashes before the query and the fragment are slashes. */
function withForwardSlashes(url) {
  const end = url.search(/[?#]/);
  const head = end === -1 ? url : url.slice(0, end);
  return head.includes('\\') ? head.replaceAll('\\', '/') + url.slice(head.length) : url;
}

function takeSimplePath(url, rest, parseQueryString) {
  const match = kSimplePath.exec(rest);
  if (match === null) return false;
  url.path = rest;
  url.href = rest;
  url.pathname = match[1];
  if (match[2]) {
    url.search = match[2];
    url.query = parseQueryString ? parseQuery(match[2].slice(1)) : match[2].slice(1);
  } else if (parseQueryString) {
    url.search = null;
    url.query = { __proto__: null };
  }
  return true;
}

function parseQuery(text) {
  return require('node:querystring').parse(text);
}

/** Takes user, host and port off the front of `rest`. */
function takeAuthority(url, rest, whole) {
  // The user may hold anything up to the last @ before the path.
  const pathStart = rest.search(/[/?#]/);
  const front = pathStart === -1 ? rest : rest.slice(0, pathStart);
  const at = front.lastIndexOf('@');
  let hostStart = 0;
  if (at !== -1) {
    url.auth = decodeURIComponent(front.slice(0, at));
    hostStart = at + 1;
  }
  const afterUser = rest.slice(hostStart);
  const end = afterUser.search(kHostEnd);
  url.host = end === -1 ? afterUser : afterUser.slice(0, end);
  takeHost(url, whole);
  return end === -1 ? '' : afterUser.slice(end);
}

function takeHost(url, whole) {
  let { host } = url;
  const port = kPort.exec(host)?.[0];
  if (port !== undefined) {
    if (port !== ':') url.port = port.slice(1);
    host = host.slice(0, host.length - port.length);
  }
  url.hostname = host;
  const isIPv6 = host.startsWith('[') && host.endsWith(']');
  if (!isIPv6) rejectBadPort(host, whole);
  if (host.length > 255) url.hostname = '';
  else url.hostname = url.hostname.toLowerCase();
  if (!isIPv6 && url.hostname !== '') {
    url.hostname = toASCII(url.hostname);
    if (url.hostname === '' || kForbiddenInHost.test(url.hostname)) throw new codes.ERR_INVALID_URL(whole);
  } else if (isIPv6 && kForbiddenInIPv6.test(url.hostname)) {
    throw new codes.ERR_INVALID_URL(whole);
  }
  url.host = url.hostname + (url.port ? `:${url.port}` : '');
  if (isIPv6) url.hostname = url.hostname.slice(1, -1);
}

/** A colon that is no port's. */
function rejectBadPort(host, whole) {
  if (!host.includes(':')) return;
  throw Object.assign(new codes.ERR_INVALID_ARG_VALUE('url', whole), {
    message: `Invalid port in url ${JSON.stringify(whole).replace(/^"|"$/g, "'")}`,
  });
}

function toASCII(host) {
  // eslint-disable-next-line no-control-regex -- the range of ASCII
  return /^[\0-\x7f]*$/.test(host) ? host : binding.toAsciiLenient(host);
}

function escapeRest(rest) {
  return rest.replace(/[\t\n\r "'<>\\^`{|}]/g, (character) => kEscaped[character]);
}

function takePath(url, rest, parseQueryString) {
  const hash = rest.indexOf('#');
  if (hash !== -1) {
    url.hash = rest.slice(hash);
    rest = rest.slice(0, hash);
  }
  const question = rest.indexOf('?');
  if (question !== -1) {
    url.search = rest.slice(question);
    url.query = rest.slice(question + 1);
    if (parseQueryString) url.query = parseQuery(url.query);
    rest = rest.slice(0, question);
  } else if (parseQueryString) {
    url.search = null;
    url.query = { __proto__: null };
  }
  if (rest !== '') url.pathname = rest;
}

/** @param {string | URL | Url | object} url @param {{ fragment?: boolean, unicode?: boolean, search?: boolean, auth?: boolean }} [options] */
function urlFormat(url, options) {
  if (typeof url === 'string') return parse(url).href;
  if (typeof url !== 'object' || url === null) throw new codes.ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], url);
  if (isURL(url)) return formatURL(url, options);
  return Url.prototype.format.call(url);
}

function formatURL(url, options) {
  if (options !== undefined) validateObject(options, 'options');
  const { fragment = true, unicode = false, search = true, auth = true } = options ?? {};
  const user = auth && (url.username || url.password) ? `${url.username}${url.password ? `:${url.password}` : ''}@` : '';
  const { domainToUnicode } = require('internal:url/file_url');
  const host = unicode ? `${domainToUnicode(url.hostname)}${url.port ? `:${url.port}` : ''}` : url.host;
  const hasAuthority = url.href.startsWith(`${url.protocol}//`);
  return `${url.protocol}${hasAuthority ? '//' : ''}${user}${host}${url.pathname}${search ? url.search : ''}${fragment ? url.hash : ''}`;
}

Url.prototype.format = function format() {
  const auth = this.auth ? `${encodeURIComponent(this.auth).replace(/%3A/i, ':').replace(/[!'()*]/g, (c) => (c === "'" ? '%27' : c))}@` : '';
  let protocol = this.protocol || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  let pathname = this.pathname || '';
  let hash = this.hash || '';
  let host = '';
  if (this.host) host = auth + this.host;
  else if (this.hostname) {
    const isBareIPv6 = this.hostname.includes(':') && !this.hostname.startsWith('[');
    host = `${auth}${isBareIPv6 ? `[${this.hostname}]` : this.hostname}${this.port ? `:${this.port}` : ''}`;
  }
  const query = this.query !== null && typeof this.query === 'object' ? require('node:querystring').stringify(this.query) : '';
  let search = this.search || (query && `?${query}`) || '';
  pathname = pathname.replace(/[?#]/g, encodeURIComponent);
  if (kSlashed.has(protocol) || (this.slashes && host !== '')) {
    if (this.slashes || host) {
      if (pathname && !pathname.startsWith('/')) pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol === 'file:' || protocol === 'file') {
      host = '//';
    }
  } else if (this.slashes && protocol === 'file:') {
    host = '//';
  }
  search = search.replaceAll('#', '%23');
  if (hash && !hash.startsWith('#')) hash = `#${hash}`;
  if (search && !search.startsWith('?')) search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

/** @param {string} source @param {string} relative @returns {string} */
function urlResolve(source, relative) {
  return parse(source, false, true).resolve(relative);
}

function urlResolveObject(source, relative) {
  return source ? parse(source, false, true).resolveObject(relative) : relative;
}

Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(parse(relative, false, true)).format();
};

Url.prototype.resolveObject = function resolveObject(relative) {
  if (typeof relative === 'string') relative = parse(relative, false, true);
  const result = Object.assign(new Url(), this);
  result.hash = relative.hash;
  if (relative.href === '') {
    result.href = result.format();
    return result;
  }
  if (relative.slashes && !relative.protocol) return resolveSchemeless(result, relative);
  if (relative.protocol && relative.protocol !== result.protocol) return resolveOtherScheme(result, relative);
  resolvePath(result, relative);
  return result;
};

function resolveSchemeless(result, relative) {
  for (const key of Object.keys(relative)) if (key !== 'protocol') result[key] = relative[key];
  if (kSlashed.has(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
  result.href = result.format();
  return result;
}

function resolveOtherScheme(result, relative) {
  if (!kSlashed.has(relative.protocol)) {
    Object.assign(result, relative);
    result.href = result.format();
    return result;
  }
  result.protocol = relative.protocol;
  if (!relative.host && !/^file:?$/.test(relative.protocol) && !kHostless.has(relative.protocol)) {
    const path = (relative.pathname || '').split('/');
    while (path.length > 0 && !(relative.host = path.shift()));
    relative.host ||= '';
    relative.hostname ||= '';
    if (path[0] !== '') path.unshift('');
    if (path.length < 2) path.unshift('');
    result.pathname = path.join('/');
  } else {
    result.pathname = relative.pathname;
  }
  result.search = relative.search;
  result.query = relative.query;
  result.host = relative.host || '';
  result.auth = relative.auth;
  result.hostname = relative.hostname || relative.host;
  result.port = relative.port;
  if (result.pathname || result.search) result.path = (result.pathname || '') + (result.search || '');
  result.slashes ||= relative.slashes;
  result.href = result.format();
  return result;
}

/** Resolves a relative reference within the same scheme. */
function resolvePath(result, relative) {
  const isSourceAbsolute = result.pathname?.startsWith('/');
  const isAbsolute = relative.host || relative.pathname?.startsWith('/');
  let mustBeAbsolute = isAbsolute || isSourceAbsolute || (result.host && relative.pathname);
  const removeDots = mustBeAbsolute;
  let source = result.pathname?.split('/') ?? [];
  const path = relative.pathname?.split('/') ?? [];
  const lacksSlashes = result.protocol && !kSlashed.has(result.protocol);
  if (lacksSlashes) {
    // Without an authority the host is the first part of the path.
    result.hostname = '';
    result.port = null;
    if (result.host) {
      if (source[0] === '') source[0] = result.host;
      else source.unshift(result.host);
    }
    result.host = '';
    if (relative.protocol) {
      relative.hostname = null;
      relative.port = null;
      result.auth = null;
      if (relative.host) {
        if (path[0] === '') path[0] = relative.host;
        else path.unshift(relative.host);
      }
      relative.host = null;
    }
    mustBeAbsolute &&= path[0] === '' || source[0] === '';
  }
  if (isAbsolute) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    source = path;
  } else if (path.length > 0) {
    source.pop();
    source = source.concat(path);
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    if (lacksSlashes) takeHostFromPath(result, source);
    result.search = relative.search;
    result.query = relative.query;
    if (result.pathname !== null || result.search !== null) result.path = (result.pathname ?? '') + (result.search ?? '');
    result.href = result.format();
    return;
  }
  finishPath(result, relative, source, { mustBeAbsolute, removeDots, lacksSlashes });
}

function takeHostFromPath(result, source) {
  result.hostname = result.host = source.shift();
  const at = result.host?.includes('@') ? result.host.split('@') : undefined;
  if (at !== undefined) {
    result.auth = at.shift();
    result.host = result.hostname = at.shift();
  }
}

function finishPath(result, relative, source, { mustBeAbsolute, removeDots, lacksSlashes }) {
  if (source.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    result.href = result.format();
    return;
  }
  const last = source.at(-1);
  const hasTrailingSlash = ((result.host || relative.host || source.length > 1) && (last === '.' || last === '..')) || last === '';
  source = withoutDots(source, removeDots);
  if (mustBeAbsolute && source[0] !== '' && (!source[0] || source[0][0] !== '/')) source.unshift('');
  if (hasTrailingSlash && !source.join('/').endsWith('/')) source.push('');
  const isAbsolute = source[0] === '' || source[0]?.[0] === '/';
  if (lacksSlashes) {
    result.hostname = result.host = isAbsolute ? '' : (source.length > 0 ? source.shift() : '');
    if (result.host.includes('@')) [result.auth, result.host] = result.host.split('@');
    result.hostname = result.host;
  }
  if ((mustBeAbsolute || (result.host && source.length > 0)) && !isAbsolute) source.unshift('');
  if (source.length === 0) result.pathname = result.path = null;
  else result.pathname = source.join('/');
  if (result.pathname !== null || result.search !== null) result.path = (result.pathname ?? '') + (result.search ?? '');
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  result.href = result.format();
}

/** `.` and `..` taken out from the end; what goes above the root is kept unless `removeDots`. */
function withoutDots(source, removeDots) {
  const path = source.slice();
  let up = 0;
  for (let i = path.length - 1; i >= 0; i--) {
    if (path[i] === '.') {
      path.splice(i, 1);
    } else if (path[i] === '..') {
      path.splice(i, 1);
      up++;
    } else if (up > 0) {
      path.splice(i, 1);
      up--;
    }
  }
  if (!removeDots) while (up-- > 0) path.unshift('..');
  return path;
}

module.exports = { Url, urlParse, urlFormat, urlResolve, urlResolveObject };
