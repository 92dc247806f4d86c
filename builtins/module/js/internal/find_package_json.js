'use strict';

/** `module.findPackageJSON`. */

const path = require('node:path');
const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const { failureError, unwrap } = require('internal:module/resolve_failure');

/**
 * @param {string | URL} specifier a URL, a relative or a bare specifier
 * @param {string | URL} [base] the module that the specifier stands in
 * @returns {string | undefined} the path of the package.json that counts there
 */
function findPackageJSON(specifier, base = undefined) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('specifier');
  if (typeof specifier === 'symbol') throw new codes.ERR_INVALID_ARG_TYPE('specifier', 'string', specifier);
  const importer = base === undefined ? undefined : importerURL(base);
  const text = `${specifier}`;
  if (isBare(text)) return ofPackage(text, importer);
  const filename = fileOf(text, importer ?? 'data:');
  const inside = binding.fileKind(filename) === DIRECTORY ? path.join(filename, 'noop.js') : filename;
  return unwrap(binding.nearestPackageJson(inside));
}

/** What `fileKind` says of files and of directories. */
const FILE = 0;
const DIRECTORY = 1;

function importerURL(base) {
  const text = typeof base?.href === 'string' ? base.href : base;
  validateString(text, 'base');
  return path.isAbsolute(text) ? binding.pathToFileUrl(text) : new (require('node:url').URL)(text).href;
}

function isBare(specifier) {
  return !/^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z][A-Za-z0-9+.-]*:)/.test(specifier);
}

/** The file or directory that is there. */
function fileOf(specifier, importer) {
  const { url } = resolvedOrDirectory(specifier, importer);
  const filename = binding.fileUrlToPath(url);
  if (filename === undefined) throw new codes.ERR_INVALID_URL_SCHEME('file');
  return filename;
}

/** A directory cannot be imported, but lies in a package all the same. */
function resolvedOrDirectory(specifier, importer) {
  const { defaultResolve } = require('internal:module/esm_default');
  try {
    return defaultResolve(specifier, { parentURL: importer });
  } catch (error) {
    if (error.code !== 'ERR_UNSUPPORTED_DIR_IMPORT') throw error;
    return error;
  }
}

/** The package.json in the nearest `node_modules` folder that has the package. */
function ofPackage(specifier, importer) {
  const filename = importer === undefined ? undefined : binding.fileUrlToPath(importer);
  if (filename === undefined) throw new codes.ERR_INVALID_URL(importer ?? specifier);
  const name = packageName(specifier);
  const { Module } = require('internal:module/cjs_module');
  for (const folder of Module._nodeModulePaths(path.dirname(filename))) {
    const candidate = path.join(folder, name, 'package.json');
    if (binding.fileKind(candidate) === FILE) return binding.realPath(candidate);
  }
  throw failureError(['ERR_MODULE_NOT_FOUND', 'Error', `Cannot find package '${name}' imported from ${filename}`]);
}

/** The name without the path inside the package. */
function packageName(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

module.exports = { findPackageJSON };
