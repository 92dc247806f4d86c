'use strict';

const { createNodeEntry } = require('internal:perf_hooks/entry');
const { offerToObservers } = require('internal:perf_hooks/observer');

/** Starts telling observers of garbage collections. */
function start() {
  binding.observeGc((kind, flags, startTime, duration) => {
    offerToObservers(createNodeEntry('gc', 'gc', startTime, duration, { kind, flags }));
  });
}

/** Stops. */
function stop() {
  binding.observeGc(undefined);
}

module.exports = { start, stop };
