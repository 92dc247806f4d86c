'use strict';

/** Source maps of loaded files: finding them by the comment in the text, and mapping stack traces back. */

const { getOptionValue } = require('internal:process/options');
const { SourceMap } = require('internal:module/source_map');

/**
 * What each script said of its map, decoded on first use.
 * @type {Map<string, { comment: string, lineLengths: number[], map?: SourceMap | null, owner?: WeakRef<object> }>}
 */
const scripts = new Map();

let support;
/** Whether coverage is taken, which is told the maps of everything. */
let collects = false;

/** `module.getSourceMapsSupport()` */
function getSourceMapsSupport() {
  const { enabled, nodeModules, generatedCode } = settings();
  return Object.freeze({ __proto__: null, enabled, nodeModules, generatedCode });
}

function settings() {
  return support ??= allOrNothing(getOptionValue('--enable-source-maps') === true);
}

function allOrNothing(enabled) {
  return { enabled, nodeModules: enabled, generatedCode: enabled };
}

/** `module.setSourceMapsSupport(enabled, { nodeModules, generatedCode })` */
function setSourceMapsSupport(enabled, options = { __proto__: null }) {
  const { validateBoolean, validateObject } = require('internal:shared/validators');
  validateBoolean(enabled, 'enabled');
  validateObject(options, 'options');
  const { nodeModules = false, generatedCode = false } = options;
  validateBoolean(nodeModules, 'options.nodeModules');
  validateBoolean(generatedCode, 'options.generatedCode');
  support = { enabled, nodeModules, generatedCode };
}

/**
 * Remembers the map that the text of a CommonJS module names, until its function is gone.
 * @param {string} name path or URL
 * @param {string} text
 * @param {Function} compiled
 */
function noteFunction(name, text, compiled) {
  if (isNoted(name)) noteMap(name, text, binding.functionSourceMapUrl(compiled), compiled);
}

function isNoted(name) {
  return collects || isMapped(name);
}

/** Whether stack traces have the places of a script in terms of its source. @param {string} name path or URL */
function isMapped(name) {
  return settings().enabled && (support.nodeModules || !name.includes('/node_modules/'));
}

/** The same where V8 has read the comment. @param {string | undefined} comment */
function noteMap(name, text, comment, owner = undefined) {
  if (!isNoted(name) || typeof comment !== 'string') return;
  const lineLengths = text.split('\n').map((line) => line.length);
  const script = { comment, lineLengths, map: undefined, owner: owner && !collects ? new WeakRef(owner) : undefined };
  scripts.set(pathOf(name), script);
  const given = SOURCE_URL.exec(text)?.[1];
  if (given !== undefined) givenNames.set(given, pathOf(name));
}

/** The name that a text gives itself, and by which V8's messages then know it. */
const SOURCE_URL = /^\/\/[#@] sourceURL=([^\s'"]+)\s*$/m;
/** Names of scripts by those that they give themselves. @type {Map<string, string>} */
const givenNames = new Map();

/** The script that V8's messages call so. @param {string} name */
function scriptNamed(name) {
  return givenNames.get(name) ?? name;
}

function pathOf(name) {
  return binding.fileUrlToPath(name) ?? name;
}

/**
 * `module.findSourceMap(path)`
 * @param {string} name path or URL of a loaded script
 * @returns {SourceMap | undefined}
 */
function findSourceMap(name) {
  const filename = pathOf(`${name}`);
  const script = scripts.get(filename);
  if (script === undefined) return undefined;
  if (script.owner !== undefined && script.owner.deref() === undefined) {
    scripts.delete(filename);
    return undefined;
  }
  script.map ??= readMap(filename, script) ?? null;
  return script.map ?? undefined;
}

/** Reads the map of a comment: a `data:` URL, or a file beside the script. Nothing if that fails, as maps are only a help. */
function readMap(filename, { comment, lineLengths }) {
  try {
    const own = comment.startsWith('data:');
    const url = own ? binding.pathToFileUrl(filename) : urlBeside(filename, comment);
    const payload = own ? payloadOfData(comment) : JSON.parse(binding.readSource(binding.fileUrlToPath(url)));
    return new SourceMap(withAbsoluteSources(payload, url), { base: filename, lineLengths });
  } catch {
    return undefined;
  }
}

/** Sources as URLs, so that a map can be read without knowing where it was found. @param {string} url where the map stands */
function withAbsoluteSources(payload, url) {
  if (!Array.isArray(payload?.sources)) return payload;
  const { URL } = require('node:url');
  const base = new URL(payload.sourceRoot ? `${payload.sourceRoot.replace(/\/?$/, '/')}` : '.', url);
  const sources = payload.sources.map((source) => (source === null ? null : new URL(source, base).href));
  return { ...payload, sources, sourceRoot: '' };
}

function payloadOfData(url) {
  const match = /^data:application\/json[^,]*?(;base64)?,([^]*)$/.exec(url);
  if (match === null) return undefined;
  const { Buffer } = require('node:buffer');
  return JSON.parse(match[1] ? Buffer.from(match[2], 'base64').toString('utf8') : decodeURIComponent(match[2]));
}

/** The map's own URL. */
function urlBeside(filename, comment) {
  return new (require('node:url').URL)(comment, binding.pathToFileUrl(filename)).href;
}

/** From now on the map of every script is noted, and kept when the script is gone, for `coverageCache()`. */
function collectForCoverage() {
  collects = true;
}

/** The maps of the loaded files by URL, in the form that readers of `NODE_V8_COVERAGE` know. */
function coverageCache() {
  const cache = { __proto__: null };
  for (const [name, { comment, lineLengths }] of scripts) {
    const data = findSourceMap(name)?.payload ?? null;
    cache[/^[a-z][a-z0-9+.-]+:/i.test(name) ? name : binding.pathToFileUrl(name)] = { lineLengths, data, url: data === null ? comment : null };
  }
  return cache;
}

/** Whether stack traces are to be mapped. */
function isEnabled() {
  return settings().enabled;
}

module.exports = {
  collectForCoverage, coverageCache, findSourceMap, getSourceMapsSupport, isEnabled, isMapped, noteMap, noteFunction, scriptNamed,
  setSourceMapsSupport,
};
