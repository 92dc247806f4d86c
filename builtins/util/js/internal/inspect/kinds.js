'use strict';

/**
 * What an object is to the engine, whatever its prototype says. `binding.kindOf` answers with one of these numbers in one crossing; the
 * order is that of `enum Kind` in src/kind.rs.
 */
module.exports = Object.freeze({
  __proto__: null,
  plain: 0,
  proxy: 1,
  array: 2,
  set: 3,
  map: 4,
  typedArray: 5,
  mapIterator: 6,
  setIterator: 7,
  arguments: 8,
  function: 9,
  regExp: 10,
  date: 11,
  error: 12,
  arrayBuffer: 13,
  sharedArrayBuffer: 14,
  dataView: 15,
  promise: 16,
  weakSet: 17,
  weakMap: 18,
  moduleNamespace: 19,
  boxed: 20,
  external: 21,
});
