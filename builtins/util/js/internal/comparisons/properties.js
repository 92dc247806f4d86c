'use strict';

/** Enumerable own properties. Symbols do not count in a loose comparison. */

const { propertyIsEnumerable } = Object.prototype;

/** @param {import('./comparison').Comparison} comparison @param {object} actual @param {object} expected */
function arePropertiesEqual(comparison, actual, expected) {
  const keys = Object.keys(expected);
  const actualKeys = Object.keys(actual);
  if (!comparison.isPartial && actualKeys.length !== keys.length) return false;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    // Keys in the same order need no look-up: 4 ns a property rather than 16.
    if (actualKeys[i] !== key && !propertyIsEnumerable.call(actual, key)) return false;
    if (!comparison.isEqual(actual[key], expected[key])) return false;
  }
  return comparison.isLoose || areSymbolsEqual(comparison, actual, expected);
}

function areSymbolsEqual(comparison, actual, expected) {
  const symbols = Object.getOwnPropertySymbols(expected);
  const actualSymbols = Object.getOwnPropertySymbols(actual);
  if (symbols.length === 0 && actualSymbols.length === 0) return true;
  return areNamedEqual(comparison, actual, expected, onlyEnumerable(actual, actualSymbols), onlyEnumerable(expected, symbols));
}

function onlyEnumerable(object, symbols) {
  return symbols.filter((symbol) => propertyIsEnumerable.call(object, symbol));
}

/** The properties that an array or a view has beside its elements. */
function areExtrasEqual(comparison, actual, expected) {
  return areNamedEqual(comparison, actual, expected, extraKeys(comparison, actual), extraKeys(comparison, expected));
}

function extraKeys(comparison, object) {
  const keys = binding.ownNonIndexProperties(object, true);
  return comparison.isLoose ? keys.filter((key) => typeof key === 'string') : keys;
}

function areNamedEqual(comparison, actual, expected, actualKeys, keys) {
  if (!comparison.isPartial && actualKeys.length !== keys.length) return false;
  return keys.every((key) => propertyIsEnumerable.call(actual, key) && comparison.isEqual(actual[key], expected[key]));
}

module.exports = { areExtrasEqual, arePropertiesEqual };
