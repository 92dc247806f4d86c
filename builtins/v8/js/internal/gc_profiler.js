'use strict';

/** `v8.GCProfiler`: heap figures before and after each garbage collection between `start()` and `stop()`. */

const { codes } = require('internal:shared/errors');

class GCProfiler {
  start() {
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('v8.GCProfiler');
  }

  stop() {
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('v8.GCProfiler');
  }
}

module.exports = { GCProfiler };
