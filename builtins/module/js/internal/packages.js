'use strict';

/** Questions about the package a file belongs to. */

const { failureError } = require('internal:module/resolve_failure');

/**
 * @typedef {{ path: string, type: 'commonjs' | 'module' | 'none', name: string | undefined }} PackageScope
 *   `path` is that of the `package.json`
 */

/**
 * The package of a file. Throws on a malformed `package.json`.
 * @param {string} filename
 * @returns {PackageScope | undefined}
 */
function packageScope(filename) {
  const found = binding.packageScope(filename);
  if (found === undefined) return undefined;
  if (!Array.isArray(found)) throw failureError(found.failure);
  return { path: found[0], type: found[1], name: found[2] };
}

/** The `"type"` that holds for a file, `'none'` where nothing says. */
function packageType(filename) {
  return packageScope(filename)?.type ?? 'none';
}

module.exports = { packageScope, packageType };
