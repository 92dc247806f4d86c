'use strict';

/** Explains why a name that CommonJS modules have is not defined in an ES module. */

const { packageScope } = require('internal:module/packages');

const COMMONJS_NAME = /^(require|module|exports|__filename|__dirname) is not defined$/;

/**
 * Adds to the message of such an error.
 * @param {unknown} error thrown while the module at `url` was evaluated
 * @param {string} url
 */
function explainUndefinedGlobal(error, url) {
  if (typeof error !== 'object' || error === null || error.name !== 'ReferenceError') return;
  const match = COMMONJS_NAME.exec(error.message);
  if (match === null) return;
  error.message += ' in ES module scope';
  if (match[1] === 'require') error.message += ', you can use import instead';
  const filename = binding.fileUrlToPath(url);
  if (filename === undefined || !filename.endsWith('.js')) return;
  const scope = packageScope(filename);
  if (scope?.type !== 'module') return;
  error.message += `\nThis file is being treated as an ES module because it has a '.js' file extension and '${scope.path}' contains ` +
    `"type": "module". To treat it as a CommonJS script, rename it to use the '.cjs' file extension.`;
}

module.exports = { explainUndefinedGlobal };
