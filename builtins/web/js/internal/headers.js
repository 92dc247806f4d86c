'use strict';

/** https://fetch.spec.whatwg.org/#headers-class */

const { definePairIteration } = require('internal:web/pair_iterator');
const { defineInterface, illegalInvocation, isObject, requireArguments, shown, toByteString } = require('internal:web/webidl');
const { forbidCloning } = require('internal:web/transferable');

const { propertyIsEnumerable } = Object.prototype;

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const kBadValue = /[\0\r\n]|[^\0-\xff]/;
/** Up to this length a loop is faster than a call of a regular expression. */
const SHORT = 64;
/** By code: whether the character may stand in a name. */
const kNameCodes = Uint8Array.from({ length: 128 }, (_, code) => Number(kName.test(String.fromCharCode(code))));
const kOuterBlanks = /^[\t\n\r ]+|[\t\n\r ]+$/g;

/** Fields of a message, in the order of their first occurrence (https://fetch.spec.whatwg.org/#concept-header-list). */
class HeaderList {
  /** Fields not yet looked at: names and values, each ended by a line feed. */
  #text;
  /** By lower-case name. @type {Map<string, { name: string, value: string }>} */
  #fields = new Map();
  /** The values of `set-cookie`, which cannot be joined. @type {string[]} */
  #cookies = [];
  /** The pairs that iteration gives, until something changes. */
  #sorted = null;

  /** @param {string} [text] as the HTTP parser gives it */
  constructor(text = '') {
    this.#text = text;
  }

  #ready() {
    if (this.#text !== '') this.#parse();
    return this.#fields;
  }

  #parse() {
    const text = this.#text;
    this.#text = '';
    for (let start = 0; start < text.length;) {
      const nameEnd = text.indexOf('\n', start);
      const valueEnd = text.indexOf('\n', nameEnd + 1);
      this.append(text.slice(start, nameEnd).toLowerCase(), text.slice(nameEnd + 1, valueEnd));
      start = valueEnd + 1;
    }
  }

  append(name, value) {
    const fields = this.#ready();
    const key = name.toLowerCase();
    this.#sorted = null;
    if (key === 'set-cookie') this.#cookies.push(value);
    const known = fields.get(key);
    if (known === undefined) fields.set(key, { name, value });
    else known.value += `${key === 'cookie' ? '; ' : ', '}${value}`;
  }

  set(name, value) {
    const key = name.toLowerCase();
    if (key === 'set-cookie') this.#cookies = [value];
    this.#ready().set(key, { name, value });
    this.#sorted = null;
  }

  delete(name) {
    const key = name.toLowerCase();
    if (!this.#ready().delete(key)) return;
    if (key === 'set-cookie') this.#cookies = [];
    this.#sorted = null;
  }

  /** @returns {string | null} */
  get(name) {
    return this.#ready().get(name.toLowerCase())?.value ?? null;
  }

  has(name) {
    return this.#ready().has(name.toLowerCase());
  }

  get cookies() {
    this.#ready();
    return this.#cookies;
  }

  /** Sorted by name, every `set-cookie` on its own. @returns {[string, string][]} */
  sorted() {
    if (this.#text === '' && this.#sorted !== null) return this.#sorted;
    const fields = this.#ready();
    const pairs = [];
    for (const key of [...fields.keys()].sort()) {
      if (key === 'set-cookie') for (const value of this.#cookies) pairs.push([key, value]);
      else pairs.push([key, fields.get(key).value]);
    }
    return (this.#sorted = pairs);
  }

  /** Names as given, with their values. @returns {Iterable<{ name: string, value: string }>} */
  fields() {
    return this.#ready().values();
  }

  /** Takes over all fields of another list. @param {HeaderList} other */
  copyFrom(other) {
    this.#fields = new Map(Array.from(other.#ready(), ([key, { name, value }]) => [key, { name, value }]));
    this.#cookies = other.#cookies.slice();
    this.#text = '';
    this.#sorted = null;
  }

  clone() {
    const copy = new HeaderList();
    copy.copyFrom(this);
    return copy;
  }
}

let isHeaders;
let add;
let listOf;
let wrap;

class Headers {
  #list = new HeaderList();
  /** `none`, `request`, `response` or `immutable`. */
  #guard = 'none';

  static {
    isHeaders = (value) => isObject(value) && #list in value;
    add = (headers, name, value) => headers.#add(name, value);
    listOf = (headers) => headers.#list;
    wrap = (list, guard) => {
      const headers = new Headers();
      headers.#list = list;
      headers.#guard = guard;
      return headers;
    };
  }

  /** @param {HeadersInit} [init] */
  constructor(init = undefined) {
    if (init !== undefined) fill(this, init);
  }

  #requireWritable() {
    if (this.#guard === 'immutable') throw new TypeError('immutable');
  }

  /** @param {string} name @param {string} value as byte strings */
  #add(name, value) {
    const text = trimmed(value);
    requireName(name, 'append');
    requireValue(text, 'append');
    this.#requireWritable();
    this.#list.append(name, text);
  }

  append(name, value) {
    if (!isHeaders(this)) throw illegalInvocation();
    requireArguments(arguments, 2, 'Headers.append');
    this.#add(toByteString(name, 'Headers.append', 'name'), toByteString(value, 'Headers.append', 'value'));
  }

  delete(name) {
    if (!isHeaders(this)) throw illegalInvocation();
    requireArguments(arguments, 1, 'Headers.delete');
    const key = toByteString(name, 'Headers.delete', 'name');
    requireName(key, 'delete');
    this.#requireWritable();
    this.#list.delete(key);
  }

  get(name) {
    if (!isHeaders(this)) throw illegalInvocation();
    requireArguments(arguments, 1, 'Headers.get');
    const key = toByteString(name, 'Headers.get', 'name');
    requireName(key, 'get');
    return this.#list.get(key);
  }

  has(name) {
    if (!isHeaders(this)) throw illegalInvocation();
    requireArguments(arguments, 1, 'Headers.has');
    const key = toByteString(name, 'Headers.has', 'name');
    requireName(key, 'has');
    return this.#list.has(key);
  }

  set(name, value) {
    if (!isHeaders(this)) throw illegalInvocation();
    requireArguments(arguments, 2, 'Headers.set');
    const key = toByteString(name, 'Headers.set', 'name');
    const text = trimmed(toByteString(value, 'Headers.set', 'value'));
    requireName(key, 'set');
    requireValue(text, 'set');
    this.#requireWritable();
    this.#list.set(key, text);
  }

  getSetCookie() {
    if (!isHeaders(this)) throw illegalInvocation();
    return this.#list.cookies.slice();
  }

  static {
    definePairIteration(this, (headers) => {
      if (!isHeaders(headers)) throw illegalInvocation();
      return headers.#list.sorted();
    });
  }

  [kInspect](depth, options) {
    const { formatWithOptions } = require('node:util');
    const inner = { ...options, depth: options.depth ?? depth };
    return `Headers ${formatWithOptions(inner, Object.fromEntries(Array.from(this.#list.fields(), ({ name, value }) => [name, value])))}`;
  }

  static {
    Object.defineProperty(this.prototype, Symbol.iterator, {
      __proto__: null, value: this.prototype.entries, writable: true, configurable: true,
    });
  }
}

forbidCloning(Headers);

defineInterface(Headers, ['append', 'delete', 'get', 'has', 'set', 'getSetCookie']);

/** Adds the fields of `init` (https://fetch.spec.whatwg.org/#concept-headers-fill). */
function fill(headers, init) {
  if (isHeaders(init) && Object.getPrototypeOf(init) === Headers.prototype && init[Symbol.iterator] === Headers.prototype.entries) {
    listOf(headers).copyFrom(listOf(init));
    return;
  }
  if (typeof init !== 'object' || init === null) {
    throw new TypeError('Headers constructor: Argument 1 could not be converted to one of: ' +
      'sequence<sequence<ByteString>>, record<ByteString, ByteString>.');
  }
  const pairs = typeof init[Symbol.iterator] === 'function' ? pairsOfSequence(init) : pairsOfRecord(init);
  for (let i = 0; i < pairs.length; i++) add(headers, pairs[i][0], pairs[i][1]);
}

function pairsOfSequence(init) {
  const pairs = [];
  let index = 0;
  for (const item of init) {
    if (!isObject(item) || typeof item[Symbol.iterator] !== 'function') {
      throw new TypeError(`Headers constructor: init[${index}] (${shown(item)}) is not iterable.`);
    }
    const values = Array.from(item, (value, at) => toByteString(value, 'Headers constructor', `init[${index}][${at}]`));
    if (values.length !== 2) {
      throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${values.length}.`);
    }
    pairs.push(values);
    index++;
  }
  return pairs;
}

function pairsOfRecord(init) {
  const pairs = [];
  for (const key of Reflect.ownKeys(init)) {
    if (!propertyIsEnumerable.call(init, key)) continue;
    const name = toByteString(key, 'Headers constructor', 'init');
    const value = init[key];
    pairs.push([name, toByteString(value, 'Headers constructor', typeof value === 'symbol' ? `init["${name}"]` : name)]);
  }
  return pairs;
}

function requireName(name, method) {
  if (!isName(name)) throw new TypeError(`Headers.${method}: "${name}" is an invalid header name.`);
}

function isName(name) {
  if (name.length > SHORT) return kName.test(name);
  for (let i = 0; i < name.length; i++) {
    if (kNameCodes[name.charCodeAt(i)] !== 1) return false;
  }
  return name.length > 0;
}

function requireValue(value, method) {
  if (!isValue(value)) throw new TypeError(`Headers.${method}: "${value}" is an invalid header value.`);
}

function isValue(value) {
  if (value.length > SHORT) return !kBadValue.test(value);
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 0x00 || code === 0x0a || code === 0x0d || code > 0xff) return false;
  }
  return true;
}

/** Few values have blanks at their ends. */
function trimmed(value) {
  const mayHave = value.length > 0 && (isBlank(value.charCodeAt(0)) || isBlank(value.charCodeAt(value.length - 1)));
  return mayHave ? value.replace(kOuterBlanks, '') : value;
}

function isBlank(code) {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** Headers around a list that others share. @param {HeaderList} list @param {'none' | 'request' | 'response' | 'immutable'} guard */
function headersOf(list, guard) {
  return wrap(list, guard);
}

module.exports = { HeaderList, Headers, fillHeaders: fill, headersOf, listOf };
