'use strict';

/** Reading the text of modules. */

let originalReadFileSync;

/**
 * The text of a source file without its byte order mark. Goes through `fs.readFileSync` if a program has replaced it, as virtual file systems
 * and bundlers do; otherwise straight to the op, which makes one string and no buffer.
 * @param {string} filename
 * @returns {string}
 */
function readSource(filename) {
  if (require.loaded('node:fs')) {
    const fs = require('node:fs');
    originalReadFileSync ??= fs.readFileSync;
    if (fs.readFileSync !== originalReadFileSync) return fs.readFileSync(filename, 'utf8');
  }
  return binding.readSource(filename);
}

module.exports = { readSource };
