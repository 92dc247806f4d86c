'use strict';

/**
 * `Module._stat` and `Module._readPackage`. Resolution asks the file system natively, until a program puts functions of its own in their place:
 * tools that mock files and bundlers do. From then on the steps are taken here, one by one.
 */

const fs = require('node:fs');
const path = require('node:path');
const { codes } = require('internal:shared/errors');
const { Module } = require('internal:module/cjs_module');

const kFile = 0;
const kDirectory = 1;
/** What is said of what is not there. */
const kNothing = -2;

let replaced = false;
const steps = { stat, readPackage };

/** 0 for a file, 1 for a directory, a negative number for nothing. @param {string} filename */
function stat(filename) {
  const kind = binding.fileKind(path.toNamespacedPath(filename));
  return kind < 0 ? kNothing : kind;
}

/**
 * The `package.json` of a directory.
 * @param {string} requestPath
 * @returns {{ name?: string, main?: string, type: string, exports?: unknown, imports?: object, exists: boolean, pjsonPath: string }}
 */
function readPackage(requestPath) {
  const pjsonPath = path.resolve(requestPath, 'package.json');
  if (stat(pjsonPath) !== kFile) return { __proto__: null, type: 'none', exists: false, pjsonPath };
  const found = parsePackage(fs.readFileSync(pjsonPath, 'utf8'));
  if (found === undefined) throw new codes.ERR_INVALID_PACKAGE_CONFIG(pjsonPath);
  const { name, main, type, exports: entries, imports } = found;
  return {
    __proto__: null,
    ...(name === undefined ? {} : { name }),
    ...(typeof main === 'string' ? { main } : {}),
    type: type === 'module' || type === 'commonjs' ? type : 'none',
    exports: typeof entries === 'string' || typeof entries === 'object' ? entries ?? undefined : undefined,
    imports: typeof imports === 'object' ? imports ?? undefined : undefined,
    exists: true,
    pjsonPath,
  };
}

/** @returns {object | undefined} undefined for what is no package */
function parsePackage(text) {
  try {
    const found = JSON.parse(text);
    const isPackage = typeof found === 'object' && found !== null && !Array.isArray(found);
    return isPackage && (found.name === undefined || typeof found.name === 'string') ? found : undefined;
  } catch {
    return undefined;
  }
}

/** @param {'_stat' | '_readPackage'} name @param {'stat' | 'readPackage'} step */
function makeReplaceable(name, step) {
  Object.defineProperty(Module, name, {
    __proto__: null,
    configurable: true,
    get() { return steps[step]; },
    set(replacement) {
      require('internal:process/object').emitWarning(`Module.${name} is an experimental feature and might change at any time`, 'ExperimentalWarning');
      replaced = true;
      steps[step] = replacement;
    },
  });
}

makeReplaceable('_stat', 'stat');
makeReplaceable('_readPackage', 'readPackage');

/** Whether `findPath` is to be asked. */
function areReplaced() {
  return replaced;
}

/**
 * Looks in each directory for the file, then for it with each extension, then for it as a directory.
 * @param {string} request
 * @param {string[]} directories one that is empty for an absolute request
 * @param {string[]} extensions
 * @param {(directory: string) => string | undefined} findExported what a package in the directory exports under that name
 * @param {boolean} preserve symbolic links
 * @returns {string | undefined}
 */
function findPath(request, directories, extensions, findExported, preserve) {
  for (const directory of directories) {
    if (directory !== '' && steps.stat(directory) !== kDirectory) continue;
    const exported = directory === '' ? undefined : findExported(directory);
    if (exported !== undefined && steps.stat(exported) === kFile) return exported;
    const found = findAt(path.resolve(directory, request), /(?:^|\/)\.{0,2}\/?$/.test(request), extensions);
    if (found !== undefined) return preserve ? found : fs.realpathSync(found);
  }
  return undefined;
}

function findAt(base, namesDirectory, extensions) {
  const kind = steps.stat(base);
  if (!namesDirectory) {
    if (kind === kFile) return base;
    const extended = withExtension(base, extensions);
    if (extended !== undefined) return extended;
  }
  return kind === kDirectory ? mainOf(base, extensions) : undefined;
}

function withExtension(base, extensions) {
  for (const extension of extensions) {
    if (steps.stat(base + extension) === kFile) return base + extension;
  }
  return undefined;
}

function mainOf(directory, extensions) {
  const { main } = steps.readPackage(directory);
  const index = () => withExtension(path.resolve(directory, 'index'), extensions);
  if (!main) return index();
  const base = path.resolve(directory, main);
  const kind = steps.stat(base);
  if (kind === kFile) return base;
  const inside = kind === kDirectory ? withExtension(path.resolve(base, 'index'), extensions) : undefined;
  const found = withExtension(base, extensions) ?? inside ?? index();
  if (found === undefined) throw mainNotFound(base, directory);
  return found;
}

function mainNotFound(base, directory) {
  const error = new Error(`Cannot find module '${base}'. Please verify that the package.json has a valid "main" entry`);
  error.code = 'MODULE_NOT_FOUND';
  error.path = path.resolve(directory, 'package.json');
  error.requestPath = directory;
  return error;
}

module.exports = { areReplaced, findPath };
