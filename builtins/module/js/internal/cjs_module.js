'use strict';

/**
 * The class `Module` and the way of a `require`: look into the cache, resolve, load by extension, compile, run. Every static that Node
 * has is a property read at each use, because programs replace them (require hooks, mocks, transpilers).
 */

const { reportFile } = require('internal:module/watch_report');
const path = require('node:path');
const { tracingChannel } = require('node:diagnostics_channel');
const { timer } = require('internal:module/load_timer');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const { hasLoadHooks, hasResolveHooks } = require('internal:module/hook_lists');
const { canBeRequiredByUsers, canBeRequiredWithoutScheme, loadBuiltin } = require('internal:module/builtins');

const kIsMainSymbol = Symbol('kIsMainSymbol');
const kIsCachedByESMLoader = Symbol('kIsCachedByESMLoader');
const kURL = Symbol('kURL');
const kFormat = Symbol('kFormat');
/** Whether what a module requires goes through the hooks of `module.register`. */
const kThroughHooks = Symbol('kThroughHooks');
const kIsExecuting = Symbol('kIsExecuting');

/** The module that first required another; `module.parent` without its deprecation. */
const parents = new WeakMap();

/** The exports that a module had when it had loaded: those are what an `import` of it gives, whatever happens to the cache later. */
const loadedExports = new WeakMap();

/** Resolutions of relative requests, by directory and request, of modules that are still loading or cached. */
const relativeResolutions = { __proto__: null };

/** Tells subscribers of every `require()`. */
const requireTrace = tracingChannel('module.require');

/** How deep `require` calls are nested; file kinds are remembered only within one outermost call. */
let requireDepth = 0;
let preloading = false;

/**
 * @param {string} [id]
 * @param {Module} [parent]
 */
function Module(id = '', parent) {
  this.id = id;
  this.path = path.dirname(id);
  Object.defineProperty(this, 'exports', { __proto__: null, value: {}, writable: true, enumerable: true, configurable: true });
  setParent(this, parent);
  addChild(parent, this, false);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];

/**
 * Loads what `request` names, from the cache if it is there. Between a module and the one that requires it are few calls, because all of them
 * stand in the stack of its errors, which has ten.
 * @param {string} request
 * @param {Module} [parent]
 * @param {boolean} [isMain]
 */
Module._load = function(request, parent, isMain) {
  const { timed } = timer;
  // An `import` has no parent, and is no `require()`.
  if (timed === undefined || parent === undefined) return exportsOf(find(request, parent, isMain));
  return timed(() => exportsOf(find(request, parent, isMain)), request, parent);
};

/**
 * What a request leads to: exports that are there, or a file to be loaded into a module.
 * @typedef {{ exports: unknown } |
 *   { module: Module, filename: string, parent?: Module, isMain?: boolean, format?: string, relativeKey?: string }} Found
 */

/** @returns {Found} */
function find(request, parent, isMain) {
  const relativeKey = parent ? `${parent.path}\x00${request}` : undefined;
  const known = relativeKey === undefined ? undefined : cachedRelative(relativeKey, parent);
  if (known !== undefined) return known;
  if (request.startsWith('node:') && !hasResolveHooks()) return { exports: loadBuiltinWithScheme(request) };

  const { filename, format } = resolveForLoad(request, parent, isMain);
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    addChild(parent, cached, true);
    if (cached.loaded || !cached[kIsCachedByESMLoader]) return { exports: exportsOfCached(cached) };
  }
  if (cached === undefined) {
    if (filename.startsWith('node:')) return { exports: loadBuiltinWithScheme(filename) };
    if (canBeRequiredWithoutScheme(filename)) return { exports: loadBuiltinOrHooked(filename) };
  }
  return { module: cached ?? new Module(filename, parent), filename, parent, isMain, format, relativeKey };
}

/** The exports of what was found. A module that throws while it loads leaves no trace behind. @param {Found} found */
function exportsOf(found) {
  const { module } = found;
  if (module === undefined) return found.exports;
  register(found);
  let complete = false;
  try {
    module.load(found.filename);
    complete = true;
  } finally {
    if (!complete) forget(found);
    else require('internal:module/cjs_cycle').endCycle(module);
  }
  return module.exports;
}

function register({ module, filename, isMain, format, relativeKey }) {
  if (isMain) becomeMain(module);
  module[kIsMainSymbol] = isMain === true;
  if (format !== undefined) module[kFormat] = format;
  module[kIsCachedByESMLoader] = false;
  module[kThroughHooks] = false;
  Module._cache[filename] = module;
  if (relativeKey !== undefined) relativeResolutions[relativeKey] = filename;
}

/** Modules whose hooks have run because an `import` loads them. */
const importedModules = new WeakSet();

/** Loads a file for an `import` that has resolved it, and run its hooks, already. */
function loadImported(filename, isMain) {
  const cached = Module._cache[filename];
  if (cached !== undefined) return exportsOfCached(cached);
  const module = new Module(filename, undefined);
  importedModules.add(module);
  return exportsOf({ module, filename, isMain });
}

/** Relative requests are resolved anew, as hooks answer otherwise from now on. */
function forgetRelativeResolutions() {
  for (const key of Object.keys(relativeResolutions)) delete relativeResolutions[key];
}

/** What a relative request made before from the same directory led to. @returns {Found | undefined} */
function cachedRelative(key, parent) {
  const filename = relativeResolutions[key];
  if (filename === undefined) return undefined;
  const cached = Module._cache[filename];
  if (cached === undefined) {
    delete relativeResolutions[key];
    return undefined;
  }
  addChild(parent, cached, true);
  return { exports: exportsOfCached(cached) };
}

function exportsOfCached(cached) {
  if (cached.loaded) return cached.exports;
  if (cached[kFormat] === 'module') {
    const { cycleError } = require('internal:module/esm_loader');
    throw cycleError('require()', 'ES Module', cached.filename, parentOf(cached)?.filename);
  }
  return require('internal:module/cjs_cycle').exportsInCycle(cached);
}

function loadBuiltinWithScheme(request) {
  const id = request.slice(5);
  if (!canBeRequiredByUsers(id)) throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(request);
  return loadBuiltinOrHooked(id);
}

/** A builtin, or what the load hooks put in its place. */
function loadBuiltinOrHooked(id) {
  return hasLoadHooks() ? hooks().loadBuiltinForRequire(id) : loadBuiltin(id);
}

/** The customization hooks; required late, as they lean on this module. */
function hooks() {
  return require('internal:module/hooks');
}

function resolveForLoad(request, parent, isMain) {
  if (hasResolveHooks()) return hooks().resolveForRequire(request, parent, isMain);
  return { filename: Module._resolveFilename(request, parent, isMain), format: undefined };
}

function becomeMain(module) {
  process.mainModule = module;
  module.id = '.';
}

function forget({ module, filename, relativeKey, parent }) {
  delete Module._cache[filename];
  if (relativeKey === undefined) return;
  delete relativeResolutions[relativeKey];
  const children = parent?.children;
  if (!Array.isArray(children)) return;
  const index = children.indexOf(module);
  if (index !== -1) children.splice(index, 1);
}

/** Loads the file into this module by the handler of its extension. */
Module.prototype.load = function(filename) {
  reportFile('watch:require', filename);
  this.filename ??= filename;
  this.paths ??= Module._nodeModulePaths(path.dirname(filename));
  Module._extensions[registeredExtension(filename)](this, filename);
  this.loaded = true;
  loadedExports.set(this, this.exports);
};

/** The longest ending of the file name that has a handler, `.js` if none has. */
function registeredExtension(filename) {
  const name = path.basename(filename);
  let index;
  let start = 0;
  while ((index = name.indexOf('.', start)) !== -1) {
    start = index + 1;
    if (index === 0) continue;
    const extension = name.slice(index);
    if (Module._extensions[extension]) return extension;
  }
  return '.js';
}

/** The `require` of a module, unbound. */
Module.prototype.require = function(id) {
  validateString(id, 'id');
  if (id === '') throw new codes.ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
  if (requireDepth === 0) binding.setStatCache(true);
  requireDepth++;
  try {
    return requireTrace.hasSubscribers ? tracedRequire(this, id) : Module._load(id, this, /* isMain */ false);
  } finally {
    requireDepth--;
    if (requireDepth === 0) binding.setStatCache(false);
  }
};

function tracedRequire(parent, id) {
  const load = () => Module._load(id, parent, /* isMain */ false);
  return requireTrace.traceSync(load, { __proto__: null, parentFilename: parent.filename, id });
}

/**
 * Compiles `content` and runs it as this module.
 * @param {string} content
 * @param {string} filename
 * @param {string} [format] `'module'`, `'commonjs'`, their TypeScript forms, or undefined where the text decides
 */
Module.prototype._compile = function(content, filename, format) {
  const { program, args } = require('internal:module/cjs_compile').prepare(this, content, filename, format);
  return Reflect.apply(program, this.exports, args);
};

Object.defineProperties(Module.prototype, {
  // A getter, as in Node, keeps `util.inspect` from naming the class.
  constructor: { __proto__: null, get() { return Module; }, enumerable: false, configurable: false },
  isPreloading: { __proto__: null, get() { return preloading; }, enumerable: false, configurable: false },
  parent: {
    __proto__: null,
    get: deprecateParent(function() { return parents.get(this); }),
    set: deprecateParent(function(value) { parents.set(this, value); }),
    enumerable: false,
    configurable: false,
  },
});

/** DEP0144 is emitted only under `--pending-deprecation`. */
function deprecateParent(accessor) {
  let pending = true;
  return function deprecated(...args) {
    if (pending && require('internal:process/options').getOptionValue('--pending-deprecation')) {
      pending = false;
      process.emitWarning(
        'module.parent is deprecated due to accuracy issues. Please use require.main to find program entry point instead.',
        'DeprecationWarning', 'DEP0144');
    }
    return Reflect.apply(accessor, this, args);
  };
}

function addChild(parent, child, check) {
  const children = parent?.children;
  if (children && !(check && children.includes(child))) children.push(child);
}

function setParent(module, parent) {
  parents.set(module, parent);
}

/** The parent without the deprecation of `module.parent`. */
function parentOf(module) {
  return parents.get(module);
}

/** Loads the modules of `-r` before the program. @param {string[]} requests */
Module._preloadModules = function(requests) {
  if (!Array.isArray(requests)) return;
  preloading = true;
  const parent = new Module('internal/preload', null);
  try {
    parent.paths = Module._nodeModulePaths(process.cwd());
  } catch (error) {
    if (error.code !== 'ENOENT') {
      preloading = false;
      throw error;
    }
  }
  requests.forEach((request) => parent.require(request));
  preloading = false;
};

Module.Module = Module;

module.exports = {
  Module, kFormat, kIsCachedByESMLoader, kIsExecuting, kIsMainSymbol,
  kThroughHooks, kURL, forgetRelativeResolutions, importedModules, loadImported, loadedExports, parentOf, registeredExtension,
};
