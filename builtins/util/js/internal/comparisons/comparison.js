'use strict';

/** One comparison of two values: which kinds of objects meet, and the pairs on the way down. */

const { URL } = require('internal:url/url');
const Kind = require('internal:util/inspect/kinds');
const { areArraysEqual } = require('internal:util/comparisons/arrays');
const { areMapsEqual, areSetsEqual } = require('internal:util/comparisons/collections');
const { areBuffersEqual, areViewsEqual } = require('internal:util/comparisons/bytes');
const { arePropertiesEqual } = require('internal:util/comparisons/properties');

const Mode = Object.freeze({ loose: 0, strict: 1, partial: 2 });

const { propertyIsEnumerable, toString: tagOf } = Object.prototype;

/** Two objects being compared, and those around them. */
class Pair {
  constructor(actual, expected, outer) {
    this.actual = actual;
    this.expected = expected;
    this.outer = outer;
  }
}

class Comparison {
  /** @param {0 | 1 | 2} mode @param {boolean} skipPrototype */
  constructor(mode, skipPrototype) {
    this.isLoose = mode === Mode.loose;
    this.isPartial = mode === Mode.partial;
    this.comparesPrototypes = mode === Mode.strict && !skipPrototype;
    /** @type {Pair | undefined} */
    this.innermost = undefined;
  }

  /** @param {unknown} actual @param {unknown} expected @returns {boolean} */
  isEqual(actual, expected) {
    if (actual === expected) return actual !== 0 || this.isLoose || Object.is(actual, expected);
    if (!isObject(actual) || !isObject(expected)) return this.arePrimitivesEqual(actual, expected);
    if (this.comparesPrototypes && !areOfOneClass(actual, expected)) return false;
    const tag = tagOf.call(actual);
    if (tag !== tagOf.call(expected)) return false;
    // Most objects show what they are without a call into the engine. One that was only given this tag may be anything.
    if (Array.isArray(actual)) return Array.isArray(expected) && this.arePairEqual(actual, expected, areArraysEqual);
    if (tag === '[object Object]' && actual[Symbol.toStringTag] === undefined) return this.arePairEqual(actual, expected, arePropertiesEqual);
    const kind = kindOf(actual);
    return kind === kindOf(expected) && this.areOfKindEqual(kind, actual, expected);
  }

  arePrimitivesEqual(actual, expected) {
    if (Number.isNaN(actual) && Number.isNaN(expected)) return true;
    // eslint-disable-next-line eqeqeq -- what the loose mode is about
    return this.isLoose && !isObject(actual) && !isObject(expected) && actual == expected;
  }

  /** Whether what makes up objects of a kind is equal, their properties included. */
  areOfKindEqual(kind, actual, expected) {
    switch (kind) {
      case Kind.set:
        return this.arePairEqual(actual, expected, areSetsEqual);
      case Kind.map:
        return this.arePairEqual(actual, expected, areMapsEqual);
      case Kind.error:
        return this.arePairEqual(actual, expected, areErrorsEqual);
      case Kind.typedArray:
      case Kind.dataView:
        return this.arePairEqual(actual, expected, areViewsEqual);
      case Kind.weakMap:
      case Kind.weakSet:
      case Kind.promise:
        // Their contents cannot be seen, so only the same object is equal.
        return false;
      default:
        return areLeavesEqual(kind, this, actual, expected) && this.arePairEqual(actual, expected, arePropertiesEqual);
    }
  }

  /**
   * Compares what the two are made of, unless they are being compared already: a cycle must close on both sides at once. Objects nest a few
   * levels deep, so looking through the pairs around these costs 3 ns where a map of them costs 30.
   */
  arePairEqual(actual, expected, areContentsEqual) {
    for (let pair = this.innermost; pair !== undefined; pair = pair.outer) {
      if (pair.actual === actual || pair.expected === expected) return pair.actual === actual && pair.expected === expected;
    }
    const outer = this.innermost;
    this.innermost = new Pair(actual, expected, outer);
    const result = areContentsEqual(this, actual, expected);
    this.innermost = outer;
    return result;
  }
}

/** The constructor is asked first: objects between it and the instance do not make another class. */
function areOfOneClass(actual, expected) {
  if (actual.constructor !== undefined && !Object.hasOwn(actual, 'constructor')) {
    return actual.constructor === expected.constructor;
  }
  return Object.getPrototypeOf(actual) === Object.getPrototypeOf(expected);
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** A proxy counts as a plain object: it lends its target's properties, not its internals. */
function kindOf(value) {
  const kind = binding.kindOf(value);
  // The namespace of a module has nothing that its properties do not show.
  if (kind === Kind.proxy || kind === Kind.moduleNamespace) return Kind.plain;
  return kind === Kind.plain && value instanceof Error ? Kind.error : kind;
}

// --- Errors, and objects that hold one value -------------------------------------------------------------------------

function areErrorsEqual(comparison, actual, expected) {
  if (!arePropertiesEqual(comparison, actual, expected)) return false;
  for (const name of ['message', 'name', 'cause', 'errors']) {
    if (!isHiddenPropertyEqual(comparison, actual, expected, name)) return false;
  }
  // A cause of undefined is one too.
  if (Object.hasOwn(expected, 'cause')) return Object.hasOwn(actual, 'cause');
  return comparison.isPartial || !Object.hasOwn(actual, 'cause');
}

/** An enumerable one has been compared with the other properties. */
function isHiddenPropertyEqual(comparison, actual, expected, name) {
  if (propertyIsEnumerable.call(expected, name)) return true;
  if (comparison.isPartial && (expected[name] === undefined || (name === 'message' && expected[name] === ''))) return true;
  return comparison.isEqual(actual[name], expected[name]);
}

function areLeavesEqual(kind, comparison, actual, expected) {
  switch (kind) {
    case Kind.date: {
      const { getTime } = Date.prototype;
      return Object.is(getTime.call(actual), getTime.call(expected));
    }
    case Kind.regExp:
      return (
        actual.source === expected.source && actual.flags === expected.flags && actual.lastIndex === expected.lastIndex
      );
    case Kind.arrayBuffer:
    case Kind.sharedArrayBuffer:
      return areBuffersEqual(comparison, actual, expected);
    case Kind.boxed:
      return areBoxesEqual(actual, expected);
    default:
      return arePlatformObjectsEqual(actual, expected);
  }
}

const UNBOX = [Number, String, Boolean, BigInt, Symbol].map((type) => type.prototype.valueOf);

function areBoxesEqual(actual, expected) {
  for (const valueOf of UNBOX) {
    const inner = unbox(valueOf, actual);
    if (inner !== NOT_OF_TYPE) return Object.is(inner, unbox(valueOf, expected));
  }
  return false;
}

const NOT_OF_TYPE = {};

function unbox(valueOf, value) {
  try {
    return valueOf.call(value);
  } catch {
    return NOT_OF_TYPE;
  }
}

/** Objects whose state is not in properties. */
function arePlatformObjectsEqual(actual, expected) {
  const { isCryptoKey, isKeyObject } = require('internal:util/types');
  if (isKeyObject(actual)) return isKeyObject(expected) && actual.equals(expected);
  if (isCryptoKey(actual)) return isCryptoKey(expected) && require('internal:crypto/keys').areCryptoKeysEqual(actual, expected);
  if (actual instanceof URL) return expected instanceof URL && actual.href === expected.href;
  return true;
}

module.exports = { Comparison, Mode };
