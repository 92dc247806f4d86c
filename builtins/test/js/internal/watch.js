'use strict';

/** `--watch`: runs a program, or test files, again when a file changes that they use. */

const { clearTimeout, setTimeout } = require('node:timers');
const process = require('internal:process/object');
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { fileURLToPath } = require('node:url');
const { once } = require('node:events');
const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');

/** Editors write a file in several steps; what changes within this many milliseconds is one change. */
const QUIET_MILLISECONDS = 100;

const CLEAR_SCREEN = '\x1bc';

/** Options of the watching process, by whether a value follows. */
const kOwnOptions = new Map([['--watch', false], ['--watch-preserve-output', false], ['--watch-path', true], ['--watch-kill-signal', true]]);

/** Watches single files, and folders with everything below. Files need not exist yet. */
class FileWatcher {
  #files = new Map();
  #watchers = new Map();
  #changed = new Set();
  #timer;

  /** @param {(files: Set<string>) => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** @param {string} file absolute @param {unknown} [owner] what uses it */
  addFile(file, owner) {
    const owners = this.#files.get(file) ?? new Set();
    this.#files.set(file, owners.add(owner));
    this.#watch(path.dirname(file), false);
  }

  addTree(folder) {
    this.#watch(folder, true);
  }

  /** Who uses the file. */
  ownersOf(file) {
    return this.#files.get(file) ?? new Set();
  }

  /** Forgets the files, which the next run reports anew. */
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
        if (recursive || this.#files.has(file)) this.#note(file);
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
      this.onChange(changed);
    }, QUIET_MILLISECONDS);
  }
}

/** The files of a message in which a child process reports what it loads. */
function reportedFiles(message) {
  if (message === null || typeof message !== 'object') return [];
  const urls = message['watch:import'] ?? [];
  return [...(message['watch:require'] ?? []), ...urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url))];
}

/** `anode --watch FILE`. Called once, instead of running the program. */
function watchProgram() {
  const watched = new WatchedProgram();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => watched.end(signal));
  watched.start();
}

class WatchedProgram {
  #paths = getOptionValue('--watch-path').map((given) => path.resolve(given));
  #killSignal = killSignal();
  #name = process.argv.slice(1).join(' ');
  #watcher = new FileWatcher((changed) => this.#restart(changed));
  #child;
  #isRestarting = false;
  /** A change that comes while the watcher itself ends starts nothing. */
  #isEnding = false;

  start() {
    for (const folder of this.#paths) this.#watcher.addTree(folder);
    if (this.#paths.length === 0) {
      this.#watcher.addFile(path.resolve(process.argv[1]));
      for (const option of ['--env-file', '--env-file-if-exists']) {
        for (const file of getOptionValue(option)) this.#watcher.addFile(path.resolve(file));
      }
    }
    this.#run();
  }

  #run() {
    const env = { ...process.env, WATCH_REPORT_DEPENDENCIES: '1' };
    const child = spawn(process.execPath, [...optionsOfProgram(), ...process.argv.slice(1)], { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    if (this.#paths.length === 0) child.on('message', (message) => reportedFiles(message).forEach((file) => this.#watcher.addFile(file)));
    child.on('exit', (code) => {
      if (this.#child !== child || this.#isRestarting || this.#isEnding) return;
      this.#say(`${code === 0 ? 'Completed running' : 'Failed running'} '${this.#name}'. Waiting for file changes before restarting...`, code === 0 ? 34 : 31);
    });
  }

  async #restart(changed) {
    if (this.#isRestarting) return;
    this.#isRestarting = true;
    await this.#stop(this.#killSignal);
    if (this.#isEnding) return;
    this.#isRestarting = false;
    if (process.stdout.isTTY && !getOptionValue('--watch-preserve-output')) process.stdout.write(CLEAR_SCREEN);
    process.stdout.write(`Change detected in '${[...changed][0]}'\n`);
    this.#say(`Restarting '${this.#name}'`, 32);
    this.#run();
  }

  async #stop(signal) {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  async end(signal) {
    this.#watcher.close();
    this.#isEnding = true;
    await this.#stop(signal);
    process.exit(this.#child.exitCode ?? 0);
  }

  #say(text, color) {
    const { shouldColorize } = require('internal:util/colors');
    process.stdout.write(shouldColorize(process.stdout) ? `\x1b[${color}m${text}\x1b[39m\n` : `${text}\n`);
  }
}

function killSignal() {
  const signal = getOptionValue('--watch-kill-signal') ?? 'SIGTERM';
  if (require('node:os').constants.signals[signal] === undefined) throw new codes.ERR_UNKNOWN_SIGNAL(signal);
  return signal;
}

function optionsOfProgram() {
  const words = process.execArgv;
  const kept = [];
  for (let index = 0; index < words.length; index++) {
    const [name] = words[index].split('=', 1);
    const takesValue = kOwnOptions.get(name);
    if (takesValue === undefined) kept.push(words[index]);
    else if (takesValue && !words[index].includes('=')) index++;
  }
  return kept;
}

/** `--test --watch`: the test files whose dependencies change run again. */
class TestWatcher {
  #watcher = new FileWatcher((changed) => this.#rerun(changed));
  #stop = Promise.withResolvers();
  #root;
  #makeTest;

  /** Resolves when watching is over. */
  get closed() {
    return this.#stop.promise;
  }

  /** @param {import('./root').Root} root @param {(file: string) => import('./file_test').FileTest} makeTest */
  start(root, makeTest) {
    this.#root = root;
    this.#makeTest = makeTest;
    root.isWatching = true;
    const { cwd, signal } = root.settings;
    this.#watcher.addTree(cwd);
    signal?.addEventListener('abort', () => this.close(), { once: true });
    if (signal?.aborted) this.close();
  }

  /** Learns from a child process what its test file uses. */
  follow(child, file) {
    this.#watcher.addFile(file, file);
    child.on('message', (message) => reportedFiles(message).forEach((used) => this.#watcher.addFile(used, file)));
  }

  close() {
    this.#watcher.close();
    this.#stop.resolve();
  }

  #rerun(changed) {
    const root = this.#root;
    const { settings } = root;
    const { findFiles } = require('internal:test/files');
    const present = new Set((settings.files ?? findFiles(settings)).map((file) => path.resolve(settings.cwd, file)));
    const affected = new Set();
    for (const file of changed) {
      for (const owner of this.#watcher.ownersOf(file)) affected.add(owner);
      if (present.has(file)) affected.add(file);
    }
    const files = [...affected].filter((file) => present.has(file) && fs.existsSync(file));
    if (files.length === 0) return;
    for (const { file, child } of root.running) if (files.includes(file)) child?.kill();
    root.restart();
    for (const file of files) {
      const test = this.#makeTest(path.relative(settings.cwd, file));
      root.adopt(test);
      test.start();
    }
  }
}

module.exports = { TestWatcher, watchProgram };
