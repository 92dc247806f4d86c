'use strict';

/** A mocked property: its reads and writes, and the value it has instead. */

const { codes } = require('internal:shared/errors');
const { validateInteger } = require('internal:shared/validators');

class MockPropertyContext {
  #object;
  #name;
  #original;
  #value;
  #accesses = [];
  #once = new Map();

  constructor(object, name, value, isGiven) {
    if (object === null || (typeof object !== 'object' && typeof object !== 'function')) throw new codes.ERR_INVALID_ARG_TYPE('object', 'object', object);
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (descriptor === undefined) throw new codes.ERR_INVALID_ARG_VALUE('propertyName', name, 'is not a property of the object');
    this.#object = object;
    this.#name = name;
    this.#original = descriptor;
    this.#value = isGiven ? value : object[name];
    Object.defineProperty(object, name, {
      __proto__: null,
      configurable: true,
      enumerable: descriptor.enumerable,
      get: () => this.#read(),
      set: (written) => this.#write(written),
    });
  }

  /** A copy: what a test does to it changes nothing here. */
  get accesses() {
    return this.#accesses.slice();
  }

  accessCount() {
    return this.#accesses.length;
  }

  /** Counts as a write. */
  mockImplementation(value) {
    this.#write(value);
  }

  mockImplementationOnce(value, onAccess) {
    const access = onAccess ?? this.#accesses.length;
    validateInteger(access, 'onAccess', this.#accesses.length);
    this.#once.set(access, value);
  }

  resetAccesses() {
    this.#accesses = [];
  }

  restore() {
    Object.defineProperty(this.#object, this.#name, this.#original);
  }

  #isWritable() {
    const { writable, set } = this.#original;
    return writable === true || typeof set === 'function';
  }

  #read() {
    const value = this.#take(this.#value);
    this.#accesses.push({ __proto__: null, type: 'get', value, stack: new Error() });
    return value;
  }

  #write(written) {
    if (!this.#isWritable()) throw new codes.ERR_INVALID_ARG_VALUE('propertyName', this.#name, 'cannot be set');
    const value = this.#take(written);
    this.#accesses.push({ __proto__: null, type: 'set', value, stack: new Error() });
    this.#value = value;
  }

  /** The value that stands in for one access, or the usual one. */
  #take(usual) {
    const index = this.#accesses.length;
    if (!this.#once.has(index)) return usual;
    const value = this.#once.get(index);
    this.#once.delete(index);
    return value;
  }
}

/** The object seen through a proxy that also has `mock`. */
function mockedProperty(object, context) {
  return new Proxy(object, {
    __proto__: null,
    get: (target, key, receiver) => (key === 'mock' ? context : Reflect.get(target, key, receiver)),
  });
}

module.exports = { MockPropertyContext, mockedProperty };
