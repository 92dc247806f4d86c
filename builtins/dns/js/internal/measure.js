'use strict';

/** What performance observers and trace events hear of lookups and queries. */

/**
 * Told of each question as it is asked; gives what is told of its answer. Undefined while nobody traces.
 * @type {{ ask: undefined | ((name: string, detail: object) => (error: Error | null, ...values: unknown[]) => void) }}
 */
const tracer = { ask: undefined };

/**
 * `callback` as it is when nobody observes; else one that also makes an entry of a success.
 * @param {string} name @param {object} detail @param {Function} callback
 * @param {(...values: unknown[]) => object} found what the result adds to the detail
 */
function measured(name, detail, callback, found) {
  return observed(name, detail, traced(name, detail, callback), found);
}

function observed(name, detail, callback, found) {
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

function traced(name, detail, callback) {
  if (tracer.ask === undefined) return callback;
  const answer = tracer.ask(name, detail);
  return (error, ...values) => {
    answer(error, ...values);
    callback(error, ...values);
  };
}

module.exports = { measured, tracer };
