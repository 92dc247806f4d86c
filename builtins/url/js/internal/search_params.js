'use strict';

// URLSearchParams (https://url.spec.whatwg.org/#interface-urlsearchparams).

const {
  codes: { ERR_ARG_NOT_ITERABLE, ERR_INVALID_THIS, ERR_INVALID_TUPLE, ERR_MISSING_ARGS },
} = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');
const { forbidCloning } = require('internal:web/transferable');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** Set inside the class: `attach` ties parameters to a URL, `refill` follows its changes. */
let attach;
let listOf;
let isParams;
let refill;

class URLSearchParams {
  /** Names and values by turns, decoded. @type {string[]} */
  #list = [];
  /** Told of changes: the URL whose query this is. @type {((query: string) => void) | undefined} */
  #changed = undefined;

  /** @param {string | Iterable<[string, string]> | Record<string, string>} [init] */
  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init === 'object' || typeof init === 'function') {
      this.#list = #list in init && init[Symbol.iterator] === kEntries ?
        init.#list.slice() :
        listOfObject(init);
      return;
    }
    const text = toUSVString(init);
    this.#list = parse(text.charCodeAt(0) === QUESTION_MARK ? text.slice(1) : text);
  }

  get size() {
    requireThis(this);
    return this.#list.length / 2;
  }

  append(name, value) {
    requireThis(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    this.#list.push(toUSVString(name), toUSVString(value));
    this.#update();
  }

  delete(name, value = undefined) {
    requireThis(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const wanted = toUSVString(name);
    const wantedValue = value === undefined ? undefined : toUSVString(value);
    const kept = [];
    for (let i = 0; i < this.#list.length; i += 2) {
      const goes = this.#list[i] === wanted && (wantedValue === undefined || this.#list[i + 1] === wantedValue);
      if (!goes) kept.push(this.#list[i], this.#list[i + 1]);
    }
    this.#list = kept;
    this.#update();
  }

  get(name) {
    requireThis(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const at = indexOfName(this.#list, toUSVString(name), 0);
    return at === -1 ? null : this.#list[at + 1];
  }

  getAll(name) {
    requireThis(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const wanted = toUSVString(name);
    const values = [];
    for (let at = indexOfName(this.#list, wanted, 0); at !== -1; at = indexOfName(this.#list, wanted, at + 2)) {
      values.push(this.#list[at + 1]);
    }
    return values;
  }

  has(name, value = undefined) {
    requireThis(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const wanted = toUSVString(name);
    if (value === undefined) return indexOfName(this.#list, wanted, 0) !== -1;
    const wantedValue = toUSVString(value);
    for (let at = indexOfName(this.#list, wanted, 0); at !== -1; at = indexOfName(this.#list, wanted, at + 2)) {
      if (this.#list[at + 1] === wantedValue) return true;
    }
    return false;
  }

  /** The first pair of the name gets the value, the others go. */
  set(name, value) {
    requireThis(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    const wanted = toUSVString(name);
    const newValue = toUSVString(value);
    const kept = [];
    let found = false;
    for (let i = 0; i < this.#list.length; i += 2) {
      const matches = this.#list[i] === wanted;
      if (matches && found) continue;
      found ||= matches;
      kept.push(this.#list[i], matches ? newValue : this.#list[i + 1]);
    }
    if (!found) kept.push(wanted, newValue);
    this.#list = kept;
    this.#update();
  }

  /** By name, as UTF-16 units compare; pairs of one name keep their order. */
  sort() {
    requireThis(this);
    const pairs = [];
    for (let i = 0; i < this.#list.length; i += 2) pairs.push([this.#list[i], this.#list[i + 1]]);
    pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#list = pairs.flat();
    this.#update();
  }

  entries() {
    requireThis(this);
    return new SearchParamsIterator(this, 'entries');
  }

  forEach(callback, thisArg = undefined) {
    requireThis(this);
    validateFunction(callback, 'callback');
    // The list is read anew each time: the callback may change it.
    for (let i = 0; i < this.#list.length; i += 2) callback.call(thisArg, this.#list[i + 1], this.#list[i], this);
  }

  keys() {
    requireThis(this);
    return new SearchParamsIterator(this, 'keys');
  }

  values() {
    requireThis(this);
    return new SearchParamsIterator(this, 'values');
  }

  toString() {
    requireThis(this);
    return serialize(this.#list);
  }

  [kInspect](depth, options) {
    requireThis(this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('internal:util/inspect');
    const inner = { ...options, depth: options.depth == null ? options.depth : depth - 1 };
    const pairs = [];
    for (let i = 0; i < this.#list.length; i += 2) {
      pairs.push(`${inspect(this.#list[i], inner)} => ${inspect(this.#list[i + 1], inner)}`);
    }
    return `${this.constructor.name} ${block(pairs, inner.breakLength)}`;
  }

  #update() {
    this.#changed?.(serialize(this.#list));
  }

  static {
    attach = (query, changed) => {
      const params = new URLSearchParams();
      params.#list = parse(query);
      params.#changed = changed;
      return params;
    };
    refill = (params, query) => { params.#list = parse(query); };
    isParams = (value) => typeof value === 'object' && value !== null && #list in value;
    listOf = (params) => params.#list;
  }
}

forbidCloning(URLSearchParams);

const kEntries = URLSearchParams.prototype.entries;

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

/** Reads the list as it goes, so that changes made meanwhile show. */
class SearchParamsIterator {
  #params;
  #kind;
  #at = 0;

  constructor(params, kind) {
    this.#params = params;
    this.#kind = kind;
  }

  next() {
    if (typeof this !== 'object' || this === null || !(#params in this)) {
      throw new ERR_INVALID_THIS('URLSearchParamsIterator');
    }
    const list = listOf(this.#params);
    if (this.#at >= list.length) return { value: undefined, done: true };
    const at = this.#at;
    this.#at += 2;
    return { value: pick(list, at, this.#kind), done: false };
  }

  [kInspect](depth, options) {
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('internal:util/inspect');
    const inner = { ...options, depth: options.depth == null ? options.depth : depth - 1 };
    const list = listOf(this.#params);
    const left = [];
    for (let at = this.#at; at < list.length; at += 2) left.push(inspect(pick(list, at, this.#kind), inner));
    return `${this[Symbol.toStringTag]} ${block(left, inner.breakLength)}`;
  }
}

Object.setPrototypeOf(SearchParamsIterator.prototype, IteratorPrototype);
delete SearchParamsIterator.prototype.constructor;
Object.defineProperties(SearchParamsIterator.prototype, {
  next: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URLSearchParams Iterator' },
});

for (const name of Object.getOwnPropertyNames(URLSearchParams.prototype)) {
  if (name !== 'constructor') Object.defineProperty(URLSearchParams.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperties(URLSearchParams.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URLSearchParams' },
  [Symbol.iterator]: { __proto__: null, configurable: true, writable: true, value: kEntries },
});

module.exports = {
  URLSearchParams,
  /** `(query, changed) => URLSearchParams` of a URL, which hears of changes. */
  attach,
  /** `(params, query)`: the query of the URL has changed. */
  refill,
  toUSVString,
};

const QUESTION_MARK = 63;

function requireThis(value) {
  if (!isParams(value)) throw new ERR_INVALID_THIS('URLSearchParams');
}

/** A symbol throws, an unpaired surrogate becomes U+FFFD. */
function toUSVString(value) {
  return `${value}`.toWellFormed();
}

function indexOfName(list, name, from) {
  for (let i = from; i < list.length; i += 2) {
    if (list[i] === name) return i;
  }
  return -1;
}

function pick(list, at, kind) {
  if (kind === 'keys') return list[at];
  return kind === 'values' ? list[at + 1] : [list[at], list[at + 1]];
}

function listOfObject(init) {
  const method = init[Symbol.iterator];
  if (method === undefined || method === null) return listOfRecord(init);
  if (typeof method !== 'function') throw new ERR_ARG_NOT_ITERABLE('Query pairs');
  const list = [];
  for (const pair of init) list.push(...tuple(pair));
  return list;
}

function tuple(pair) {
  const iterable = (typeof pair === 'object' && pair !== null) || typeof pair === 'function';
  if (!iterable || typeof pair[Symbol.iterator] !== 'function') throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
  const items = [...pair];
  if (items.length !== 2) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
  return items.map(toUSVString);
}

/** Names that become equal when their surrogates are replaced are one name, with the last value. */
function listOfRecord(record) {
  const values = new Map();
  for (const key of Reflect.ownKeys(record)) {
    if (Reflect.getOwnPropertyDescriptor(record, key)?.enumerable) values.set(toUSVString(key), toUSVString(record[key]));
  }
  return [...values].flat();
}

/** `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing). */
function parse(query) {
  const list = [];
  if (query === '') return list;
  const pairs = query.split('&');
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i];
    if (pair === '') continue;
    const at = pair.indexOf('=');
    list.push(decode(at === -1 ? pair : pair.slice(0, at)), at === -1 ? '' : decode(pair.slice(at + 1)));
  }
  return list;
}

function decode(text) {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Malformed: byte by byte, with replacement characters. Here, as the module is rarely needed.
    const { Buffer } = require('node:buffer');
    const { unescapeBuffer } = require('node:querystring');
    return unescapeBuffer(Buffer.from(spaced).latin1Slice()).utf8Slice();
  }
}

function serialize(list) {
  let query = '';
  for (let i = 0; i < list.length; i += 2) {
    query += `${i === 0 ? '' : '&'}${encode(list[i])}=${encode(list[i + 1])}`;
  }
  return query;
}

const LAST_ASCII = 0x7f;

/** What stands for each ASCII character: itself, an escape, or the plus of the space. */
const ENCODED = Array.from({ length: LAST_ASCII + 1 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z0-9*\-._]/.test(character)) return character;
  return code === 32 ? '+' : `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** Goes by character, as most texts are short: a pair takes 20 ns where two regular expressions took 60. */
function encode(text) {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > LAST_ASCII || ENCODED[code].length > 1 || code === 32) return encodeFrom(text, i);
  }
  return text;
}

/** @param {number} from the first character that does not stand for itself */
function encodeFrom(text, from) {
  let encoded = text.slice(0, from);
  for (let i = from; i < text.length;) {
    const code = text.charCodeAt(i);
    if (code <= LAST_ASCII) {
      encoded += ENCODED[code];
      i++;
    } else {
      const end = endOfWide(text, i);
      encoded += encodeURIComponent(text.slice(i, end));
      i = end;
    }
  }
  return encoded;
}

/** Where the next ASCII character is. The text is well-formed, so no pair of surrogates is torn. */
function endOfWide(text, from) {
  let end = from;
  while (end < text.length && text.charCodeAt(end) > LAST_ASCII) end++;
  return end;
}

/** Items in braces, on one line when they fit. */
function block(items, breakLength) {
  if (items.length === 0) return '{}';
  const { stripControlSequences } = require('internal:util/text_width');
  const length = items.reduce((sum, item) => sum + stripControlSequences(item).length + 2, -2);
  return length > breakLength ? `{\n  ${items.join(',\n  ')} }` : `{ ${items.join(', ')} }`;
}
