'use strict';
const assert = require('node:assert');
const { createTracing, getEnabledCategories } = require('node:trace_events');

assert.strictEqual(getEnabledCategories(), undefined);
assert.throws(() => createTracing(), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createTracing({ categories: 'x' }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createTracing({ categories: [] }), { code: 'ERR_TRACE_EVENTS_CATEGORY_REQUIRED' });
