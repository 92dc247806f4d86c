'use strict';

/** The warning about a file that had to be parsed twice because nothing says that it is an ES module. */

const process = require('internal:process/object');
const { packageScope } = require('internal:module/packages');

const warned = new Set();

/** @param {string} filename */
function warnTypeless(filename) {
  const scope = packageScope(filename);
  if (scope === undefined || warned.has(filename) || filename.includes('/node_modules/')) return;
  warned.add(filename);
  process.emitWarning(
    `Module type of ${binding.pathToFileUrl(filename)} is not specified and it doesn't parse as CommonJS.\n` +
    'Reparsing as ES module because module syntax was detected. This incurs a performance overhead.\n' +
    `To eliminate this warning, add "type": "module" to ${scope.path}.`,
    { code: 'MODULE_TYPELESS_PACKAGE_JSON' });
}

module.exports = { warnTypeless };
