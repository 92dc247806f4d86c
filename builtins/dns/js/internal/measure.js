'use strict';

/** What performance observers hear of lookups and queries. */

/**
 * `callback` as it is when nobody observes; else one that also makes an entry of a success.
 * @param {string} name @param {object} detail @param {Function} callback
 * @param {(...values: unknown[]) => object} found what the result adds to the detail
 */
function measured(name, detail, callback, found) {
  const { isObserved, offerToObservers } = require('internal:perf_hooks/observer');
  if (!isObserved('dns')) return callback;
  const { now } = require('internal:perf_hooks/clock');
  const { createNodeEntry } = require('internal:perf_hooks/entry');
  const start = now();
  return (error, ...values) => {
    if (!error) offerToObservers(createNodeEntry(name, 'dns', start, now() - start, { ...detail, ...found(...values) }));
    callback(error, ...values);
  };
}

module.exports = { measured };
