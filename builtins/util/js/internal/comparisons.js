'use strict';

/** Deep equality: what `util.isDeepStrictEqual` and the deep assertions share. */

const { Comparison, Mode } = require('internal:util/comparisons/comparison');

/** `==` between primitives, classes do not matter. */
function isDeepEqual(actual, expected) {
  return new Comparison(Mode.loose, false).isEqual(actual, expected);
}

/** `Object.is` between primitives; classes matter unless `skipPrototype`. */
function isDeepStrictEqual(actual, expected, skipPrototype = false) {
  return new Comparison(Mode.strict, skipPrototype).isEqual(actual, expected);
}

/** Whether `expected` is part of `actual`, primitives compared by `Object.is`. */
function isPartialStrictEqual(actual, expected) {
  return new Comparison(Mode.partial, true).isEqual(actual, expected);
}

module.exports = { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual };
