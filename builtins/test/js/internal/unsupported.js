'use strict';

/** Parts of `node:test` that are not here: running other files, and snapshots. */

const { unavailable, unavailableFunctions } = require('internal:shared/unavailable');

module.exports = {
  run: unavailable('test.run'),
  snapshot: unavailableFunctions('test.snapshot', ['setDefaultSnapshotSerializers', 'setResolveSnapshotPath']),
};
