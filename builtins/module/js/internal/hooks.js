'use strict';

/**
 * Customization hooks. `module.registerHooks` adds synchronous ones, which `import` and `require` both run. The last one registered runs first
 * and ends in those of `module.register`, which have a thread of their own, or in the default.
 */

const { codes } = require('internal:shared/errors');
const { asyncHooks, hasLoadHooks, hasResolveHooks, syncHooks } = require('internal:module/hook_lists');
const { canBeRequiredWithoutScheme, loadBuiltin } = require('internal:module/builtins');
const { conditionsFrom, conditionsOfImport, defaultLoad, defaultResolve, kText } = require('internal:module/esm_default');
const { attributesOf, validateLoaded, validateResolved } = require('internal:module/hook_results');

/**
 * `module.registerHooks(hooks)`
 * @param {{ resolve?: Function, load?: Function }} hooks
 */
function registerHooks(hooks) {
  const { validateFunction, validateObject } = require('internal:shared/validators');
  validateObject(hooks, 'hooks');
  const { resolve, load } = hooks;
  if (resolve !== undefined) validateFunction(resolve, 'hooks.resolve');
  if (load !== undefined) validateFunction(load, 'hooks.load');
  const entry = { resolve, load };
  syncHooks.push(entry);
  return new ModuleHooks(entry);
}

class ModuleHooks {
  #entry;

  constructor(entry) {
    this.#entry = entry;
    this.resolve = entry.resolve;
    this.load = entry.load;
  }

  /** Takes the hooks away again. */
  deregister() {
    const index = syncHooks.indexOf(this.#entry);
    if (index !== -1) syncHooks.splice(index, 1);
  }
}

/**
 * The URL that a specifier names. Yields the promises of asynchronous hooks, for which this thread blocks where nothing can wait for them.
 * @param {boolean} canWait
 */
function* resolve(specifier, parentURL, importAttributes, canWait) {
  // Hooks may change their context; nobody else is to notice.
  const context = { conditions: conditionsOfImport().slice(), importAttributes: { ...importAttributes }, parentURL };
  let result = runChain('resolve', syncHooks, lastResolve(canWait), specifier, context);
  if (isPromise(result)) result = yield result;
  if (hasResolveHooks()) validateResolved(result, 'resolve');
  return attributesOf(result);
}

/** What stands behind the synchronous hooks, which get its result and no promise of it. */
function lastResolve(canWait) {
  const behind = asyncHooks();
  if (behind === undefined) return defaultResolve;
  const mayWait = canWait && !hasResolveHooks();
  return (specifier, context) => behind.resolve(specifier, context, mayWait);
}

/** The source and format of a URL, in the same way. */
function* load(url, importAttributes, format, canWait) {
  const context = { format, importAttributes: { ...importAttributes } };
  if (hasLoadHooks()) context.conditions = conditionsOfImport().slice();
  let result = runChain('load', syncHooks, lastLoad(canWait), url, context);
  if (isPromise(result)) result = yield result;
  if (hasLoadHooks()) validateLoaded(result, 'load');
  return unchanged(url, result);
}

function lastLoad(canWait) {
  const behind = asyncHooks();
  if (behind === undefined) return hasLoadHooks() ? loadForHooks : defaultLoad;
  const mayWait = canWait && !hasLoadHooks();
  return (url, context) => behind.load(url, context, mayWait);
}

/** What was loaded, by the bytes that hooks got of it. @type {WeakMap<object, object>} */
const loadedBytes = new WeakMap();

/** The default of synchronous hooks: they get the bytes of everything, CommonJS included. */
function loadForHooks(url, context) {
  const loaded = defaultLoad(url, context);
  const text = loaded.source ?? loaded[kText];
  if (typeof text !== 'string') return { __proto__: null, format: loaded.format, responseURL: url, source: loaded.source };
  const source = require('node:buffer').Buffer.from(text);
  loadedBytes.set(source, loaded);
  return { __proto__: null, format: loaded.format, responseURL: url, source };
}

/** A CommonJS file that hooks only looked at is loaded as if there were none. */
function unchanged(url, result) {
  const { format, source } = result;
  if (typeof source !== 'object' || source === null || !format.startsWith('commonjs') || !url.startsWith('file:')) return result;
  const loaded = loadedBytes.get(source);
  return loaded?.format === format ? loaded : result;
}

/** Resolution that cannot wait, for `import.meta.resolve`. */
function resolveSync(specifier, parentURL, importAttributes = { __proto__: null }) {
  const context = { conditions: conditionsOfImport(), importAttributes, parentURL };
  return runChain('resolve', syncHooks, lastResolve(false), specifier, context);
}

function isPromise(value) {
  return typeof value?.then === 'function';
}

/**
 * Runs the hooks of one kind from the last to the first, then `last`.
 * @param {'resolve' | 'load'} kind
 */
function runChain(kind, chain, last, subject, context) {
  const entries = chain.filter((hooks) => hooks[kind] !== undefined);
  const runFrom = (index, subject, context) => {
    if (index < 0) return last(subject, context);
    let nextCalled = false;
    const next = (nextSubject = subject, nextContext = undefined) => {
      nextCalled = true;
      return runFrom(index - 1, nextSubject, { ...context, ...nextContext });
    };
    const result = entries[index][kind](subject, context, next);
    if (!nextCalled && !isPromise(result) && result?.shortCircuit !== true) {
      throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('true', kind, 'shortCircuit', result?.shortCircuit);
    }
    return validated(kind, result);
  };
  return runFrom(entries.length - 1, subject, context);
}

function validated(kind, result) {
  if (!isPromise(result)) refuseNoObject(kind, result);
  return result;
}

function refuseNoObject(kind, result) {
  if (typeof result !== 'object' || result === null) {
    throw new codes.ERR_INVALID_RETURN_VALUE('an object', `the '${kind}' hook's result`, result);
  }
}

/** Resolution of `require` through the synchronous hooks. */
function resolveForRequire(request, parent, isMain) {
  const { url, format } = resolveRequired(request, parent, isMain, undefined);
  return { filename: binding.fileUrlToPath(url) ?? url, format: format ?? undefined };
}

/** `require.resolve` through the synchronous hooks. */
function resolveForRequireResolve(request, parent, options) {
  const { url } = resolveRequired(request, parent, false, options);
  if (!url.startsWith('node:')) return binding.fileUrlToPath(url) ?? url;
  const id = url.slice(5);
  return canBeRequiredWithoutScheme(id) ? id : url;
}

function resolveRequired(request, parent, isMain, options) {
  const { Module } = require('internal:module/cjs_module');
  const { conditionsOfRequire } = require('internal:module/cjs_resolve');
  const parentURL = parent?.filename ? binding.pathToFileUrl(parent.filename) : undefined;
  const last = (specifier, context) => {
    const own = specifier.startsWith('file:') ? binding.fileUrlToPath(specifier) : specifier;
    const conditions = conditionsFrom(context, conditionsOfRequire);
    const filename = Module._resolveFilename(own, parent, isMain, { ...options, conditions });
    return { __proto__: null, url: urlOfRequired(filename), format: undefined };
  };
  const context = { conditions: conditionsOfRequire().slice(), importAttributes: { __proto__: null }, parentURL };
  return runChain('resolve', syncHooks, last, request, context);
}

function urlOfRequired(filename) {
  if (filename.startsWith('/')) return binding.pathToFileUrl(filename);
  return filename.startsWith('node:') ? filename : `node:${filename}`;
}

/** A required builtin through the load hooks. @param {string} id without `node:` */
function loadBuiltinForRequire(id) {
  const url = `node:${id}`;
  const last = () => ({ __proto__: null, format: 'builtin', source: null });
  const context = { conditions: [], format: 'builtin', importAttributes: { __proto__: null } };
  const { format, source } = runChain('load', syncHooks, last, url, context);
  if (format === 'builtin') return loadBuiltin(id);
  return require('internal:module/cjs_extensions').loadText(url, format, source);
}

/** Loading of a required file through the synchronous hooks. */
function loadForRequire(module, filename, format) {
  const { readSource } = require('internal:module/sources');
  const { conditionsOfRequire } = require('internal:module/cjs_resolve');
  const url = filename.startsWith('/') ? binding.pathToFileUrl(filename) : filename;
  const last = (subject, { format }) => ({ __proto__: null, source: readSource(binding.fileUrlToPath(subject) ?? subject), format });
  const context = { conditions: conditionsOfRequire(), format, importAttributes: { __proto__: null } };
  const loaded = runChain('load', syncHooks, last, url, context);
  const { textOf } = require('internal:module/esm_translators');
  return { source: loaded.source === null || loaded.source === undefined ? '' : textOf(loaded.source), format: loaded.format ?? undefined };
}

module.exports = {
  hasLoadHooks, hasResolveHooks, load, loadBuiltinForRequire, loadForRequire, registerHooks, resolve, resolveForRequire,
  resolveForRequireResolve, resolveRequired, resolveSync,
};
