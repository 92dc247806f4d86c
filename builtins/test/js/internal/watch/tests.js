'use strict';

/** `--test --watch`: the test files whose dependencies change run again. */

const path = require('node:path');
const { FileWatcher } = require('internal:test/watch/files');
const { findFiles } = require('internal:test/files');

class TestWatcher {
  #watcher = new FileWatcher((changed) => this.#rerun(changed));
  #stop = Promise.withResolvers();
  #root;
  #makeTests;
  /** Files that are to run when those that run are stopped. */
  #due = new Set();
  #isStopping = false;

  /** Resolves when watching is over. */
  get closed() {
    return this.#stop.promise;
  }

  /**
   * @param {import('internal:test/root').Root} root
   * @param {(files: string[]) => import('internal:test/file_test').FileTest[]} makeTests what runs these files
   */
  start(root, makeTests) {
    this.#root = root;
    this.#makeTests = makeTests;
    root.isWatching = true;
    const { cwd, signal } = root.settings;
    this.#watcher.addTree(cwd);
    signal?.addEventListener('abort', () => this.close(), { once: true });
    if (signal?.aborted) this.close();
  }

  /** Learns from a child process what its test files use. */
  follow(child, files) {
    for (const file of files) this.#watcher.addFile(file, file);
    this.#watcher.addFilesOf(child, files);
  }

  close() {
    this.#watcher.close();
    this.#stop.resolve();
  }

  /** Runs never overlap: what still runs of an earlier round is stopped first. */
  async #rerun(changed) {
    for (const file of this.#affectedBy(changed)) this.#due.add(file);
    if (this.#due.size === 0 || this.#isStopping) return;
    this.#isStopping = true;
    await this.#stopStale();
    this.#isStopping = false;
    const files = [...this.#due].map((file) => path.relative(this.#root.settings.cwd, file));
    this.#due.clear();
    this.#root.restart();
    const tests = this.#makeTests(files);
    for (const test of tests) this.#root.adopt(test);
    for (const test of tests) test.start();
  }

  async #stopStale() {
    this.#root.breakOff();
    const stale = this.#root.children.filter((test) => !test.isComplete && test.files.some((file) => this.#due.has(file)));
    await Promise.all(stale.map((test) => test.abandon()));
  }

  /** The test files that use what changed; those that `run()` was given also where they are gone. Those that share a process run together. */
  #affectedBy(changed) {
    const { settings } = this.#root;
    const present = new Set((settings.files ?? findFiles(settings)).map((file) => path.resolve(settings.cwd, file)));
    const affected = new Set();
    for (const file of changed) {
      for (const owner of [...this.#watcher.ownersOf(file), file]) if (present.has(owner)) affected.add(owner);
    }
    return affected.size > 0 && settings.isolation === 'none' ? present : affected;
  }
}

module.exports = { TestWatcher };
