'use strict';

/** Changes of files, told together when no more follow. */

const fs = require('node:fs');
const path = require('node:path');
const { clearTimeout, setTimeout } = require('node:timers');
const { fileURLToPath } = require('node:url');

/** Editors write a file in several steps; what changes within this many milliseconds is one change. */
const QUIET_MILLISECONDS = 100;

/** Watches single files, and folders with everything below. Files need not exist yet; they may be replaced by others of their name. */
class FileWatcher {
  #onChange;
  #owners = new Map();
  #watchers = new Map();
  #changed = new Set();
  #timer;

  /** @param {(files: Set<string>) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** @param {string} file absolute @param {unknown} [owner] what uses it */
  addFile(file, owner) {
    const owners = this.#owners.get(file) ?? new Set();
    this.#owners.set(file, owners.add(owner));
    this.#watch(path.dirname(file), false);
  }

  addTree(folder) {
    this.#watch(folder, true);
  }

  /** Adds the files that a child process reports to have loaded. @param {unknown[]} [owners] all of which use them */
  addFilesOf(child, owners = [undefined]) {
    child.on('message', (message) => {
      for (const file of reportedFiles(message)) owners.forEach((owner) => this.addFile(file, owner));
    });
  }

  /** Who uses the file. */
  ownersOf(file) {
    return this.#owners.get(file) ?? new Set();
  }

  close() {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder, recursive) {
    if (this.#watchers.has(folder)) return;
    try {
      const isFolder = fs.statSync(folder).isDirectory();
      const watcher = fs.watch(folder, { recursive: recursive && isFolder });
      watcher.on('change', (_, name) => {
        const file = isFolder ? path.join(folder, String(name)) : folder;
        if (recursive || this.#owners.has(file)) this.#note(file);
      });
      // A folder that vanishes takes its watcher along.
      watcher.on('error', () => this.#watchers.delete(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      if (recursive) throw error;
    }
  }

  #note(file) {
    this.#changed.add(file);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const changed = this.#changed;
      this.#changed = new Set();
      this.#onChange(changed);
    }, QUIET_MILLISECONDS);
  }
}

/** The files of a message in which a child process reports what it loads. */
function reportedFiles(message) {
  if (message === null || typeof message !== 'object') return [];
  const urls = message['watch:import'] ?? [];
  return [...(message['watch:require'] ?? []), ...urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url))];
}

module.exports = { FileWatcher };
