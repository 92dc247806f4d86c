'use strict';

/** What a module offers before its native side exists: it loads, and says what is missing when it is used. */

const { codes } = require('internal:shared/errors');

/**
 * A function that throws.
 * @param {string} feature what is missing, such as `tls.connect`
 */
function unavailable(feature) {
  const name = feature.slice(feature.lastIndexOf('.') + 1);
  return {
    [name]() {
      throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(feature);
    },
  }[name];
}

/**
 * A class that cannot be constructed, for `instanceof` and `extends`.
 * @param {string} feature such as `tls.TLSSocket`
 * @param {Function} [Base]
 */
function unavailableClass(feature, Base = Object) {
  const name = feature.slice(feature.lastIndexOf('.') + 1);
  return {
    [name]: class extends Base {
      constructor() {
        throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(feature);
      }
    },
  }[name];
}

/** Functions that throw, by name. @param {string} module @param {string[]} names */
function unavailableFunctions(module, names) {
  return Object.fromEntries(names.map((name) => [name, unavailable(`${module}.${name}`)]));
}

module.exports = { unavailable, unavailableClass, unavailableFunctions };
