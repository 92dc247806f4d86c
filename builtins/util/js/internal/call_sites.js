'use strict';

/** `util.getCallSites`. */

const { validateBoolean, validateInteger, validateObject } = require('internal:shared/validators');

const DEFAULT_COUNT = 10;
const MOST_FRAMES = 200;

/**
 * The frames of the caller and its callers.
 * @param {number | { sourceMap?: boolean }} [frameCount]
 * @param {{ sourceMap?: boolean }} [options]
 */
function getCallSites(frameCount = DEFAULT_COUNT, options) {
  let count = frameCount;
  let settings = options;
  if (settings === undefined && typeof count === 'object') {
    validateObject(count, 'options');
    settings = count;
    count = DEFAULT_COUNT;
  } else if (settings !== undefined) {
    validateObject(settings, 'options');
  }
  if (settings?.sourceMap !== undefined) validateBoolean(settings.sourceMap, 'options.sourceMap');
  validateInteger(count, 'frameCount', 1, MOST_FRAMES);
  // The first frame is this function.
  const sites = binding.callSites(count + 1).slice(1).map(describe);
  return wantsSourceMaps(settings) ? sites.map(toOriginal) : sites;
}

function describe([functionName, scriptId, scriptName, lineNumber, columnNumber]) {
  return { __proto__: null, functionName, scriptId, scriptName, lineNumber, columnNumber, column: columnNumber };
}

function wantsSourceMaps(settings) {
  if (settings?.sourceMap !== undefined) return settings.sourceMap;
  return require('internal:process/options').getOptionValue('--enable-source-maps') === true;
}

/** The position in the file that the script was made from; the site itself where there is no map. */
function toOriginal(site) {
  const entry = require('node:module').findSourceMap(site.scriptName)?.findEntry(site.lineNumber - 1, site.columnNumber - 1);
  if (entry?.originalSource === undefined) return site;
  const columnNumber = entry.originalColumn + 1;
  return {
    __proto__: null,
    functionName: site.functionName,
    scriptId: site.scriptId,
    scriptName: entry.originalSource,
    lineNumber: entry.originalLine + 1,
    columnNumber,
    column: columnNumber,
  };
}

module.exports = { getCallSites };
