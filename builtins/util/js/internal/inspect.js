'use strict';

/** `util.inspect`. */

const { customInspectSymbol } = require('internal:shared/constants');
const context = require('internal:util/inspect/context');

/**
 * @param {unknown} value
 * @param {Partial<typeof context.defaultOptions> | boolean} [options] or, as before Node 1, `showHidden, depth, colors`
 * @returns {string}
 */
function inspect(value, options) {
  const ctx = context.createContext();
  if (arguments.length > 2) applyLegacyOptions(ctx, arguments[2], arguments[3]);
  if (typeof options === 'boolean') ctx.showHidden = options;
  else if (options) context.applyOptions(ctx, options);
  context.completeContext(ctx);
  return formatValue(ctx, value, 0);
}

function applyLegacyOptions(ctx, depth, colors) {
  if (depth !== undefined) ctx.depth = depth;
  if (colors !== undefined) ctx.colors = colors;
}

inspect.custom = customInspectSymbol;
inspect.colors = context.colors;
inspect.styles = context.styles;
Object.defineProperty(inspect, 'defaultOptions', {
  __proto__: null,
  get: () => context.defaultOptions,
  set: context.setDefaultOptions,
});

module.exports = { inspect };

// Last: it inspects values in turn.
const { formatValue } = require('internal:util/inspect/value');
