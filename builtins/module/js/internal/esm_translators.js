'use strict';

/** Makes modules of V8 from what was loaded, by format. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { ModuleWrap } = require('internal:module/esm_job');
const { defaultHostId } = require('internal:module/host_ids');
const { metaFiller } = require('internal:module/esm_meta');
const { Module, kIsCachedByESMLoader, kThroughHooks, loadImported, loadedExports } = require('internal:module/cjs_module');
const { hasAsyncHooks } = require('internal:module/hook_lists');

/** @type {Record<string, (job: object, source: any, isMain: boolean) => ModuleWrap>} */
const translators = {
  __proto__: null,
  'module': compileText,
  'module-typescript': (job, source) => compileText(job, strip(source, job.url)),
  'commonjs': translateCommonjs,
  'commonjs-typescript': (job, source, isMain) => translateCommonjs(job, source, isMain),
  'json': translateJson,
  'builtin': translateBuiltin,
  'wasm': (job, source) => require('internal:module/esm_wasm').translate(job, source),
  'text': (job, source) => valueModule(job, textOf(source)),
  'bytes': (job, source) => valueModule(job, source),
  'addon': translateAddon,
};

/**
 * @param {object} job
 * @param {string} format
 * @param {string | ArrayBufferView | ArrayBuffer | null | undefined} source
 * @param {boolean} isMain
 */
function translate(job, format, source, isMain) {
  const translator = translators[format];
  if (translator === undefined) throw new codes.ERR_UNKNOWN_MODULE_FORMAT(format ?? null, job.url);
  return translator(job, source, isMain);
}

function compileText(job, source, isMain) {
  const text = textOf(source);
  job.text = text;
  job.format = 'module';
  const wrap = new ModuleWrap(job.url, text, { fillMeta: metaFiller(job.url, isMain) }, defaultHostId, 0, 0);
  require('internal:module/source_maps').noteMap(job.url, text, wrap.sourceMapUrl());
  return wrap;
}

function strip(source, url) {
  const { stripTypesOfFile } = require('internal:module/typescript');
  return stripTypesOfFile(textOf(source), binding.fileUrlToPath(url) ?? url);
}

/** The text of a source that a hook may have given as bytes. */
function textOf(source) {
  if (typeof source === 'string') return source;
  return new (require('node:util').TextDecoder)('utf-8').decode(source);
}

/** A module whose only export is its default. */
function valueModule(job, value) {
  const wrap = synthetic(job.url, ['default'], () => wrap.setExport('default', value));
  return wrap;
}

function synthetic(url, names, evaluate) {
  return binding.createSyntheticModule(url, names, undefined, evaluate);
}

function translateJson(job, source) {
  // A query or fragment makes it a module of its own.
  const shared = job.url.startsWith('file:') && !/[?#]/.test(job.url);
  const filename = shared ? binding.fileUrlToPath(job.url) : undefined;
  const known = shared ? Module._cache[filename] : undefined;
  if (known?.loaded) return valueModule(job, known.exports);
  let value;
  try {
    value = JSON.parse(textOf(source).replace(/^\uFEFF/, ''));
  } catch (error) {
    error.message = `${binding.fileUrlToPath(job.url) ?? job.url}: ${error.message}`;
    throw error;
  }
  if (shared) rememberJson(filename, value);
  return valueModule(job, value);
}

/** A later `require` of the file gives the same object. */
function rememberJson(filename, value) {
  const module = new Module(filename);
  module.filename = filename;
  module.exports = value;
  module.loaded = true;
  Module._cache[filename] = module;
}

/** Builtin modules by id: what their live exports are copied from, for `syncBuiltinESMExports`. */
const builtinWraps = new Map();

function translateBuiltin(job) {
  const id = job.url.slice(5);
  const { canBeRequiredByUsers, loadBuiltin } = require('internal:module/builtins');
  if (!canBeRequiredByUsers(id)) throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(job.url);
  const exports = loadBuiltin(id);
  const names = exportNames(exports);
  const wrap = synthetic(job.url, names.concat('default'), () => {
    wrap.setExport('default', exports);
    copyExports(wrap, exports, names);
  });
  builtinWraps.set(id, { wrap, exports, names });
  return wrap;
}

function exportNames(exports) {
  return Object.keys(exports).filter((name) => name !== 'default');
}

function copyExports(wrap, exports, names) {
  names.forEach((name) => wrap.setExport(name, ownValue(exports, name)));
}

/** A property that may be a throwing getter. */
function ownValue(object, name) {
  try {
    return object[name];
  } catch {
    return undefined;
  }
}

/** `module.syncBuiltinESMExports()`: carries changes of the builtins' exports over to their live bindings. */
function syncBuiltinExports() {
  for (const { wrap, exports, names } of builtinWraps.values()) {
    for (const name of names) wrap.setExport(name, Object.hasOwn(exports, name) ? ownValue(exports, name) : undefined);
  }
}

/**
 * A CommonJS module: its names are read off the text, it runs when the graph is evaluated. A source that a hook made is compiled as given,
 * a plain file goes the way of `require`.
 */
function translateCommonjs(job, source, isMain) {
  const filename = binding.fileUrlToPath(job.url) ?? job.url;
  // A source comes from a hook; then it, and not the file, is what runs.
  const given = source !== null && source !== undefined;
  if (given) job.text = textOf(source);
  // A hook that makes its result anew leaves out the text that the default load had read.
  else job.text ??= textIfThere(filename);
  const hooked = given && !job.runsByRequire;
  const names = [];
  namesOf(filename, job.text, job.format.endsWith('-typescript')).add('default').add('module.exports').forEach((name) => names.push(name));
  const wrap = synthetic(job.url, names, () => {
    const exports = hooked ? runHookedCommonjs(job, filename, isMain) : runCommonjs(filename, isMain);
    names.forEach((name) => {
      if (name === 'default' || name === 'module.exports' || !isObject(exports) || !Object.hasOwn(exports, name)) return;
      wrap.setExport(name, ownValue(exports, name));
    });
    wrap.setExport('default', exports);
    wrap.setExport('module.exports', exports);
  });
  return wrap;
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function runCommonjs(filename, isMain) {
  const { hasLoadHooks, hasResolveHooks } = require('internal:module/hook_lists');
  const hooked = hasLoadHooks() || hasResolveHooks();
  const exports = hooked ? loadImported(filename, isMain) : Module._load(filename, undefined, isMain);
  const module = Module._cache[filename];
  return module !== undefined && loadedExports.has(module) ? loadedExports.get(module) : exports;
}

/** CommonJS text that a load hook gave. */
function runHookedCommonjs(job, filename, isMain) {
  const known = Module._cache[filename];
  if (known?.loaded) return known.exports;
  const module = new Module(filename);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(module.path);
  module[kIsCachedByESMLoader] = true;
  module[kThroughHooks] = hasAsyncHooks();
  if (isMain) process.mainModule = module;
  Module._cache[filename] = module;
  module._compile(job.text, filename, job.format);
  module.loaded = true;
  return module.exports;
}

/**
 * The names that a CommonJS file exports, with those of the files it exports again.
 * @param {string} filename
 * @param {string | undefined} text
 * @param {boolean} isTyped whether the text is TypeScript
 */
function namesOf(filename, text, isTyped, seen = new Set()) {
  const names = new Set();
  if (seen.has(filename)) return names;
  seen.add(filename);
  if (text === undefined) return names;
  const { 0: own, 1: reexported } = binding.lexCommonjs(isTyped ? strip(text, filename) : text);
  own.forEach((name) => names.add(name));
  reexported.forEach((specifier) => addReexports(names, filename, specifier, seen));
  return names;
}

/** The text of a file that another one exports again, without types; undefined when that cannot be had, which its run will tell. */
function textIfThere(filename) {
  try {
    const text = require('internal:module/sources').readSource(filename);
    return filename.endsWith('ts') ? strip(text, filename) : text;
  } catch {
    return undefined;
  }
}

function addReexports(names, filename, specifier, seen) {
  const parent = new Module(filename);
  parent.filename = filename;
  parent.paths = Module._nodeModulePaths(parent.path);
  let resolved;
  try {
    resolved = Module._resolveFilename(specifier, parent);
  } catch {
    // It fails when the module runs, if it does.
    return;
  }
  if (resolved.startsWith('/') && /\.[cm]?[jt]s$|\/[^.]*$/.test(resolved)) {
    namesOf(resolved, textIfThere(resolved), false, seen).forEach((name) => { if (name !== 'default') names.add(name); });
  }
}

function translateAddon(job) {
  warnOfAddons();
  const filename = binding.fileUrlToPath(job.url);
  const wrap = synthetic(job.url, ['default', 'module.exports'], () => {
    const module = { exports: {} };
    process.dlopen(module, filename);
    wrap.setExport('default', module.exports);
    wrap.setExport('module.exports', module.exports);
  });
  return wrap;
}

let warnedOfAddons = false;

function warnOfAddons() {
  if (warnedOfAddons) return;
  warnedOfAddons = true;
  process.emitWarning('Importing addons is an experimental feature and might change at any time', 'ExperimentalWarning');
}

module.exports = { syncBuiltinExports, textOf, translate };
