'use strict';

/** Profiles, coverage and traces of a whole program, on the main thread and in workers. */

const { getOptionValue } = require('internal:process/options');
const process = require('internal:process/object');

const kRecordings = ['--cpu-prof', '--heap-prof', '--experimental-test-coverage'];

/** Starts those that are asked for. */
function startRecordings() {
  if (getOptionValue('--trace-events-enabled') || getOptionValue('--trace-event-categories') !== undefined) {
    require('internal:trace_events/agent').startFromOptions();
  }
  const isWanted = process.env.NODE_V8_COVERAGE || kRecordings.some((option) => getOptionValue(option));
  if (isWanted) require('internal:inspector/recordings').startRecordings();
}

module.exports = { startRecordings };
