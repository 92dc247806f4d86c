'use strict';

/** https://fetch.spec.whatwg.org/#headers-class */

const { codes } = require('internal:shared/errors');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const kBadValue = /[\0\r\n]|[^\0-\xff]/;

class Headers {
  /** Lower-case name to the values given. @type {Map<string, string[]>} */
  #map = new Map();

  /** @param {Headers | Record<string, string> | Iterable<[string, string]>} [init] */
  constructor(init = undefined) {
    if (init === undefined || init === null) {
      if (init === null) throw new TypeError('Headers constructor: init given was not a sequence or a record');
      return;
    }
    if (typeof init !== 'object') throw new TypeError('Headers constructor: init given was not a sequence or a record');
    if (typeof init[Symbol.iterator] === 'function') {
      for (const pair of init) {
        const items = [...pair];
        if (items.length !== 2) throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${items.length}.`);
        this.append(items[0], items[1]);
      }
      return;
    }
    for (const key of Reflect.ownKeys(init)) if (Object.prototype.propertyIsEnumerable.call(init, key)) this.append(key, init[key]);
  }

  append(name, value) {
    requireArguments(arguments, 2, 'append');
    const key = nameOf(name, 'append');
    const values = this.#map.get(key);
    if (values === undefined) this.#map.set(key, [valueOf(value, 'append')]);
    else values.push(valueOf(value, 'append'));
  }

  delete(name) {
    requireArguments(arguments, 1, 'delete');
    this.#map.delete(nameOf(name, 'delete'));
  }

  get(name) {
    requireArguments(arguments, 1, 'get');
    return this.#map.get(nameOf(name, 'get'))?.join(', ') ?? null;
  }

  getSetCookie() {
    return this.#map.get('set-cookie')?.slice() ?? [];
  }

  has(name) {
    requireArguments(arguments, 1, 'has');
    return this.#map.has(nameOf(name, 'has'));
  }

  set(name, value) {
    requireArguments(arguments, 2, 'set');
    this.#map.set(nameOf(name, 'set'), [valueOf(value, 'set')]);
  }

  /** Sorted by name; every `set-cookie` on its own. */
  *entries() {
    for (const name of [...this.#map.keys()].sort()) {
      const values = this.#map.get(name);
      if (values === undefined) continue;
      if (name === 'set-cookie') for (const value of values) yield [name, value];
      else yield [name, values.join(', ')];
    }
  }

  *keys() { for (const [name] of this.entries()) yield name; }
  *values() { for (const [, value] of this.entries()) yield value; }

  forEach(callback, thisArg = undefined) {
    if (typeof callback !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    for (const [name, value] of this.entries()) Reflect.apply(callback, thisArg, [value, name, this]);
  }

  [Symbol.iterator]() { return this.entries(); }

  [kInspect](depth, options, inspect) {
    return `Headers ${inspect(Object.fromEntries(this.entries()), { ...options, depth: options.depth ?? depth })}`;
  }
}

for (const name of ['append', 'delete', 'get', 'has', 'set', 'getSetCookie', 'keys', 'values', 'entries', 'forEach']) {
  Object.defineProperty(Headers.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(Headers.prototype, Symbol.toStringTag, { __proto__: null, value: 'Headers', configurable: true });

function requireArguments(given, count, method) {
  if (given.length >= count) return;
  throw new TypeError(`Headers.${method}: ${count} argument${count > 1 ? 's' : ''} required, but${given.length ? ' only' : ''} ${given.length} found.`);
}

function nameOf(name, method) {
  const text = `${name}`;
  if (!kName.test(text)) throw new TypeError(`Headers.${method}: ${text} is an invalid header name.`);
  return text.toLowerCase();
}

function valueOf(value, method) {
  const text = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (kBadValue.test(text)) throw new TypeError(`Headers.${method}: ${text} is an invalid header value.`);
  return text;
}

module.exports = { Headers };
