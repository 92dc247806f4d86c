'use strict';

/** The handlers of `Module._extensions`: how a file of an ending becomes a module. */

const path = require('node:path');
const process = require('internal:process/object');
const { Module, importedModules, kFormat } = require('internal:module/cjs_module');
const { hasLoadHooks } = require('internal:module/hook_lists');
const { packageType } = require('internal:module/packages');
const { readSource } = require('internal:module/sources');

/** Formats that an ending alone decides. */
const fixedFormats = {
  '__proto__': null,
  '.cjs': 'commonjs',
  '.mjs': 'module',
  '.cts': 'commonjs-typescript',
  '.mts': 'module-typescript',
};

/** JavaScript and TypeScript, and everything without a handler of its own. */
Module._extensions['.js'] = function(module, filename) {
  const { source, format } = loadSource(module, filename);
  module._compile(source, filename, format);
};

Module._extensions['.json'] = function(module, filename) {
  const { source } = loadSource(module, filename, 'json');
  try {
    module.exports = JSON.parse(stripBom(source));
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
};

Module._extensions['.node'] = function(module, filename) {
  return process.dlopen(module, path.toNamespacedPath(filename));
};

function loadSource(module, filename, format = module[kFormat] ?? formatOf(filename)) {
  if (hasLoadHooks() && !importedModules.has(module)) {
    return require('internal:module/hooks').loadForRequire(module, filename, format);
  }
  return { source: readSource(filename), format };
}

/**
 * The format a file's name and package declare; undefined where its text decides.
 * @param {string} filename
 * @returns {'commonjs' | 'module' | 'commonjs-typescript' | 'module-typescript' | 'typescript' | undefined}
 */
function formatOf(filename) {
  const extension = path.extname(filename);
  const fixed = fixedFormats[extension];
  if (fixed !== undefined) return fixed;
  const suffix = extension === '.ts' ? '-typescript' : '';
  if (suffix === '' && extension !== '.js' && extension !== '') return undefined;
  const type = packageType(filename);
  // A file without an ending may be a CommonJS script in a package of ES modules.
  if (extension === '' && type === 'module') return undefined;
  if (type !== 'none') return type + suffix;
  return suffix === '' ? undefined : 'typescript';
}

/** A module of its own from text that a load hook gave. */
function loadText(url, format, source) {
  const { textOf } = require('internal:module/esm_translators');
  const module = new Module(url);
  module.filename = url;
  module.paths = [];
  if (format === 'json') module.exports = JSON.parse(stripBom(textOf(source)));
  else module._compile(textOf(source), url, format);
  module.loaded = true;
  return module.exports;
}

function stripBom(text) {
  return text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text;
}

module.exports = { formatOf, loadText };
