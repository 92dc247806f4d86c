'use strict';

/** How large the content of an entry in memory may be, and what is said of the archives on their first use. */

const process = require('internal:process/object');
const { validateInteger } = require('internal:shared/validators');

let mostContent = 256 * 1024 * 1024;
let hasWarned = false;

/** Bytes that `content()` gives at most, where it is not asked for another limit. */
function getMaxZipContentSize() {
  warnOnce();
  return mostContent;
}

/** @param {number} size */
function setMaxZipContentSize(size) {
  warnOnce();
  validateInteger(size, 'size', 0);
  mostContent = size;
}

function warnOnce() {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning('The zlib ZIP archive API is an experimental feature and might change at any time', 'ExperimentalWarning');
}

module.exports = { getMaxZipContentSize, setMaxZipContentSize, warnOnce };
