'use strict';

/** URLSearchParams (https://url.spec.whatwg.org/#interface-urlsearchparams): a flat list of name, value, name, value … */

const { codes } = require('internal:shared/errors');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** Access for URL. */
let attachParams;
let replaceParams;
let listOf;
let isParams;

class URLSearchParams {
  /** @type {string[]} */
  #list = [];
  /** @type {URL | undefined} */
  #url;

  static {
    attachParams = (url, search) => {
      const params = new URLSearchParams(search);
      params.#url = url;
      return params;
    };
    replaceParams = (params, search) => { params.#list = parseQuery(search); };
    listOf = (params) => params.#list;
    isParams = (value) => #list in value;
  }

  /** @param {string | Record<string, string> | Iterable<[string, string]>} [init] */
  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init === 'object' || typeof init === 'function') this.#list = listFrom(init);
    else this.#list = parseQuery(toUSVString(init));
  }

  get size() {
    requireParams(this, #list in this);
    return this.#list.length / 2;
  }

  append(name, value) {
    requireParams(this, #list in this);
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('name', 'value');
    this.#list.push(toUSVString(name), toUSVString(value));
    this.#changed();
  }

  delete(name, value = undefined) {
    requireParams(this, #list in this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    const [key, only] = [toUSVString(name), value === undefined ? undefined : toUSVString(value)];
    this.#keep((k, v) => k !== key || (only !== undefined && v !== only));
    this.#changed();
  }

  get(name) {
    requireParams(this, #list in this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    const list = this.#list;
    const key = toUSVString(name);
    for (let i = 0; i < list.length; i += 2) if (list[i] === key) return list[i + 1];
    return null;
  }

  getAll(name) {
    requireParams(this, #list in this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    const key = toUSVString(name);
    const values = [];
    for (let i = 0; i < this.#list.length; i += 2) if (this.#list[i] === key) values.push(this.#list[i + 1]);
    return values;
  }

  has(name, value = undefined) {
    requireParams(this, #list in this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    const [key, only] = [toUSVString(name), value === undefined ? undefined : toUSVString(value)];
    for (let i = 0; i < this.#list.length; i += 2) {
      if (this.#list[i] === key && (only === undefined || this.#list[i + 1] === only)) return true;
    }
    return false;
  }

  set(name, value) {
    requireParams(this, #list in this);
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('name', 'value');
    const [key, text] = [toUSVString(name), toUSVString(value)];
    const list = this.#list;
    let first = -1;
    for (let i = 0; i < list.length && first === -1; i += 2) if (list[i] === key) first = i;
    if (first === -1) {
      list.push(key, text);
    } else {
      list[first + 1] = text;
      let index = -2;
      this.#keep((k) => (index += 2) <= first || k !== key);
    }
    this.#changed();
  }

  /** By name; names that are equal keep their order. */
  sort() {
    requireParams(this, #list in this);
    const pairs = [];
    for (let i = 0; i < this.#list.length; i += 2) pairs.push([this.#list[i], this.#list[i + 1]]);
    pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    this.#list = pairs.flat();
    this.#changed();
  }

  entries() {
    requireParams(this, #list in this);
    return new ParamsIterator(this, kBoth);
  }

  forEach(callback, thisArg = undefined) {
    requireParams(this, #list in this);
    if (typeof callback !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    for (let i = 0; i < this.#list.length; i += 2) Reflect.apply(callback, thisArg, [this.#list[i + 1], this.#list[i], this]);
  }

  keys() {
    requireParams(this, #list in this);
    return new ParamsIterator(this, kKeys);
  }

  values() {
    requireParams(this, #list in this);
    return new ParamsIterator(this, kValues);
  }

  toString() {
    requireParams(this, #list in this);
    return serialize(this.#list);
  }

  [kInspect](depth, options, inspect) {
    requireParams(this, #list in this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const pairs = [];
    for (let i = 0; i < this.#list.length; i += 2) pairs.push(`${inspect(this.#list[i], options)} => ${inspect(this.#list[i + 1], options)}`);
    return braces(`${this.constructor.name} `, pairs, options);
  }

  #keep(test) {
    const kept = [];
    for (let i = 0; i < this.#list.length; i += 2) {
      if (test(this.#list[i], this.#list[i + 1])) kept.push(this.#list[i], this.#list[i + 1]);
    }
    this.#list = kept;
  }

  #changed() {
    if (this.#url === undefined) return;
    const list = this.#list;
    require('internal:url/url').updateSearch(this.#url, serialize(list));
    this.#list = list;
  }
}

function braces(prefix, items, options) {
  if (items.length === 0) return `${prefix}{}`;
  const length = items.reduce((sum, item) => sum + item.length + 2, -2);
  return length <= options.breakLength ? `${prefix}{ ${items.join(', ')} }` : `${prefix}{\n  ${items.join(',\n  ')} }`;
}

function requireParams(value, isParams) {
  if (!isParams) throw new codes.ERR_INVALID_THIS('URLSearchParams');
}

Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  __proto__: null, value: URLSearchParams.prototype.entries, writable: true, configurable: true,
});
Object.defineProperty(URLSearchParams.prototype, Symbol.toStringTag, { __proto__: null, value: 'URLSearchParams', configurable: true });
for (const name of Object.getOwnPropertyNames(URLSearchParams.prototype)) {
  if (name !== 'constructor') Object.defineProperty(URLSearchParams.prototype, name, { __proto__: null, enumerable: true });
}

const kKeys = 'key';
const kValues = 'value';
const kBoth = 'key+value';

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

class ParamsIterator {
  #params;
  #kind;
  #index = 0;

  constructor(params, kind) {
    this.#params = params;
    this.#kind = kind;
  }

  next() {
    if (typeof this !== 'object' || this === null || !(#params in this)) throw new codes.ERR_INVALID_THIS('URLSearchParamsIterator');
    const list = listOf(this.#params);
    if (this.#index >= list.length) return { value: undefined, done: true };
    const value = this.#item(list, this.#index);
    this.#index += 2;
    return { value, done: false };
  }

  [kInspect](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const list = listOf(this.#params);
    const items = [];
    for (let i = this.#index; i < list.length; i += 2) items.push(inspect(this.#item(list, i), { ...options, breakLength: Infinity }));
    return braces('URLSearchParams Iterator ', items, options);
  }

  #item(list, index) {
    if (this.#kind === kKeys) return list[index];
    return this.#kind === kValues ? list[index + 1] : [list[index], list[index + 1]];
  }
}

Object.setPrototypeOf(ParamsIterator.prototype, IteratorPrototype);
Object.defineProperty(ParamsIterator.prototype, 'next', { __proto__: null, enumerable: true });
Object.defineProperty(ParamsIterator.prototype, Symbol.toStringTag, { __proto__: null, value: 'URLSearchParams Iterator', configurable: true });
delete ParamsIterator.prototype.constructor;

function listFrom(init) {
  const method = init[Symbol.iterator];
  if (method === URLSearchParams.prototype.entries && isParams(init)) return listOf(init).slice();
  if (method !== null && method !== undefined) {
    if (typeof method !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE('Query pairs');
    return listFromPairs(init);
  }
  const list = [];
  for (const key of Reflect.ownKeys(init)) {
    if (typeof key === 'symbol' || !Object.prototype.propertyIsEnumerable.call(init, key)) continue;
    const [name, value] = [toUSVString(key), toUSVString(init[key])];
    // Names that became equal when made well-formed: the last value counts.
    const known = list.findIndex((item, index) => index % 2 === 0 && item === name);
    if (known === -1) list.push(name, value);
    else list[known + 1] = value;
  }
  return list;
}

function listFromPairs(pairs) {
  const list = [];
  for (const pair of pairs) {
    const isObject = (typeof pair === 'object' && pair !== null) || typeof pair === 'function';
    if (!isObject || typeof pair[Symbol.iterator] !== 'function') throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    const items = [...pair];
    if (items.length !== 2) throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    list.push(toUSVString(items[0]), toUSVString(items[1]));
  }
  return list;
}

/** application/x-www-form-urlencoded to a list. */
function parseQuery(query) {
  const list = [];
  const text = query.charCodeAt(0) === 0x3f ? query.slice(1) : query;
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals === -1) list.push(decode(part), '');
    else list.push(decode(part.slice(0, equals)), decode(part.slice(equals + 1)));
  }
  return list;
}

function decode(text) {
  const plain = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!plain.includes('%')) return plain;
  const { unescapeBuffer } = require('node:querystring');
  return unescapeBuffer(plain).toString();
}

const kUnreserved = /[^A-Za-z0-9*\-._]/;

function serialize(list) {
  let text = '';
  for (let i = 0; i < list.length; i += 2) {
    text += `${i === 0 ? '' : '&'}${encode(list[i])}=${encode(list[i + 1])}`;
  }
  return text;
}

function encode(text) {
  if (!kUnreserved.test(text)) return text;
  return encodeURIComponent(text).replace(/%20/g, '+').replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function toUSVString(value) {
  return `${value}`.toWellFormed();
}

module.exports = { URLSearchParams, attachParams, replaceParams };
