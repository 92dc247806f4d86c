'use strict';

// The URL class (https://url.spec.whatwg.org/#url-class). Parsing is native and crosses the border once; every getter
// is a slice of the href.

const { codes: { ERR_INVALID_URL, ERR_MISSING_ARGS }, hideFrame } = require('internal:shared/errors');
const { URLSearchParams, attach, refill, toUSVString } = require('internal:url/search_params');
const { forbidCloning } = require('internal:web/transferable');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** Where the parser writes the ends of the parts; read at once after each call. */
let offsets;

/** Set inside the class: the parts of a URL, or the error of a foreign receiver; and whether a value is a URL. */
let partsOf;
let isURL;

/** The parser's own error: Node makes it below JavaScript, so its stack does not begin with the code. */
function unparsable(input, base) {
  const error = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input });
  if (base !== undefined) error.base = base;
  return hideFrame(unparsable, error);
}

/** An href and where its parts end; the order is that of `PARTS` in parse.rs. */
class Parts {
  constructor(href) {
    this.href = href;
    this.schemeEnd = offsets[0];
    this.usernameStart = offsets[1];
    this.usernameEnd = offsets[2];
    this.passwordStart = offsets[3];
    this.passwordEnd = offsets[4];
    this.hostStart = offsets[5];
    this.hostnameEnd = offsets[6];
    this.hostEnd = offsets[7];
    this.pathStart = offsets[8];
    this.pathEnd = offsets[9];
    this.queryEnd = offsets[10];
  }
}

class URL {
  #parts;
  /** Made when asked for. @type {URLSearchParams | undefined} */
  #searchParams = undefined;

  /**
   * @param {string} input
   * @param {string | URL} [base]
   */
  constructor(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    const text = toUSVString(input);
    const baseText = base === undefined ? undefined : toUSVString(base);
    this.#parts = parse(text, baseText);
    if (this.#parts === undefined) throw unparsable(text, baseText);
  }

  /** The URL, or null where the constructor throws. */
  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    const text = toUSVString(input);
    const baseText = base === undefined ? undefined : toUSVString(base);
    return isParsable(text, baseText) ? new URL(text, baseText) : null;
  }

  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    return isParsable(toUSVString(input), base === undefined ? undefined : toUSVString(base));
  }

  /** @param {Blob} obj */
  static createObjectURL(obj) {
    return require('internal:buffer/blob').createObjectURL(obj);
  }

  /** @param {string} url */
  static revokeObjectURL(url) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    require('internal:buffer/blob').revokeObjectURL(`${url}`);
  }

  toString() {
    return partsOf(this).href;
  }

  get href() {
    return partsOf(this).href;
  }

  set href(value) {
    partsOf(this);
    const text = toUSVString(value);
    const parts = parse(text, undefined);
    if (parts === undefined) throw new ERR_INVALID_URL(text);
    this.#parts = parts;
    this.#refreshSearchParams();
  }

  get origin() {
    const { href, schemeEnd, hostStart, hostEnd, pathStart } = partsOf(this);
    switch (href.slice(0, schemeEnd)) {
      case 'http':
      case 'https':
      case 'ws':
      case 'wss':
      case 'ftp':
        return `${href.slice(0, schemeEnd)}://${href.slice(hostStart, hostEnd)}`;
      case 'blob':
        return originOfBlob(href.slice(pathStart));
      default:
        return 'null';
    }
  }

  get protocol() {
    const { href, schemeEnd } = partsOf(this);
    return href.slice(0, schemeEnd + 1);
  }

  set protocol(value) {
    this.#update('protocol', value);
  }

  get username() {
    const { href, usernameStart, usernameEnd } = partsOf(this);
    return href.slice(usernameStart, usernameEnd);
  }

  set username(value) {
    this.#update('username', value);
  }

  get password() {
    const { href, passwordStart, passwordEnd } = partsOf(this);
    return href.slice(passwordStart, passwordEnd);
  }

  set password(value) {
    this.#update('password', value);
  }

  get host() {
    const { href, hostStart, hostEnd } = partsOf(this);
    return href.slice(hostStart, hostEnd);
  }

  set host(value) {
    this.#update('host', value);
  }

  get hostname() {
    const { href, hostStart, hostnameEnd } = partsOf(this);
    return href.slice(hostStart, hostnameEnd);
  }

  set hostname(value) {
    this.#update('hostname', value);
  }

  get port() {
    const { href, hostnameEnd, hostEnd } = partsOf(this);
    return href.slice(hostnameEnd + 1, hostEnd);
  }

  set port(value) {
    this.#update('port', value);
  }

  get pathname() {
    const { href, pathStart, pathEnd } = partsOf(this);
    return href.slice(pathStart, pathEnd);
  }

  set pathname(value) {
    this.#update('pathname', value);
  }

  get search() {
    const { href, pathEnd, queryEnd } = partsOf(this);
    return queryEnd - pathEnd > 1 ? href.slice(pathEnd, queryEnd) : '';
  }

  set search(value) {
    this.#update('search', value);
    this.#refreshSearchParams();
  }

  get searchParams() {
    const parts = partsOf(this);
    return this.#searchParams ??= attach(queryOf(parts), (query) => this.#update('search', query));
  }

  get hash() {
    const { href, queryEnd } = partsOf(this);
    return href.length - queryEnd > 1 ? href.slice(queryEnd) : '';
  }

  set hash(value) {
    this.#update('hash', value);
  }

  toJSON() {
    return partsOf(this).href;
  }

  [kInspect](depth, options) {
    partsOf(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const { constructor } = Object.getPrototypeOf(this);
    const shown = {};
    for (const name of SHOWN) shown[name] = this[name];
    return `${constructor.name} ${require('internal:util/inspect').inspect(shown, options)}`;
  }

  #update(part, value) {
    const { href } = partsOf(this);
    this.#parts = new Parts(binding.update(href, part, toUSVString(value), offsets));
  }

  #refreshSearchParams() {
    if (this.#searchParams !== undefined) refill(this.#searchParams, queryOf(this.#parts));
  }

  static {
    partsOf = (url) => {
      // A foreign receiver must not look like a defect of ours.
      if (typeof url !== 'object' || url === null || !(#parts in url)) {
        throw new TypeError('Receiver must be an instance of class URL');
      }
      return url.#parts;
    };
    isURL = (value) => typeof value === 'object' && value !== null && #parts in value;
  }
}

forbidCloning(URL);

for (const name of Object.getOwnPropertyNames(URL.prototype)) {
  if (name !== 'constructor') Object.defineProperty(URL.prototype, name, { __proto__: null, enumerable: true });
}
for (const name of ['parse', 'canParse', 'createObjectURL', 'revokeObjectURL']) {
  Object.defineProperty(URL, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(URL.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'URL' });

module.exports = { URL, URLSearchParams, isURL };

const SHOWN = [
  'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
  'searchParams', 'hash',
];

/** @param {string} text @param {string | undefined} base */
function isParsable(text, base) {
  return base === undefined ? binding.canParse(text) : binding.canParseWithBase(text, base);
}

/** @returns {Parts | undefined} */
function parse(text, base) {
  // Made late: the module is in the startup snapshot, the memory of a typed array need not be.
  offsets ??= new Uint32Array(11);
  // Most texts are what they are parsed into: then nothing is made but the parts.
  if (base === undefined && binding.parseHref(text, offsets)) return new Parts(text);
  const href = binding.parse(text, base, offsets);
  return href === undefined ? undefined : new Parts(href);
}

function queryOf({ href, pathEnd, queryEnd }) {
  return href.slice(pathEnd + 1, queryEnd);
}

function originOfBlob(path) {
  const inner = URL.parse(path);
  return inner !== null && (inner.protocol === 'http:' || inner.protocol === 'https:') ? inner.origin : 'null';
}
