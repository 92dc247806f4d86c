'use strict';

/** Arrays: their elements, of which a hole equals a hole only, and the properties beside them. */

const { areExtrasEqual } = require('internal:util/comparisons/properties');

function areArraysEqual(comparison, actual, expected) {
  if (comparison.isPartial) return areExtrasEqual(comparison, actual, expected) && isArrayPart(comparison, actual, expected);
  return actual.length === expected.length && areElementsEqual(comparison, actual, expected) && areExtrasEqual(comparison, actual, expected);
}

function areElementsEqual(comparison, actual, expected) {
  for (let i = 0; i < actual.length; i++) {
    const element = actual[i];
    // Only what reads as undefined can be a hole: 2 ns an element rather than 8.
    if (element === undefined && !Object.hasOwn(actual, i)) return areRestsEqual(comparison, actual, expected, i);
    if (!comparison.isEqual(element, expected[i])) return false;
    if (element === undefined && !Object.hasOwn(expected, i)) return false;
  }
  return true;
}

/** A sparse array may be far longer than it has elements: from the first hole on its keys are compared. */
function areRestsEqual(comparison, actual, expected, from) {
  const keys = indicesFrom(actual, from);
  if (keys.length !== indicesFrom(expected, from).length) return false;
  return keys.every((key) => Object.hasOwn(expected, key) && comparison.isEqual(actual[key], expected[key]));
}

function indicesFrom(array, from) {
  return Object.keys(array).filter((key) => `${key >>> 0}` === key && Number(key) >= from);
}

/** Whether the elements of `expected` occur in `actual`, in the same order with others between them. */
function isArrayPart(comparison, actual, expected) {
  if (actual.length < expected.length) return false;
  let at = 0;
  for (let i = 0; i < expected.length; i++) {
    if (!Object.hasOwn(expected, i)) return isSparsePart(comparison, actual, expected, at, i);
    while (at < actual.length && !isElementEqual(comparison, actual, at, expected[i])) at++;
    if (at === actual.length) return false;
    at++;
  }
  return true;
}

/** From a hole of `expected` on, the elements that are there must be found; holes stand for nothing. */
function isSparsePart(comparison, actual, expected, actualFrom, expectedFrom) {
  const present = indicesFrom(actual, actualFrom);
  let at = 0;
  return indicesFrom(expected, expectedFrom).every((key) => {
    while (at < present.length && !comparison.isEqual(actual[present[at]], expected[key])) at++;
    return at++ < present.length;
  });
}

function isElementEqual(comparison, actual, at, expected) {
  return Object.hasOwn(actual, at) && comparison.isEqual(actual[at], expected);
}

module.exports = { areArraysEqual };
