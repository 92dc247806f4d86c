'use strict';

/**
 * What `util.inspect` shows for an object whose state is private: the class name and the fields of `shown`, one
 * level down from where the inspection stands.
 */
function inspectAs(name, shown, options) {
  const { inspect } = require('internal:util/inspect');
  const depth = options.depth == null ? null : options.depth - 1;
  return `${name} ${inspect(shown, { ...options, depth })}`;
}

module.exports = { inspectAs };
