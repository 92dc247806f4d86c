'use strict';

/** `Module._resolveFilename` and its steps: where to look, and what the file system and the packages say. */

const process = require('internal:process/object');
const path = require('node:path');
const { codes } = require('internal:shared/errors');
const { Module, parentOf } = require('internal:module/cjs_module');
const { areReplaced, findPath } = require('internal:module/replaced_steps');
const { unwrap } = require('internal:module/resolve_failure');
const { isBuiltin } = require('internal:module/builtins');
const { getOptionValue } = require('internal:process/options');

/** The paths behind `node_modules` folders, from `NODE_PATH` and the home directory; `Module.globalPaths` is a copy for user code. */
let globalModulePaths = [];

let requireConditions;

/** Packages with native addons have a way around them for programs that may not load any. */
function addonConditions() {
  const { mayLoadAddons } = require('internal:process/permission');
  return mayLoadAddons() ? ['node-addons'] : [];
}

/** The conditions that hold in `"exports"` and `"imports"` for `require`. @returns {string[]} */
function conditionsOfRequire() {
  requireConditions ??= ['require', 'node', 'module-sync'].concat(addonConditions(), getOptionValue('--conditions') ?? []);
  return requireConditions;
}

/**
 * @param {string} request
 * @param {Module} [parent]
 * @param {boolean} [isMain]
 * @param {{ paths?: string[], conditions?: Set<string> }} [options]
 * @returns {string} a path, or the id of a builtin
 */
Module._resolveFilename = function(request, parent, isMain, options) {
  if (isBuiltin(request)) return request;
  const conditions = options?.conditions ? [...options.conditions] : conditionsOfRequire();
  const paths = lookupPaths(request, parent, options);

  if (request[0] === '#' && (parent?.filename || parent?.id === '<repl>')) {
    const importer = parent.filename ?? path.join(process.cwd(), '<repl>');
    const found = unwrap(binding.resolvePackageImport(request, importer, conditions));
    if (found !== undefined) return found;
  }
  // The module of a REPL has no file, but stands in the working directory.
  const from = parent?.id === '<repl>' ? path.join(process.cwd(), '<repl>') : parent?.filename;
  if (from) {
    const own = unwrap(binding.resolveSelf(request, from, conditions));
    if (own !== undefined) {
      Module._pathCache[pathCacheKey(request, paths)] = own;
      return own;
    }
  }
  const filename = Module._findPath(request, paths, isMain, conditions);
  if (filename) return filename;
  throw notFound(request, parent);
};

function lookupPaths(request, parent, options) {
  if (typeof options !== 'object' || options === null || options.paths === undefined) {
    return Module._resolveLookupPaths(request, parent);
  }
  if (!Array.isArray(options.paths)) throw new codes.ERR_INVALID_ARG_VALUE('options.paths', options.paths);
  if (isRelative(request)) return options.paths;
  const fakeParent = new Module('', null);
  const paths = [];
  options.paths.forEach((directory) => {
    fakeParent.paths = Module._nodeModulePaths(directory);
    Module._resolveLookupPaths(request, fakeParent).forEach((candidate) => {
      if (!paths.includes(candidate)) paths.push(candidate);
    });
  });
  return paths;
}

function notFound(request, parent) {
  const requireStack = [];
  for (let cursor = parent; cursor; cursor = parentOf(cursor)) requireStack.push(cursor.filename || cursor.id);
  let message = `Cannot find module '${request}'`;
  if (requireStack.length > 0) message += `\nRequire stack:\n- ${requireStack.join('\n- ')}`;
  const error = new Error(message);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = requireStack;
  return error;
}

/**
 * @param {string} request
 * @param {ArrayLike<string> | null} paths directories to look in
 * @param {boolean} [isMain]
 * @returns {string | false}
 */
Module._findPath = function(request, paths, isMain, conditions = conditionsOfRequire()) {
  const absolute = path.isAbsolute(request);
  if (!absolute && (!paths || paths.length === 0)) return false;
  const key = pathCacheKey(request, absolute ? [''] : paths);
  const known = Module._pathCache[key];
  if (known) return known;
  const preserve = getOptionValue(isMain ? '--preserve-symlinks-main' : '--preserve-symlinks');
  const directories = absolute ? [] : Array.prototype.map.call(paths, (directory) => path.resolve(directory));
  const extensions = Object.keys(Module._extensions);
  const find = (among) => unwrap(binding.findPath(request, among, extensions, conditions, preserve));
  const found = areReplaced()
    ? findPath(request, absolute ? [''] : directories, extensions, (directory) => find([directory]), preserve)
    : find(directories);
  if (found === undefined) return false;
  Module._pathCache[key] = found;
  return found;
};

function pathCacheKey(request, paths) {
  return `${request}\x00${paths === null ? '' : Array.prototype.join.call(paths, '\x00')}`;
}

/** The `node_modules` folders at and above a directory. @param {string} from */
Module._nodeModulePaths = function(from) {
  let directory = path.resolve(from);
  const paths = [];
  while (directory !== '/') {
    if (!directory.endsWith('/node_modules')) paths.push(`${directory}/node_modules`);
    directory = path.dirname(directory);
  }
  paths.push('/node_modules');
  return paths;
};

/** Where to look for `request`: null for a builtin, the parent's directory for a relative one. */
Module._resolveLookupPaths = function(request, parent) {
  if (isBuiltin(request)) return null;
  if (!isRelative(request)) {
    const paths = parent?.paths?.length ? parent.paths.concat(globalModulePaths) : globalModulePaths;
    return paths.length > 0 ? paths : null;
  }
  // A parent without a file, as the REPL has.
  if (!parent?.id || !parent.filename) return ['.'];
  return [path.dirname(parent.filename)];
};

function isRelative(request) {
  return request === '.' || request === '..' || request.startsWith('./') || request.startsWith('../');
}

/** Reads `NODE_PATH` and the home directory. */
Module._initPaths = function() {
  const { trustedVariable } = require('internal:process/env');
  const home = trustedVariable('HOME');
  const paths = [path.resolve(process.execPath, '../../lib/node')];
  if (home) paths.unshift(path.resolve(home, '.node_modules'), path.resolve(home, '.node_libraries'));
  const nodePath = trustedVariable('NODE_PATH');
  globalModulePaths = nodePath ? nodePath.split(path.delimiter).filter(Boolean).concat(paths) : paths;
  Module.globalPaths = globalModulePaths.slice();
};

/** The value of `require.resolve.paths(request)`. */
function resolvePaths(request, parent) {
  return Module._resolveLookupPaths(request, parent);
}

module.exports = { addonConditions, conditionsOfRequire, isRelative, resolvePaths };
