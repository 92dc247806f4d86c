'use strict';

/** Which tests run: by name, by tags, and by `only`. */

class Filter {
  #names;
  #skips;
  #tagFilters;

  /** @param {{ namePatterns?: RegExp[], skipPatterns?: RegExp[], tagFilters?: Function[], only?: boolean, isChild: boolean, isolation: string }} settings */
  constructor({ namePatterns, skipPatterns, tagFilters, only, isChild, isolation }) {
    this.#names = namePatterns;
    this.#skips = skipPatterns;
    this.#tagFilters = tagFilters;
    /** Whether `only` means something: where files have processes of their own, only with `--test-only`, as no file knows of marks in others. */
    this.heedsOnly = only || !isChild || isolation === 'none';
  }

  leavesOut(unit) {
    // A file's own process filters what it holds.
    if (unit.file !== undefined) return false;
    return this.#isLeftOutByName(unit) || this.#isLeftOutByTags(unit) || this.#isLeftOutByOnly(unit);
  }

  /** Whether nothing in a suite can run, so that its function need not either. */
  excludesSuite(suite) {
    return this.heedsOnly && suite.isOnly === false;
  }

  #isLeftOutByName(unit) {
    if (this.#skips !== undefined && matchesAny(unit, this.#skips)) return true;
    if (this.#names === undefined || matchesAny(unit, this.#names)) return false;
    // A suite is there for those of its tests that match.
    return unit.type !== 'suite' || unit.children.length === 0 || unit.children.every((child) => this.leavesOut(child));
  }

  #isLeftOutByTags(unit) {
    if (this.#tagFilters === undefined) return false;
    if (unit.type === 'suite') return unit.children.length > 0 && unit.children.every((child) => this.leavesOut(child));
    return !this.#tagFilters.every((matches) => matches(unit.tags));
  }

  #isLeftOutByOnly(unit) {
    if (!this.heedsOnly || unit.isOnly || unit.hasMarkedChildren) return false;
    if (unit.isOnly === false) return true;
    // A running test says itself when only what is marked runs in it.
    return unit.parent.runsOnlyMarked || (unit.parent.type === 'suite' && unit.parent.hasMarkedChildren);
  }
}

/** A pattern matches the name of the test or of a suite around it, or the whole path of names. */
function matchesAny(unit, patterns) {
  if (unit.parent === null) return false;
  if (patterns.some((pattern) => pattern.test(unit.name)) || matchesAny(unit.parent, patterns)) return true;
  const path = unit.path.join(' ').trim();
  return patterns.some((pattern) => pattern.test(path));
}

module.exports = { Filter };
