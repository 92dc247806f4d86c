'use strict';

/** The test files of a run: those that the command line or `run()` names, or those whose names say that they are tests. */

const fs = require('node:fs');
const path = require('node:path');
const { getOptionValue } = require('internal:process/options');

/** Names that say that a file is a test. */
function defaultGlobs() {
  const endings = getOptionValue('--experimental-strip-types') ? '{js,mjs,cjs,ts,mts,cts}' : '{js,mjs,cjs}';
  return [`**/*{.,-,_}test.${endings}`, `**/test-*.${endings}`, `**/test.${endings}`, `**/test/**/*.${endings}`];
}

/** @param {{ globPatterns?: string[], cwd: string }} settings @returns {string[]} sorted, relative to `cwd` unless given otherwise */
function findFiles({ globPatterns, cwd }) {
  const hasPatterns = globPatterns !== undefined && globPatterns.length > 0;
  const patterns = hasPatterns ? globPatterns : defaultGlobs();
  // What is installed has tests of its own.
  const exclude = hasPatterns ? undefined : (name) => name === 'node_modules' || name.endsWith('/node_modules');
  const found = new Set(fs.globSync(patterns, { cwd, exclude }));
  // A path need not be a pattern that matches itself.
  if (hasPatterns) for (const pattern of patterns) if (isFile(path.resolve(cwd, pattern))) found.add(pattern);
  return [...found].filter((file) => isFile(path.resolve(cwd, file))).sort();
}

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** The part of the files that a shard runs. */
function shardOf(files, shard) {
  return shard === undefined ? files : files.filter((_, index) => index % shard.total === shard.index - 1);
}

module.exports = { defaultGlobs, findFiles, shardOf };
