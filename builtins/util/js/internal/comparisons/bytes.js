'use strict';

/** The contents of buffers and of the views on them. */

const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array).prototype, Symbol.toStringTag).get;

const FLOATS = new Set(['Float16Array', 'Float32Array', 'Float64Array']);

/** @param {import('./comparison').Comparison} comparison */
function areViewsEqual(comparison, actual, expected) {
  const type = typedArrayName.call(actual);
  if (type !== typedArrayName.call(expected)) return false;
  if (type === undefined) return areSequencesEqual(comparison, bytesOf(actual), bytesOf(expected));
  if (FLOATS.has(type) && comparison.isLoose) return areSequencesEqual(comparison, actual, expected, isSameNumber);
  return areSequencesEqual(comparison, actual, expected);
}

function areBuffersEqual(comparison, actual, expected) {
  return areSequencesEqual(comparison, new Uint8Array(actual), new Uint8Array(expected));
}

function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Zeros of either sign are the same number, NaN is the same as nothing. */
function isSameNumber(a, b) {
  return a === b;
}

function areSequencesEqual(comparison, actual, expected, isSame = Object.is) {
  if (comparison.isPartial) return isSubsequence(actual, expected, isSame);
  if (actual.length !== expected.length) return false;
  for (let i = 0; i < actual.length; i++) {
    if (!isSame(actual[i], expected[i])) return false;
  }
  return true;
}

function isSubsequence(actual, expected, isSame) {
  let found = 0;
  for (let i = 0; i < actual.length && found < expected.length; i++) {
    if (isSame(actual[i], expected[found])) found++;
  }
  return found === expected.length;
}

module.exports = { areBuffersEqual, areViewsEqual };
