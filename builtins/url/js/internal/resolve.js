'use strict';

// Resolution of legacy URLs, as a browser resolves a link (RFC 3986 section 5.2, with what browsers of old did beside).

const { SLASHED, Url, formatParts } = require('internal:url/legacy');

/**
 * @param {Url} base
 * @param {Url} relative
 * @returns {Url}
 */
function resolveParts(base, relative) {
  const result = Object.assign(new Url(), base);
  result.hash = relative.hash;
  if (relative.href === '') return finish(result);
  if (relative.slashes && !relative.protocol) return adoptAuthority(result, relative);
  if (relative.protocol && relative.protocol !== result.protocol) return changeProtocol(result, relative);
  return new Resolution(result, relative).run();
}

module.exports = { resolveParts };

/** `//host/path`: everything but the protocol. */
function adoptAuthority(result, relative) {
  const { protocol } = result;
  Object.assign(result, relative);
  result.protocol = protocol;
  if (SLASHED.has(protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
  return finish(result);
}

function changeProtocol(result, relative) {
  if (!SLASHED.has(relative.protocol)) {
    Object.assign(result, relative);
    return finish(result);
  }
  result.protocol = relative.protocol;
  const hasNoHost = !/^file:?$/.test(relative.protocol);
  let { pathname, host, hostname } = relative;
  if (!host && hasNoHost) {
    // `http:host/path` without slashes: the first segment is the host.
    const segments = (pathname || '').split('/');
    while (segments.length > 0 && !host) host = segments.shift();
    host ||= '';
    hostname ||= '';
    if (segments[0] !== '') segments.unshift('');
    if (segments.length < 2) segments.unshift('');
    pathname = segments.join('/');
  }
  result.pathname = pathname;
  result.search = relative.search;
  result.query = relative.query;
  result.host = host || '';
  result.auth = relative.auth;
  result.hostname = hostname || host || '';
  result.port = relative.port;
  if (result.pathname || result.search) result.path = `${result.pathname || ''}${result.search || ''}`;
  result.slashes ||= relative.slashes;
  return finish(result);
}

function finish(result) {
  result.href = formatParts(result);
  return result;
}

/** The case of one protocol. A protocol without `//` keeps its host as the first segment meanwhile. */
class Resolution {
  constructor(result, relative) {
    this.result = result;
    this.relative = relative;
    this.segments = segmentsOf(result.pathname);
    this.relativeSegments = segmentsOf(relative.pathname);
    this.isOpaque = Boolean(result.protocol) && !SLASHED.has(result.protocol);
    this.isRelativeAbsolute = Boolean(relative.host || relative.pathname?.startsWith('/'));
    this.endsAbsolute = Boolean(this.isRelativeAbsolute || result.pathname?.startsWith('/') ||
                                (result.host && relative.pathname));
    this.removesDots = this.endsAbsolute;
    this.relativeHost = relative.host;
  }

  run() {
    const { result, relative } = this;
    if (this.isOpaque) this.hostsToSegments();
    if (this.isRelativeAbsolute) {
      this.takeAbsolute();
    } else if (this.relativeSegments.length > 0) {
      this.segments = [...this.segments.slice(0, -1), ...this.relativeSegments];
      this.takeSearch();
    } else if (relative.search !== null && relative.search !== undefined) {
      if (this.isOpaque) this.hostFromSegments(this.segments.shift());
      this.takeSearch();
      if (result.pathname !== null || result.search !== null) result.path = (result.pathname || '') + (result.search || '');
      return finish(result);
    }
    if (this.segments.length === 0) {
      result.pathname = null;
      result.path = result.search ? `/${result.search}` : null;
      return finish(result);
    }
    this.resolveDots();
    this.writePath();
    return finish(result);
  }

  hostsToSegments() {
    const { result, relative } = this;
    putFirst(this.segments, result.host);
    result.hostname = '';
    result.port = null;
    result.host = '';
    if (relative.protocol) {
      result.auth = null;
      putFirst(this.relativeSegments, this.relativeHost);
      this.relativeHost = null;
    }
    this.endsAbsolute &&= this.relativeSegments[0] === '' || this.segments[0] === '';
  }

  takeAbsolute() {
    const { result, relative, relativeHost } = this;
    // An empty host is one too.
    if (typeof relativeHost === 'string') {
      if (result.host !== relativeHost) result.auth = null;
      result.host = relativeHost;
      result.port = relative.port;
    }
    if (typeof relative.hostname === 'string' && !(this.isOpaque && relative.protocol)) {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    this.takeSearch();
    this.segments = this.relativeSegments;
  }

  takeSearch() {
    this.result.search = this.relative.search;
    this.result.query = this.relative.query;
  }

  /** `host` or `auth@host` as a segment of an opaque path. */
  hostFromSegments(segment) {
    const { result } = this;
    result.hostname = result.host = segment;
    const at = segment ? segment.indexOf('@') : -1;
    if (at > 0) {
      result.auth = segment.slice(0, at);
      result.host = result.hostname = segment.slice(at + 1);
    }
  }

  resolveDots() {
    const last = this.segments.at(-1);
    const isDot = last === '.' || last === '..';
    const endsInSlash = last === '' ||
      (isDot && Boolean(this.result.host || this.relativeHost || this.segments.length > 1));

    const kept = [];
    let up = 0;
    for (const segment of this.segments.toReversed()) {
      if (segment === '.') continue;
      if (segment === '..') up++;
      else if (up > 0) up--;
      else kept.unshift(segment);
    }
    if (!this.endsAbsolute && !this.removesDots) {
      while (up-- > 0) kept.unshift('..');
    }
    if (this.endsAbsolute && kept[0] !== '' && !kept[0]?.startsWith('/')) kept.unshift('');
    if (endsInSlash && !kept.join('/').endsWith('/')) kept.push('');
    this.segments = kept;
  }

  writePath() {
    const { result, relative, segments } = this;
    const isAbsolute = segments[0] === '' || Boolean(segments[0]?.startsWith('/'));
    if (this.isOpaque) this.hostFromSegments(isAbsolute ? '' : segments.shift() ?? '');
    this.endsAbsolute ||= Boolean(result.host && segments.length > 0);
    if (this.endsAbsolute && !isAbsolute) segments.unshift('');

    result.pathname = segments.length > 0 ? segments.join('/') : null;
    if (segments.length === 0) result.path = null;
    if (result.pathname !== null || result.search !== null) result.path = (result.pathname || '') + (result.search || '');
    result.auth = relative.auth || result.auth;
    result.slashes ||= relative.slashes;
  }
}

function segmentsOf(pathname) {
  return pathname ? pathname.split('/') : [];
}

function putFirst(segments, host) {
  if (!host) return;
  if (segments[0] === '') segments[0] = host;
  else segments.unshift(host);
}
