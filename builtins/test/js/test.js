'use strict';

/** `node:test`. Requiring it does nothing; the first test or hook makes the root that runs them all. */

const { describe, getTestContext, hooks, test } = require('internal:test/define');
const { defineLazyProperties } = require('internal:shared/lazy');

module.exports = test;

Object.assign(module.exports, {
  ...hooks,
  describe,
  getTestContext,
  it: test,
  run(options) {
    return require('internal:test/run').run(options);
  },
  suite: describe,
  test,
});

defineLazyProperties(module.exports, 'internal:test/mock/tracker', ['mock']);
defineLazyProperties(module.exports, 'internal:test/snapshot', ['snapshot']);
defineLazyProperties(module.exports, 'internal:test/context_assert', ['assert']);
