'use strict';

/** The function `require` that a module sees. */

const process = require('internal:process/object');
const path = require('node:path');
const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const { Module } = require('internal:module/cjs_module');
const { hasResolveHooks } = require('internal:module/hook_lists');
const { resolvePaths } = require('internal:module/cjs_resolve');

/** Not an assignment: accessors that a program has put on the prototypes are not to be called. */
function define(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** The customization hooks; a function because `require` means the module's own below. */
function hooks() {
  return require('internal:module/hooks');
}

/**
 * @param {Module} module
 * @returns {NodeJS.Require}
 */
function makeRequireFunction(module) {
  const require = function require(id) {
    return module.require(id);
  };
  define(require, 'resolve', function resolve(request, options) {
    validateString(request, 'request');
    if (hasResolveHooks()) return hooks().resolveForRequireResolve(request, module, options);
    return Module._resolveFilename(request, module, false, options);
  });
  define(require.resolve, 'paths', function paths(request) {
    validateString(request, 'request');
    return resolvePaths(request, module);
  });
  define(require, 'main', process.mainModule);
  define(require, 'extensions', Module._extensions);
  define(require, 'cache', Module._cache);
  return require;
}

/**
 * `module.createRequire(filename)`
 * @param {string | URL} filename an absolute path, a `file:` URL or its text
 */
function createRequire(filename) {
  const file = fileOf(filename);
  // A directory stands for a file in it.
  const isDirectory = file.endsWith('/');
  const proxy = isDirectory ? path.join(file, 'noop.js') : file;
  const module = new Module(proxy);
  module.filename = proxy;
  module.paths = Module._nodeModulePaths(module.path);
  return makeRequireFunction(module);
}

const CREATE_REQUIRE_ERROR = 'must be a file URL object, file URL string, or absolute path string';

function fileOf(filename) {
  if (typeof filename === 'string' && path.isAbsolute(filename)) return filename;
  const isUrl = typeof filename === 'object' && filename?.href && filename.protocol;
  const file = isUrl || typeof filename === 'string' ? binding.fileUrlToPath(`${filename}`) : undefined;
  if (file === undefined) throw new codes.ERR_INVALID_ARG_VALUE('filename', filename, CREATE_REQUIRE_ERROR);
  return file;
}

module.exports = { createRequire, makeRequireFunction };
