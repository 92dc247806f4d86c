'use strict';

require('node:stream');
const { finishedPromise: finished } = require('internal:stream/finished');
const { pipelinePromise: pipeline } = require('internal:stream/pipeline');

module.exports = { finished, pipeline };
