'use strict';

/** Resolving and loading without hooks: which URL a specifier names, of which format it is, and its source. */

const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const { unwrap } = require('internal:module/resolve_failure');
const { defaultHostId } = require('internal:module/host_ids');
const { readSource } = require('internal:module/sources');
const { packageScope } = require('internal:module/packages');

let importConditions;

function addonConditions() {
  return require('internal:module/cjs_resolve').addonConditions();
}

/** The conditions that hold for `import`. */
function conditionsOfImport() {
  importConditions ??= ['node', 'import', 'module-sync'].concat(addonConditions(), getOptionValue('--conditions') ?? []);
  return importConditions;
}

/**
 * @param {string} specifier
 * @param {{ parentURL?: string, conditions?: string[], importAttributes?: object }} context
 * @returns {{ url: string, format: string | undefined | null }}
 */
function defaultResolve(specifier, context) {
  const { parentURL } = context;
  const conditions = conditionsFrom(context, conditionsOfImport);
  const key = `${parentURL}\n${conditions.join()}\n${specifier}`;
  const known = resolutions.get(key);
  if (known !== undefined) return { __proto__: null, ...known };
  const resolved = resolveAnew(specifier, parentURL, conditions);
  resolutions.set(key, resolved);
  return { __proto__: null, ...resolved };
}

/** The conditions that a hook's context asks for. */
function conditionsFrom({ conditions }, defaults) {
  if (conditions === undefined) return defaults();
  if (!Array.isArray(conditions)) throw new codes.ERR_INVALID_ARG_VALUE('context.conditions', conditions, 'expected an array');
  return conditions;
}

/** What has been resolved, by importer, conditions and specifier: an `import` that has worked keeps working when the file is gone. */
const resolutions = new Map();

function resolveAnew(specifier, parentURL, conditions) {
  const importer = parentURL ?? require('internal:module/esm_loader').baseURL();
  if (!importer.startsWith('file:') && isRelative(specifier)) return withHint(urlBeside(specifier, importer));
  const preserve = getOptionValue(parentURL === undefined ? '--preserve-symlinks-main' : '--preserve-symlinks');
  return withHint(normalize(unwrap(binding.resolveImport(`${specifier}`, importer, conditions, preserve))));
}

function withHint(url) {
  return { __proto__: null, url, format: formatHint(url) };
}

function isRelative(specifier) {
  return /^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier);
}

/** What lies beside a module that is no file, as far as its URL can tell. */
function urlBeside(specifier, importer) {
  try {
    return new (require('node:url').URL)(specifier, importer).href;
  } catch (cause) {
    const error = new codes.ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, importer);
    error.cause = cause;
    throw error;
  }
}

/** URLs of other schemes come out of resolution as they were written. */
function normalize(url) {
  if (url.startsWith('file:') || url.startsWith('node:') || url.startsWith('data:')) return url;
  return new (require('node:url').URL)(url).href;
}

/** The format as far as the URL alone tells. */
function formatHint(url) {
  if (url.startsWith('node:')) return 'builtin';
  if (url.startsWith('data:')) return dataFormat(url) ?? null;
  if (!url.startsWith('file:')) return undefined;
  return fileFormat(url, () => undefined, () => undefined);
}

const mimeFormats = {
  '__proto__': null,
  'application/json': 'json',
  'application/wasm': 'wasm',
  'text/javascript': 'module',
  'application/javascript': 'module',
  'application/x-javascript': 'module',
};

const DATA_URL = /^data:([^,;]*)((?:;[^,;]*)*?)(;\s*base64)?,([^]*)$/i;

function dataFormat(url) {
  const mime = DATA_URL.exec(url)?.[1].trim().toLowerCase();
  return mimeFormats[mime];
}

const extensionFormats = {
  '__proto__': null,
  '.cjs': 'commonjs',
  '.mjs': 'module',
  '.cts': 'commonjs-typescript',
  '.mts': 'module-typescript',
  '.json': 'json',
  '.wasm': 'wasm',
  '.node': 'addon',
};

/**
 * @param {string} url a `file:` URL
 * @param {() => string | undefined} detect tells from the text whether it is `commonjs` or `module`
 * @param {(extension: string, filename: string) => undefined} unknown what to do of an extension nobody knows
 */
function fileFormat(url, detect, unknown) {
  const filename = binding.fileUrlToPath(url);
  if (filename === undefined) return undefined;
  const extension = /\.[^./]*$/.exec(filename.slice(filename.lastIndexOf('/') + 1).replace(/^\./, '_'))?.[0] ?? '';
  const fixed = extensionFormats[extension];
  if (fixed !== undefined) return fixed;
  const suffix = extension === '.ts' ? '-typescript' : '';
  if (suffix === '' && extension !== '.js' && extension !== '') return unknown(extension, filename);
  const type = packageScope(filename)?.type ?? 'none';
  if (type !== 'none') return extension === '' && type === 'commonjs' ? detect(filename, suffix) : type + suffix;
  return detect(filename, suffix);
}

/** The text of a CommonJS module among what is loaded of it. */
const kText = Symbol('text');

/**
 * @param {string} url
 * @param {{ format?: string, importAttributes?: Record<string, string> }} context
 * @returns {{ format: string, source: any }}
 */
function defaultLoad(url, context) {
  const attributes = context.importAttributes ?? { __proto__: null };
  refuseScheme(url);
  validateAttributeKeys(url, attributes);
  let source;
  const format = context.format ?? formatOf(url, () => source ??= read(url, 'commonjs'));
  validateType(url, format, attributes);
  const wanted = ['text', 'bytes'].includes(typeOf(attributes)) ? typeOf(attributes) : format;
  if (wanted === 'builtin' || wanted === 'addon') return { __proto__: null, format: wanted, responseURL: url, source: null };
  source ??= read(url, wanted);
  // CommonJS is loaded by `require`; its text is only looked through for names.
  if (wanted.startsWith('commonjs') && url.startsWith('file:')) {
    return { __proto__: null, format: wanted, responseURL: url, source: null, [kText]: source };
  }
  return { __proto__: null, format: wanted, responseURL: url, source };
}

function refuseScheme(url) {
  if (/^(?:file|data|node):/.test(url)) return;
  const parsed = new (require('node:url').URL)(url);
  const supported = parsed.protocol === 'http:' || parsed.protocol === 'https:' ? ['file', 'data'] : ['file', 'data', 'node'];
  throw new codes.ERR_UNSUPPORTED_ESM_URL_SCHEME(parsed, supported);
}

function formatOf(url, readText) {
  if (url.startsWith('node:')) return 'builtin';
  if (url.startsWith('data:')) {
    const format = dataFormat(url);
    if (format === undefined) throw new codes.ERR_UNKNOWN_MODULE_FORMAT(DATA_URL.exec(url)?.[1] || null, url);
    return format;
  }
  const unknown = (extension, filename) => { throw new codes.ERR_UNKNOWN_FILE_EXTENSION(extension, filename); };
  return fileFormat(url, (filename, suffix) => detectFormat(filename, suffix, readText), unknown);
}

/** What a file is that neither its name nor its package tells. */
function detectFormat(filename, suffix, readText) {
  if (!getOptionValue('--experimental-detect-module')) return `commonjs${suffix}`;
  let text = readText();
  if (suffix !== '') text = require('internal:module/typescript').stripTypesOfFile(text, filename);
  const isModule = binding.containsModuleSyntax(text, filename, defaultHostId);
  if (isModule) require('internal:module/typeless_warning').warnTypeless(filename);
  return (isModule ? 'module' : 'commonjs') + suffix;
}

function read(url, format) {
  if (url.startsWith('data:')) return readData(url, format);
  const filename = binding.fileUrlToPath(url);
  return format === 'wasm' || format === 'bytes' ? binding.readBytes(filename) : readSource(filename);
}

function readData(url, format) {
  const match = DATA_URL.exec(url);
  if (match === null) throw new codes.ERR_INVALID_URL(url);
  const { Buffer } = require('node:buffer');
  const body = match[4].replace(/#.*$/s, '');
  const bytes = Buffer.from(decodeURIComponent(body), match[3] ? 'base64' : 'utf8');
  return format === 'wasm' || format === 'bytes' ? bytes : bytes.toString('utf8');
}

/** The `type` attribute; its object may be a plain one. */
function typeOf(attributes) {
  return Object.hasOwn(attributes, 'type') ? attributes.type : undefined;
}

/** The `type` that an import must declare, by format; '' where it must declare none. */
function requiredType(format) {
  return format === 'json' ? 'json' : '';
}

function validateAttributeKeys(url, attributes) {
  Object.keys(attributes).forEach((key) => {
    if (key !== 'type') throw new codes.ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(key, attributes[key], url);
  });
}

function validateType(url, format, attributes) {
  const type = typeOf(attributes) ?? '';
  const required = requiredType(format);
  const textual = type === 'text' && getOptionValue('--experimental-import-text');
  if (type === required || textual) return;
  if (type === '') throw new codes.ERR_IMPORT_ATTRIBUTE_MISSING(url, 'type', required);
  if (type !== 'json') throw new codes.ERR_IMPORT_ATTRIBUTE_UNSUPPORTED('type', type, url);
  throw new codes.ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE(url, type);
}

module.exports = { conditionsFrom, conditionsOfImport, defaultLoad, defaultResolve, kText };
