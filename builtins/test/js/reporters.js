'use strict';

/** `node:test/reporters`: what turns the events of a run into text. */

function spec(source) {
  const { SpecReporter } = require('internal:test/reporters/spec');
  return fed(new SpecReporter(), source);
}

function lcov(source) {
  const { LcovReporter } = require('internal:test/reporters/lcov');
  return fed(new LcovReporter(), source);
}

/** As a stage of `compose` a reporter is called with what it is to read. */
function fed(reporter, source) {
  if (typeof source?.[Symbol.asyncIterator] === 'function') require('node:stream').Readable.from(source).pipe(reporter);
  return reporter;
}

module.exports = { spec, lcov };

for (const name of ['dot', 'junit', 'tap']) {
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: () => require(`internal:test/reporters/${name}`),
  });
}
