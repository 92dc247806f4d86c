'use strict';

/** `node:inspector`. No inspector listens, so there is no address; sessions are not here yet. */

const { unavailableClass, unavailableFunctions } = require('internal:shared/unavailable');

module.exports = {
  console: globalThis.console,
  url: () => undefined,
  close: () => {},
  Session: unavailableClass('inspector.Session', require('node:events')),
  ...unavailableFunctions('inspector', ['open', 'waitForDebugger']),
};
