'use strict';

/** One comparison of two values: which kinds of objects meet, the pairs on the way down, and the properties. */

const Kind = require('internal:util/inspect/kinds');
const { areArraysEqual, isArrayPart } = require('internal:util/comparisons/arrays');
const { areMapsEqual, areSetsEqual } = require('internal:util/comparisons/collections');
const { areBuffersEqual, areViewsEqual } = require('internal:util/comparisons/bytes');

const Mode = Object.freeze({ loose: 0, strict: 1, partial: 2 });

class Comparison {
  /** @param {0 | 1 | 2} mode @param {boolean} skipPrototype */
  constructor(mode, skipPrototype) {
    this.isLoose = mode === Mode.loose;
    this.isPartial = mode === Mode.partial;
    this.comparesPrototypes = mode === Mode.strict && !skipPrototype;
    /** Objects being compared, to their partners: a cycle must close on both sides at once. */
    this.partners = undefined;
    this.taken = undefined;
  }

  /** @param {unknown} actual @param {unknown} expected */
  isEqual(actual, expected) {
    if (actual === expected) return actual !== 0 || this.isLoose || Object.is(actual, expected);
    if (!isObject(actual) || !isObject(expected)) return this.arePrimitivesEqual(actual, expected);
    if (this.comparesPrototypes && !areOfOneClass(actual, expected)) return false;
    const kind = kindOf(actual);
    if (kind !== kindOf(expected)) return false;
    if (!haveOneTag(kind, actual, expected)) return false;
    return this.areOfKindEqual(kind, actual, expected);
  }

  arePrimitivesEqual(actual, expected) {
    if (Number.isNaN(actual) && Number.isNaN(expected)) return true;
    // eslint-disable-next-line eqeqeq -- what the loose mode is about
    return this.isLoose && !isObject(actual) && !isObject(expected) && actual == expected;
  }

  /** Whether what makes up objects of a kind is equal, their properties included. */
  areOfKindEqual(kind, actual, expected) {
    switch (kind) {
      case Kind.array:
        return this.areBranchesEqual(actual, expected, this.isPartial ? isArrayPart : areArraysEqual, indexFreeKeys);
      case Kind.set:
        return this.areBranchesEqual(actual, expected, areSetsEqual);
      case Kind.map:
        return this.areBranchesEqual(actual, expected, areMapsEqual);
      case Kind.error:
        return this.areBranchesEqual(actual, expected, areErrorsEqual);
      case Kind.typedArray:
      case Kind.dataView:
        return areViewsEqual(this, actual, expected) && this.areBranchesEqual(actual, expected, undefined, indexFreeKeys);
      case Kind.weakMap:
      case Kind.weakSet:
      case Kind.promise:
        // Their contents cannot be seen, so only the same object is equal.
        return false;
      default:
        return areLeavesEqual(kind, this, actual, expected) && this.areBranchesEqual(actual, expected);
    }
  }

  /** Compares the parts and the properties, unless the pair is being compared already. */
  areBranchesEqual(actual, expected, areParts, keysOf = allKeys) {
    if (this.partners === undefined) {
      this.partners = new Map();
      this.taken = new Set();
    } else {
      const partner = this.partners.get(actual);
      if (partner !== undefined || this.taken.has(expected)) return partner === expected;
    }
    const actualKeys = keysOf(actual, this.isLoose);
    const expectedKeys = keysOf(expected, this.isLoose);
    if (!this.isPartial && actualKeys.length !== expectedKeys.length) return false;
    this.partners.set(actual, expected);
    this.taken.add(expected);
    const result =
      this.arePropertiesEqual(actual, expected, expectedKeys) &&
      (areParts === undefined || areParts(this, actual, expected));
    this.partners.delete(actual);
    this.taken.delete(expected);
    return result;
  }

  arePropertiesEqual(actual, expected, keys) {
    for (let i = 0; i < keys.length; i++) {
      if (!propertyIsEnumerable.call(actual, keys[i])) return false;
    }
    for (let i = 0; i < keys.length; i++) {
      if (!this.isEqual(actual[keys[i]], expected[keys[i]])) return false;
    }
    return true;
  }
}

/** The constructor is asked first: objects between it and the instance do not make another class. */
function areOfOneClass(actual, expected) {
  if (actual.constructor !== undefined && !Object.hasOwn(actual, 'constructor')) {
    return actual.constructor === expected.constructor;
  }
  return Object.getPrototypeOf(actual) === Object.getPrototypeOf(expected);
}

const { propertyIsEnumerable, toString: tagOf } = Object.prototype;

/** Two arrays have the same unless someone gave them one. */
function haveOneTag(kind, actual, expected) {
  if (kind === Kind.array && actual[Symbol.toStringTag] === undefined && expected[Symbol.toStringTag] === undefined) return true;
  return tagOf.call(actual) === tagOf.call(expected);
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** A proxy counts as an array or as a plain object: it lends its target's properties, not its internals. */
function kindOf(value) {
  const kind = binding.kindOf(value);
  if (kind === Kind.proxy) return Array.isArray(value) ? Kind.array : Kind.plain;
  // The namespace of a module has nothing that its properties do not show.
  if (kind === Kind.moduleNamespace) return Kind.plain;
  return kind === Kind.plain && value instanceof Error ? Kind.error : kind;
}

/** Enumerable own keys; symbols do not count in a loose comparison. */
function allKeys(value, isLoose) {
  const keys = Object.keys(value);
  return isLoose ? keys : withSymbols(keys, value);
}

function withSymbols(keys, value) {
  const symbols = Object.getOwnPropertySymbols(value);
  return symbols.length === 0 ? keys : keys.concat(symbols.filter((symbol) => propertyIsEnumerable.call(value, symbol)));
}

function indexFreeKeys(value, isLoose) {
  const keys = binding.ownNonIndexProperties(value, true);
  return isLoose ? keys.filter((key) => typeof key === 'string') : keys;
}

// --- Errors, and objects that hold one value -------------------------------------------------------------------------

function areErrorsEqual(comparison, actual, expected) {
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
