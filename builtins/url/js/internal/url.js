'use strict';

/** The class URL (https://url.spec.whatwg.org/): one normalised string and where its parts are. */

const { codes } = require('internal:shared/errors');
const { URLSearchParams, attachParams, replaceParams } = require('internal:url/search_params');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** Where the parts of the URL parsed last are; see `src/parse.rs`. */
const places = new Uint32Array(11);

const kHref = 0;
const kProtocol = 1;
const kUsername = 2;
const kPassword = 3;
const kHost = 4;
const kHostname = 5;
const kPort = 6;
const kPathname = 7;
const kSearch = 8;
const kHash = 9;

/** A parsed URL. */
class Context {
  constructor(href) {
    this.href = href;
    this.protocolEnd = places[0];
    this.usernameStart = places[1];
    this.usernameEnd = places[2];
    this.passwordStart = places[3];
    this.passwordEnd = places[4];
    this.hostStart = places[5];
    this.hostEnd = places[6];
    this.portEnd = places[7];
    this.pathStart = places[8];
    this.pathEnd = places[9];
    this.queryEnd = places[10];
  }
}

/** Schemes whose origin is scheme, host and port. */
const kTupleOrigins = new Set(['http:', 'https:', 'ftp:', 'ws:', 'wss:']);

class URL {
  #context;
  #searchParams;

  /** @param {string} input @param {string | URL} [base] */
  constructor(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    const text = toUSVString(input);
    const baseText = base === undefined ? undefined : toUSVString(base);
    const href = binding.parse(text, baseText, places);
    if (href === undefined) throw new codes.ERR_INVALID_URL(text, baseText);
    this.#context = new Context(href);
  }

  /** @returns {URL | null} */
  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }

  /** @returns {boolean} */
  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    return binding.canParse(toUSVString(input), base === undefined ? undefined : toUSVString(base));
  }

  static createObjectURL(blob) {
    return require('internal:buffer/blob').createObjectURL(blob);
  }

  static revokeObjectURL(url) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    require('internal:buffer/blob').revokeObjectURL(url);
  }

  static isURL(value) {
    return typeof value === 'object' && value !== null && #context in value;
  }

  /** Called by the URLSearchParams that belongs to this URL when it changed. */
  static updateSearch(url, query) {
    url.#set(kSearch, query);
  }

  get href() { return this.#of().href; }
  set href(value) { this.#set(kHref, value); }

  get origin() {
    const context = this.#of();
    const protocol = this.protocol;
    if (kTupleOrigins.has(protocol)) return `${protocol}//${context.href.slice(context.hostStart, context.portEnd)}`;
    if (protocol === 'blob:') {
      const inner = URL.parse(context.href.slice(context.pathStart, context.pathEnd));
      if (inner !== null && (inner.protocol === 'http:' || inner.protocol === 'https:')) return inner.origin;
    }
    return 'null';
  }

  get protocol() {
    const context = this.#of();
    return context.href.slice(0, context.protocolEnd);
  }
  set protocol(value) { this.#set(kProtocol, value); }

  get username() {
    const context = this.#of();
    return context.href.slice(context.usernameStart, context.usernameEnd);
  }
  set username(value) { this.#set(kUsername, value); }

  get password() {
    const context = this.#of();
    return context.href.slice(context.passwordStart, context.passwordEnd);
  }
  set password(value) { this.#set(kPassword, value); }

  get host() {
    const context = this.#of();
    return context.href.slice(context.hostStart, context.portEnd);
  }
  set host(value) { this.#set(kHost, value); }

  get hostname() {
    const context = this.#of();
    return context.href.slice(context.hostStart, context.hostEnd);
  }
  set hostname(value) { this.#set(kHostname, value); }

  get port() {
    const context = this.#of();
    return context.portEnd > context.hostEnd ? context.href.slice(context.hostEnd + 1, context.portEnd) : '';
  }
  set port(value) { this.#set(kPort, value); }

  get pathname() {
    const context = this.#of();
    return context.href.slice(context.pathStart, context.pathEnd);
  }
  set pathname(value) { this.#set(kPathname, value); }

  get search() {
    const context = this.#of();
    return context.queryEnd - context.pathEnd > 1 ? context.href.slice(context.pathEnd, context.queryEnd) : '';
  }
  set search(value) { this.#set(kSearch, value); }

  get searchParams() {
    if (this.#searchParams === undefined) this.#searchParams = attachParams(this, this.search);
    return this.#searchParams;
  }

  get hash() {
    const context = this.#of();
    return context.href.length - context.queryEnd > 1 ? context.href.slice(context.queryEnd) : '';
  }
  set hash(value) { this.#set(kHash, value); }

  toString() { return this.#of().href; }
  toJSON() { return this.#of().href; }

  [kInspect](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const constructor = this.constructor ?? URL;
    const shown = { __proto__: { constructor: this.constructor === null ? URL : constructor } };
    for (const name of kShown) shown[name] = this[name];
    return `${constructor.name} ${inspect(shown, options).replace(/^[^{]*/, '')}`;
  }

  #of() {
    if (!(#context in this)) throw new codes.ERR_INVALID_THIS('URL');
    return this.#context;
  }

  #set(part, value) {
    const { href } = this.#of();
    const text = toUSVString(value);
    const updated = binding.update(href, part, text, places);
    if (updated === undefined) throw new codes.ERR_INVALID_URL(text);
    this.#context = new Context(updated);
    if ((part === kHref || part === kSearch) && this.#searchParams !== undefined) replaceParams(this.#searchParams, this.search);
  }
}

const kShown = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash'];

for (const name of [...kShown, 'toString', 'toJSON']) Object.defineProperty(URL.prototype, name, { __proto__: null, enumerable: true });
for (const name of ['parse', 'canParse', 'createObjectURL', 'revokeObjectURL']) Object.defineProperty(URL, name, { __proto__: null, enumerable: true });
Object.defineProperty(URL.prototype, Symbol.toStringTag, { __proto__: null, value: 'URL', configurable: true });
const { isURL, updateSearch } = URL;
delete URL.isURL;
delete URL.updateSearch;

function toUSVString(value) {
  return `${value}`.toWellFormed();
}

module.exports = { URL, URLSearchParams, isURL, updateSearch };
