'use strict';

const { codes } = require('internal:shared/errors');

/** The web client comes with the network builtins; until then asking for it says so. */
async function fetch() {
  throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('fetch()');
}

module.exports = { fetch };
