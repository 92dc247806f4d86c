'use strict';

/** Uncaught errors on their way to the parent: the class and every property arrive, what cannot be cloned as its text. */

const { inspect } = require('node:util');
const { serialize } = require('internal:web/message');

/** The classes an error can have on the other side. */
const kClasses = { Error, TypeError, RangeError, URIError, SyntaxError, ReferenceError, EvalError, AggregateError };

/** Deeper causes arrive as text. */
const kMaxCauses = 16;

/**
 * @param {unknown} error
 * @param {string} place where it was thrown, to stand before the stack
 * @returns {object} a value that can be cloned
 */
function packError(error, place) {
  try {
    return pack(error, place, 0);
  } catch {
    return { text: inspect(error) };
  }
}

function pack(error, place, depth) {
  if (typeof error === 'symbol') return { symbol: error.description ?? '' };
  const known = isError(error) && depth < kMaxCauses ? className(error) : undefined;
  if (known !== undefined) return { class: known, properties: properties(error, place, depth) };
  return isCloneable(error) ? { value: error } : { text: inspect(error) };
}

function isError(value) {
  if (typeof value !== 'object' || value === null) return false;
  return require('node:util').types.isNativeError(value) && !isDOMException(value);
}

function isDOMException(value) {
  return value instanceof require('internal:web/dom_exception').DOMException;
}

/** The nearest class that the other side has too. */
function className(error) {
  for (let prototype = error; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const constructor = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    if (constructor !== undefined && Object.hasOwn(kClasses, constructor.name)) return constructor.name;
  }
  return undefined;
}

function properties(error, place, depth) {
  const packed = [];
  for (const name of names(error)) {
    const value = read(error, name);
    if (typeof value === 'function') continue;
    const enumerable = Object.getOwnPropertyDescriptor(error, name)?.enumerable ?? false;
    packed.push([name, enumerable, name === 'stack' ? { value: placed(value, place) } : pack(value, '', depth + 1)]);
  }
  return packed;
}

/** Own names, and those of classes between the error's and the ones that the other side has. */
function names(error) {
  const found = new Set(['stack', 'message', 'name']);
  for (let object = error; object !== null && !isKnownPrototype(object); object = Object.getPrototypeOf(object)) {
    for (const name of Object.getOwnPropertyNames(object)) if (name !== 'constructor') found.add(name);
  }
  return found;
}

function isKnownPrototype(object) {
  return Object.values(kClasses).some((known) => known.prototype === object);
}

function read(error, name) {
  try {
    return error[name];
  } catch {
    return undefined;
  }
}

function placed(stack, place) {
  return typeof stack !== 'string' || stack.startsWith(place) ? stack : place + stack;
}

function isCloneable(value) {
  try {
    serialize(value);
    return true;
  } catch {
    return false;
  }
}

/** @param {object} packed what `packError` has given, cloned */
function unpackError(packed) {
  if ('text' in packed) return packed.text;
  if ('symbol' in packed) return Symbol.for(packed.symbol);
  if (!('class' in packed)) return packed.value;
  const Class = kClasses[packed.class];
  const error = packed.class === 'AggregateError' ? new Class([]) : new Class();
  for (const [name, enumerable, value] of packed.properties) {
    if (name === 'name' && unpackError(value) === error.name) continue;
    Object.defineProperty(error, name, { __proto__: null, value: unpackError(value), enumerable, writable: true, configurable: true });
  }
  return error;
}

module.exports = { packError, unpackError };
