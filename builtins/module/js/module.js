'use strict';

/** `node:module`: the class `Module` with everything that Node has on it. */

const { Module } = require('internal:module/cjs_module');
require('internal:module/run_main');
const { createRequire } = require('internal:module/cjs_require');
const { builtinModules, isBuiltin } = require('internal:module/builtins');
const {
  compileCacheStatus, enableCompileCache, flushCompileCache, getCompileCacheDir,
} = require('internal:module/compile_cache');
const { findPackageJSON } = require('internal:module/find_package_json');
const { registerHooks } = require('internal:module/hooks');
const sourceMaps = require('internal:module/source_maps');
const { SourceMap } = require('internal:module/source_map');

Module.createRequire = createRequire;
Module.isBuiltin = isBuiltin;
Module.registerHooks = registerHooks;
Module.register = function register(specifier, parentURL = undefined, options = undefined) {
  return require('internal:module/register').register(specifier, parentURL, options);
};
Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
  require('internal:module/esm_translators').syncBuiltinExports();
};
Module.findPackageJSON = findPackageJSON;
Module.stripTypeScriptTypes = function stripTypeScriptTypes(code, options = undefined) {
  return require('internal:module/typescript').stripTypeScriptTypes(code, options);
};
Module.findSourceMap = sourceMaps.findSourceMap;
Module.getSourceMapsSupport = sourceMaps.getSourceMapsSupport;
Module.setSourceMapsSupport = sourceMaps.setSourceMapsSupport;
Module.SourceMap = SourceMap;
Module.enableCompileCache = enableCompileCache;
Module.flushCompileCache = flushCompileCache;
Module.getCompileCacheDir = getCompileCacheDir;
Module.constants = Object.freeze({ __proto__: null, compileCacheStatus });

let builtins;
Object.defineProperty(Module, 'builtinModules', {
  __proto__: null,
  get() { return builtins ??= builtinModules(); },
  set(value) { builtins = value; },
  enumerable: true,
  configurable: true,
});

module.exports = Module;
