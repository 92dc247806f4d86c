'use strict';

/** The contents of buffers and of the views on them. */

const { areExtrasEqual } = require('internal:util/comparisons/properties');

const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array).prototype, Symbol.toStringTag).get;

const FLOATS = new Set(['Float16Array', 'Float32Array', 'Float64Array']);

/** @param {import('./comparison').Comparison} comparison */
function areViewsEqual(comparison, actual, expected) {
  const type = typedArrayName.call(actual);
  if (type !== typedArrayName.call(expected)) return false;
  return areElementsEqual(comparison, type, actual, expected) && areExtrasEqual(comparison, actual, expected);
}

function areElementsEqual(comparison, type, actual, expected) {
  if (comparison.isPartial) return isSubsequence(elementsOf(type, actual), elementsOf(type, expected));
  if (comparison.isLoose && FLOATS.has(type)) return areNumbersEqual(actual, expected);
  return binding.areBytesEqual(actual, expected);
}

function areBuffersEqual(comparison, actual, expected) {
  if (comparison.isPartial) return isSubsequence(new Uint8Array(actual), new Uint8Array(expected));
  return binding.areBytesEqual(actual, expected);
}

/** A DataView has no elements but its bytes. */
function elementsOf(type, view) {
  return type === undefined ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : view;
}

/** Zeros of either sign are the same number, NaN is the same as nothing. */
function areNumbersEqual(actual, expected) {
  if (actual.length !== expected.length) return false;
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] !== expected[i]) return false;
  }
  return true;
}

function isSubsequence(actual, expected) {
  let found = 0;
  for (let i = 0; i < actual.length && found < expected.length; i++) {
    if (Object.is(actual[i], expected[found])) found++;
  }
  return found === expected.length;
}

module.exports = { areBuffersEqual, areViewsEqual };
