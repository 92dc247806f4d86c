'use strict';

/**
 * `require` of a CommonJS module whose text the hooks of `module.register` have given: what it asks for goes through the hooks as well, after it
 * has been found as `require` finds it. Elsewhere `require` asks only the hooks of `module.registerHooks`.
 */

const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const { isBuiltin } = require('internal:module/builtins');
const { Module } = require('internal:module/cjs_module');
const { makeRequireFunction } = require('internal:module/cjs_require');
const { EVALUATING } = require('internal:module/esm_job');
const loader = require('internal:module/esm_loader');
const { evaluateSync, exportsOf } = require('internal:module/esm_require');
const { hasResolveHooks } = require('internal:module/hook_lists');
const hooks = require('internal:module/hooks');

/**
 * @param {Module} module
 * @returns {NodeJS.Require}
 */
function makeHookedRequire(module) {
  const plain = makeRequireFunction(module);
  const require = function require(id) {
    validateString(id, 'id');
    if (id === '') throw new codes.ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
    return requireThroughHooks(module, id);
  };
  Object.defineProperties(require, Object.getOwnPropertyDescriptors(plain));
  // It has no `paths` in Node: those tell where files are, and hooks have the last word on that.
  require.resolve = function resolve(request, options) {
    validateString(request, 'request');
    return resolveThroughHooks(module, request, options);
  };
  return require;
}

function resolveThroughHooks(module, request, options) {
  const { url } = resolved(module, request, options);
  return binding.fileUrlToPath(url) ?? url;
}

function requireThroughHooks(module, id) {
  const { url, format } = resolved(module, id, undefined);
  const attributes = attributesFor(url);
  const known = loader.findJob(url, attributes.type ?? '');
  if (known?.wrap?.status() === EVALUATING) return exportsInCycle(known, id, module);
  const job = known?.linked ? known : loader.loadRequiredGraph(url, { format, attributes });
  evaluateSync(job, undefined, id);
  return valueOf(job);
}

/** Synchronous hooks see the request itself, and what they find is not asked about again. */
function resolved(module, request, options) {
  if (hasResolveHooks()) return hooks.resolveRequired(request, module, false, options);
  const specifier = specifierOf(module, request, options);
  return hooks.resolveSync(specifier, urlOf(module), attributesFor(specifier));
}

/** The URL of the file that `require` finds, or the name of a builtin. */
function specifierOf(module, request, options) {
  if (isBuiltin(request)) return request;
  const filename = Module._resolveFilename(request, module, false, options);
  return filename.startsWith('/') ? binding.pathToFileUrl(filename) : filename;
}

/** JSON needs no attribute in `require`, but in the graph of modules. */
function attributesFor(url) {
  return url.endsWith('.json') ? { __proto__: null, type: 'json' } : { __proto__: null };
}

function urlOf(module) {
  return binding.pathToFileUrl(module.filename);
}

/** What a CommonJS module that still runs has exported so far. */
function exportsInCycle(job, id, module) {
  const running = Module._cache[binding.fileUrlToPath(job.url)];
  if (running !== undefined) return running.exports;
  throw loader.cycleError('require()', 'ES Module', id, module.filename);
}

function valueOf(job) {
  if (job.format === 'module' || job.format === 'wasm') return exportsOf(job);
  const { namespace } = job;
  return Object.hasOwn(namespace, 'module.exports') ? namespace['module.exports'] : namespace.default;
}

module.exports = { makeHookedRequire };
