'use strict';

/** Which files belong to a coverage report. */

const path = require('node:path');
const { matches } = require('internal:path/glob');
const { defaultGlobs } = require('internal:test/files');

class CoverageFilter {
  #cwd;
  #includes;
  #excludes;

  /** @param {{ cwd: string, includeGlobs?: string[], excludeGlobs?: string[] }} settings */
  constructor({ cwd, includeGlobs = [], excludeGlobs = defaultGlobs() }) {
    this.#cwd = cwd;
    this.#includes = includeGlobs;
    // Tests need not be tested, unless somebody says what to leave out.
    this.#excludes = excludeGlobs;
  }

  /** @param {string} file absolute */
  takes(file) {
    const names = [file, path.relative(this.#cwd, file)];
    if (matchesAny(names, this.#excludes)) return false;
    if (this.#includes.length > 0) return matchesAny(names, this.#includes);
    return !file.includes('/node_modules/');
  }
}

function matchesAny(names, globs) {
  return globs.some((glob) => names.some((name) => matches(name, glob, path.sep)));
}

module.exports = { CoverageFilter };
