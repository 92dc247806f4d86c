'use strict';

/**
 * `node:trace_events` without a trace: nothing in this runtime emits trace events, so none can be enabled. `createTracing()` checks its
 * arguments as Node does and then says so.
 */

const { codes } = require('internal:shared/errors');
const { validateObject, validateStringArray } = require('internal:shared/validators');

/** @param {{ categories: string[] }} options */
function createTracing(options) {
  validateObject(options, 'options');
  validateStringArray(options.categories, 'options.categories');
  if (options.categories.length === 0) throw new codes.ERR_TRACE_EVENTS_CATEGORY_REQUIRED();
  throw new codes.ERR_TRACE_EVENTS_UNAVAILABLE();
}

/** @returns {undefined} nothing is enabled */
function getEnabledCategories() {
  return undefined;
}

module.exports = { createTracing, getEnabledCategories };
