'use strict';

/** `module.findPackageJSON`. */

const path = require('node:path');
const { codes } = require('internal:shared/errors');

/**
 * @param {string | URL} specifier a URL, a relative or a bare specifier
 * @param {string | URL} [base] the module that the specifier stands in
 * @returns {string | undefined} the path of the package.json that counts there
 */
function findPackageJSON(specifier, base = undefined) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('specifier');
  const importer = base === undefined ? undefined : importerURL(base);
  const text = `${specifier}`;
  if (isBare(text) && importer !== undefined) return ofPackage(text, importer);
  const url = text.startsWith('/') ? binding.pathToFileUrl(text) : resolveRelative(text, importer);
  const filename = binding.fileUrlToPath(url);
  if (filename === undefined) return undefined;
  const { unwrap } = require('internal:module/resolve_failure');
  const inside = binding.fileKind(filename) === 1 ? path.join(filename, 'noop.js') : filename;
  return unwrap(binding.nearestPackageJson(inside));
}

function importerURL(base) {
  const text = `${base}`;
  return path.isAbsolute(text) ? binding.pathToFileUrl(text) : text;
}

function isBare(specifier) {
  return !/^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z][A-Za-z0-9+.-]*:)/.test(specifier);
}

function resolveRelative(specifier, importer) {
  if (importer === undefined) {
    if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(specifier)) return specifier;
    throw new codes.ERR_INVALID_ARG_VALUE('specifier', specifier);
  }
  return new (require('node:url').URL)(specifier, importer).href;
}

/** The package.json in the nearest `node_modules` folder that has the package. */
function ofPackage(specifier, importer) {
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
  const filename = binding.fileUrlToPath(importer);
  if (filename === undefined) return undefined;
  const { Module } = require('internal:module/cjs_module');
  for (const folder of Module._nodeModulePaths(path.dirname(filename))) {
    const candidate = path.join(folder, name, 'package.json');
    if (binding.fileKind(candidate) === 0) return binding.realPath(candidate);
  }
  return undefined;
}

module.exports = { findPackageJSON };
