'use strict';

/** `Headers` of the fetch standard. Names are kept in lower case; iteration is sorted, as the standard wants it. */

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const forbiddenInValue = /[\0\r\n]|[^\x00-\xff]/;

class Headers {
  /** Values by lower-cased name. @type {Map<string, string[]>} */
  #values = new Map();

  /** @param {Headers | Record<string, string> | Iterable<[string, string]>} [init] */
  constructor(init) {
    if (init === undefined || init === null) return;
    if (typeof init !== 'object') {
      throw new TypeError("Failed to construct 'Headers': The provided value is not of type '(record<ByteString, ByteString> or sequence<sequence<ByteString>>)'.");
    }
    if (typeof init[Symbol.iterator] !== 'function') {
      for (const name of Reflect.ownKeys(init)) this.append(name, init[name]);
      return;
    }
    for (const pair of init) {
      const entry = [...pair];
      if (entry.length !== 2) throw new TypeError('Headers constructor: expected name/value pair to be length 2, found ' + entry.length);
      this.append(entry[0], entry[1]);
    }
  }

  append(name, value) {
    const key = normalName(name, 'append');
    const text = normalValue(value, 'append');
    const known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, [text]);
    else known.push(text);
  }

  delete(name) {
    this.#values.delete(normalName(name, 'delete'));
  }

  get(name) {
    const values = this.#values.get(normalName(name, 'get'));
    return values === undefined ? null : values.join(', ');
  }

  getSetCookie() {
    return [...(this.#values.get('set-cookie') ?? [])];
  }

  has(name) {
    return this.#values.has(normalName(name, 'has'));
  }

  set(name, value) {
    this.#values.set(normalName(name, 'set'), [normalValue(value, 'set')]);
  }

  forEach(callback, thisArg = undefined) {
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this) Reflect.apply(callback, thisArg, [value, name, this]);
  }

  /** Each cookie is an entry of its own; the values of any other name are joined. */
  *entries() {
    for (const name of [...this.#values.keys()].sort()) {
      if (name === 'set-cookie') for (const value of this.getSetCookie()) yield [name, value];
      else yield [name, this.get(name)];
    }
  }

  *keys() {
    for (const [name] of this.entries()) yield name;
  }

  *values() {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return `Headers ${inspect(Object.fromEntries(this), options)}`;
  }
}

Object.defineProperties(Headers.prototype, {
  [Symbol.iterator]: { __proto__: null, value: Headers.prototype.entries, writable: true, enumerable: false, configurable: true },
  [Symbol.toStringTag]: { __proto__: null, value: 'Headers', writable: false, enumerable: false, configurable: true },
});
for (const name of ['append', 'delete', 'get', 'getSetCookie', 'has', 'set', 'forEach', 'entries', 'keys', 'values']) {
  Object.defineProperty(Headers.prototype, name, { enumerable: true });
}

function normalName(name, method) {
  const text = String(name);
  if (!token.test(text)) throw new TypeError(`Headers.${method}: ${text} is an invalid header name.`);
  return text.toLowerCase();
}

function normalValue(value, method) {
  const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (forbiddenInValue.test(text)) throw new TypeError(`Headers.${method}: ${text} is an invalid header value.`);
  return text;
}

module.exports = { Headers };
