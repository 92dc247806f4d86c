'use strict';

/**
 * A watched tree. The kernel watches directories one by one, so each directory below the root has a watch of its own, begun when the
 * directory appears and ended when it goes.
 */

const { matches } = require('internal:path/glob');
const { UV_DIRENT_DIR } = require('internal:fs/constants');

class TreeWatch {
  #root;
  #isIgnored;
  #report;
  #isReferenced = true;
  /** By path relative to the root, which is ''. */
  #watches = new Map();

  /**
   * @param {string} root a directory
   * @param {((name: string) => boolean) | null} isIgnored
   * @param {(isNameChange: boolean, name: string) => void} report with the name relative to the root
   */
  constructor(root, isIgnored, report) {
    this.#root = root;
    this.#isIgnored = isIgnored;
    this.#report = report;
    this.#watch('');
    this.#watchBelow('');
  }

  close() {
    for (const event of this.#watches.values()) event.close();
    this.#watches.clear();
  }

  ref() {
    this.#isReferenced = true;
    for (const event of this.#watches.values()) event.ref();
  }

  hasRef() {
    return this.#isReferenced;
  }

  /** The directories that are watched. @returns {string[]} */
  get watchedPaths() {
    return Array.from(this.#watches.keys(), (directory) => this.#full(directory));
  }

  unref() {
    this.#isReferenced = false;
    for (const event of this.#watches.values()) event.unref();
  }

  #watch(directory) {
    const event = new binding.FSEvent();
    event.start(this.#full(directory), false, (isNameChange, name) => this.#onEvent(directory, isNameChange, name));
    if (!this.#isReferenced) event.unref();
    this.#watches.set(directory, event);
  }

  /** Watches the directories in one that is watched. */
  #watchBelow(directory) {
    for (const [name, kind] of this.#list(directory)) {
      if (kind === UV_DIRENT_DIR) this.#add(join(directory, name), null);
    }
  }

  /**
   * Watches a directory and all below it. What was made in it before the watch began is reported by `announce`.
   * @param {((name: string) => void) | null} announce
   */
  #add(directory, announce) {
    if (this.#watches.has(directory) || this.#isIgnored?.(directory)) return;
    try {
      this.#watch(directory);
    } catch (error) {
      // It is gone again, and was never ours to watch.
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return;
      throw error;
    }
    for (const [name, kind] of this.#list(directory)) {
      const path = join(directory, name);
      announce?.(path);
      if (kind === UV_DIRENT_DIR) this.#add(path, announce);
    }
  }

  #onEvent(directory, isNameChange, name) {
    // A directory below the root is reported by the one it is in.
    if (name === undefined && directory !== '') return;
    const path = name === undefined ? require('node:path').basename(this.#root) : join(directory, name);
    this.#report(isNameChange, path);
    if (isNameChange && name !== undefined && this.#watches.size > 0) this.#follow(path);
  }

  /** A name appeared or went: begins or ends the watch of a directory. */
  #follow(path) {
    if (this.#isDirectory(path)) this.#add(path, (name) => this.#report(true, name));
    else this.#drop(path);
  }

  #drop(path) {
    for (const [directory, event] of this.#watches) {
      if (directory !== path && !directory.startsWith(`${path}/`)) continue;
      event.close();
      this.#watches.delete(directory);
    }
  }

  #isDirectory(path) {
    try {
      return require('internal:fs/stats').toStats(binding.lstat(this.#full(path), false)).isDirectory();
    } catch {
      return false;
    }
  }

  /** Names and kinds; none for a directory that is gone or may not be read. */
  #list(directory) {
    try {
      const [names, kinds] = binding.readdir(this.#full(directory), false);
      return names.map((name, i) => [name, kinds[i]]);
    } catch {
      return [];
    }
  }

  #full(path) {
    return path === '' ? this.#root : join(this.#root, path);
  }
}

function join(directory, name) {
  return directory === '' ? name : require('node:path').join(directory, name);
}

/**
 * The test for names to leave out. A pattern without a slash is one for last names.
 * @param {undefined | null | string | RegExp | Function | (string | RegExp | Function)[]} ignore
 * @returns {((name: string) => boolean) | null} null if none are left out
 */
function ignorerOf(ignore) {
  if (ignore === undefined || ignore === null) return null;
  const tests = (Array.isArray(ignore) ? ignore : [ignore]).map(testOf);
  return (name) => tests.some((test) => test(name));
}

function testOf(item) {
  if (typeof item === 'function') return (name) => Boolean(item(name));
  if (item instanceof RegExp) return (name) => item.exec(name) !== null;
  const { basename } = require('node:path');
  return item.includes('/') ? (name) => matches(name, item, '/') : (name) => matches(basename(name), item, '/');
}

module.exports = { TreeWatch, ignorerOf };
