'use strict';

/** What the classes of the Streams Standard (https://streams.spec.whatwg.org/) share: their internal slots, checks, and inspection. */

const { codes } = require('internal:shared/errors');

/** An object's internal slots, a plain record. Having them is what makes it one of ours. */
const kState = Symbol('kState');
/** Passed to a constructor that user code must not call. */
const kInternal = Symbol('kInternal');

/**
 * @template T
 * @param {T} object
 * @param {string} kind the class it must be of
 */
function slots(object, kind) {
  const state = object?.[kState];
  if (state === undefined || state.kind !== kind) throw new codes.ERR_INVALID_THIS(kind);
  return state;
}

function isKind(value, kind) {
  return value?.[kState]?.kind === kind;
}

function requireInternal(token) {
  if (token !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
}

/** @returns {TypeError} */
function invalidState(message) {
  return new codes.ERR_INVALID_STATE.TypeError(message);
}

/** A promise whose rejection is reported elsewhere too: on its own it must not end the process. */
function markHandled(promise) {
  promise.then(undefined, () => {});
  return promise;
}

function rejected(err) {
  return Promise.reject(err);
}

function handledRejection(err) {
  return markHandled(Promise.reject(err));
}

/**
 * A user's method as an algorithm that always gives a promise.
 * @param {object} object it is called on
 * @param {Function | undefined} method
 * @param {string} name
 */
function promiseAlgorithm(object, method, name) {
  if (method === undefined) return () => Promise.resolve();
  requireFunction(method, name);
  return (...args) => {
    try {
      return Promise.resolve(Reflect.apply(method, object, args));
    } catch (err) {
      return Promise.reject(err);
    }
  };
}

function requireFunction(value, name) {
  if (typeof value !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(name, 'Function', value);
}

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** Makes the members of a class enumerable, as Web IDL has them, and gives it a tag and an inspection. */
function finishClass(Class, members, describe) {
  for (const name of members) {
    Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  }
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: Class.name });
  Object.defineProperty(Class.prototype, kInspect, {
    __proto__: null,
    configurable: true,
    writable: true,
    value: { [kInspect](depth, options, inspect = undefined) {
      if (!(this instanceof Class)) throw new codes.ERR_INVALID_THIS(Class.name);
      if (depth < 0) return this;
      const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
      return `${Class.name} ${inspect(describe(this), inner)}`;
    } }[kInspect],
  });
}

module.exports = {
  kState, kInternal, slots, isKind, requireInternal, invalidState, markHandled, rejected, handledRejection, promiseAlgorithm,
  requireFunction, finishClass,
};
