'use strict';

/**
 * Customization hooks. `module.registerHooks` adds synchronous ones, which `import` and `require` both run; `module.register` adds those of a
 * hooks module, which may be asynchronous and which only `import` runs. The last one registered runs first and ends in the default.
 */

const { codes } = require('internal:shared/errors');
const { asyncHooks, hasAsyncHooks, hasLoadHooks, hasResolveHooks, syncHooks } = require('internal:module/hook_lists');
const { canBeRequiredWithoutScheme, loadBuiltin } = require('internal:module/builtins');
const { conditionsFrom, conditionsOfImport, defaultLoad, defaultResolve, kText } = require('internal:module/esm_default');

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

/** Adds the exports of a hooks module. */
function addAsyncHooks({ resolve, load, name }) {
  asyncHooks.push({ resolve, load, name });
}

/**
 * The URL that a specifier names. Yields the promises of asynchronous hooks, which are left out where nothing can wait for them.
 * @param {boolean} canWait
 */
function* resolve(specifier, parentURL, importAttributes, canWait) {
  // Hooks may change their context; nobody else is to notice.
  const context = { conditions: [...conditionsOfImport()], importAttributes: { ...importAttributes }, parentURL };
  const last = asyncHooks.length === 0 || !canWait ? defaultResolve : asyncEnd('resolve', asyncHooks, defaultResolve);
  let result = runChain('resolve', syncHooks, last, specifier, context);
  if (isPromise(result)) result = yield result;
  if (hasResolveHooks() || hasAsyncHooks()) validateResolved(result);
  return attributesOf(result);
}

/** The hook whose result came out of the chain, for messages. @param {'resolve' | 'load'} kind */
function nameOfHook(kind) {
  const last = asyncHooks.findLast((hooks) => hooks[kind] !== undefined);
  return last?.name === undefined ? kind : `${last.name} '${kind}'`;
}

/** What the resolve hooks have to give. */
function validateResolved(result) {
  const { url, format } = result;
  const { URL } = require('node:url');
  if (typeof url !== 'string' || !URL.canParse(url)) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a URL string', nameOfHook('resolve'), 'url', url);
  }
  if (format !== undefined && format !== null && typeof format !== 'string') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string', nameOfHook('resolve'), 'format', format);
  }
}

/** The source and format of a URL, in the same way. */
function* load(url, importAttributes, format, canWait) {
  const context = { format, importAttributes: { ...importAttributes } };
  const ownLoad = hasLoadHooks() ? loadForHooks : defaultLoad;
  if (hasLoadHooks()) context.conditions = [...conditionsOfImport()];
  const last = asyncHooks.length === 0 || !canWait ? ownLoad : asyncEnd('load', asyncHooks, defaultLoad);
  let result = runChain('load', syncHooks, last, url, context);
  if (isPromise(result)) result = yield result;
  if (hasLoadHooks() || hasAsyncHooks()) validateLoaded(result);
  return unchanged(url, result);
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

/** What the load hooks have to give. */
function validateLoaded({ format, source }) {
  if (typeof format !== 'string') throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string', nameOfHook('load'), 'format', format);
  const isBytes = ArrayBuffer.isView(source) || source instanceof ArrayBuffer || source instanceof SharedArrayBuffer;
  if (source !== undefined && source !== null && typeof source !== 'string' && !isBytes) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', nameOfHook('load'), 'source', source);
  }
}

/** Resolution that cannot wait, for `import.meta.resolve`. */
function resolveSync(specifier, parentURL, importAttributes = { __proto__: null }) {
  const context = { conditions: conditionsOfImport(), importAttributes, parentURL };
  return runChain('resolve', syncHooks, defaultResolve, specifier, context);
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

/** The chain of asynchronous hooks as the end of the synchronous one. */
function asyncEnd(kind, chain, last) {
  return (subject, context) => {
    const entries = chain.filter((hooks) => hooks[kind] !== undefined);
    if (entries.length === 0) return last(subject, context);
    const runFrom = async (index, subject, context) => {
      if (index < 0) return last(subject, context);
      let nextCalled = false;
      const next = async (nextSubject = subject, nextContext = undefined) => {
        nextCalled = true;
        validateNext(kind, entries[index - 1]?.name, nextSubject, nextContext);
        return runFrom(index - 1, nextSubject, { ...context, ...attributesOf(nextContext) });
      };
      const hook = entries[index];
      const result = await hook[kind](subject, withAssertions(context), named(next, kind));
      if (typeof result !== 'object' || result === null) {
        throw new codes.ERR_INVALID_RETURN_VALUE('an object', `${hook.name} '${kind}' hook's ${nameOfNext(kind)}()`, result);
      }
      if (!nextCalled && result.shortCircuit !== true) throw new codes.ERR_LOADER_CHAIN_INCOMPLETE(`${hook.name} '${kind}' hook`);
      return result;
    };
    return runFrom(entries.length - 1, subject, context);
  };
}

function nameOfNext(kind) {
  return kind === 'resolve' ? 'nextResolve' : 'nextLoad';
}

/** Hooks see the function under the name that the documentation gives it. */
function named(next, kind) {
  return Object.defineProperty(next, 'name', { __proto__: null, value: nameOfNext(kind) });
}

/** What a hook gives on to the next one, which messages name. */
function validateNext(kind, name = `node:internal/modules/esm/${kind}`, subject, context) {
  const place = `${name} '${kind}' hook's ${nameOfNext(kind)}()`;
  const what = kind === 'resolve' ? 'specifier' : 'url';
  if (typeof subject !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(`${place} ${what}`, 'string', subject);
  if (kind === 'load' && !require('node:url').URL.canParse(subject)) {
    throw new codes.ERR_INVALID_ARG_VALUE(`${place} url`, subject, 'should be a URL string');
  }
  if (context !== undefined) require('internal:shared/validators').validateObject(context, `${place} context`);
}

/** A context or result of a hook, with import attributes also where it used the name of before. */
function attributesOf(context) {
  if (context?.importAttributes !== undefined || context?.importAssertions === undefined) return context;
  warnOfAssertions();
  return { ...context, importAttributes: context.importAssertions };
}

let warnedOfAssertions = false;

function warnOfAssertions() {
  if (warnedOfAssertions) return;
  warnedOfAssertions = true;
  require('internal:process/object').emitWarning('Use `importAttributes` instead of `importAssertions`', 'ExperimentalWarning');
}

/** The context with the name that import attributes had before; it is not enumerable, so that copies do not carry it on. */
function withAssertions(context) {
  return Object.defineProperty({ ...context }, 'importAssertions', {
    __proto__: null,
    get() {
      warnOfAssertions();
      return this.importAttributes;
    },
    set(value) {
      warnOfAssertions();
      this.importAttributes = value;
    },
    enumerable: false,
    configurable: true,
  });
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
  const context = { conditions: [...conditionsOfRequire()], importAttributes: { __proto__: null }, parentURL };
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
  addAsyncHooks, hasAsyncHooks, hasLoadHooks, hasResolveHooks, load, loadBuiltinForRequire, loadForRequire, registerHooks, resolve,
  resolveForRequire, resolveForRequireResolve, resolveSync,
};
