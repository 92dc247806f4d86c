'use strict';

require('node:stream');
const { finishedPromise: finished } = require('internal:stream/finished');
const { pipelinePromise: pipeline } = require('internal:stream/pipeline');

// In stack traces, the names that the caller knows.
Object.defineProperty(finished, 'name', { __proto__: null, value: 'finished', configurable: true });
Object.defineProperty(pipeline, 'name', { __proto__: null, value: 'pipeline', configurable: true });

module.exports = { finished, pipeline };
