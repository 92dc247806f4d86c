'use strict';

/** `--watch`: runs a program again when a file changes that it uses. */

const path = require('node:path');
const process = require('internal:process/object');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const { withoutOptions } = require('internal:test/own_options');
const { FileWatcher } = require('internal:test/watch/files');

const CLEAR_SCREEN = '\x1bc';

const kColors = { blue: 34, green: 32, red: 31 };

/** Options of the watching process, by whether a value follows. */
const kOwnOptions = new Map([['--watch', false], ['--watch-preserve-output', false], ['--watch-path', true], ['--watch-kill-signal', true]]);

/** `anode --watch FILE`. Called once, instead of running the program. */
function watchProgram() {
  const watched = new WatchedProgram();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => watched.end(signal));
  // Front ends are for the program.
  process.on('SIGUSR1', () => {});
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
    if (this.#paths.length === 0) this.#addOwnFiles();
    // Whoever started this process may talk to the program as if it were this one.
    if (process.send !== undefined) process.on('message', (message) => this.#child.connected && this.#child.send(message));
    this.#run();
  }

  /** The program itself and what it was started with. */
  #addOwnFiles() {
    this.#watcher.addFile(path.resolve(process.argv[1]));
    for (const option of ['--env-file', '--env-file-if-exists']) {
      for (const file of getOptionValue(option)) this.#watcher.addFile(path.resolve(file));
    }
  }

  #run() {
    const env = { ...process.env, WATCH_REPORT_DEPENDENCIES: '1' };
    const words = [...withoutOptions(process.execArgv, kOwnOptions), ...process.argv.slice(1)];
    const child = spawn(process.execPath, words, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    if (this.#paths.length === 0) this.#watcher.addFilesOf(child);
    if (process.send !== undefined) child.on('message', (message) => process.connected && process.send(message));
    child.on('exit', (code) => {
      if (this.#child === child && !this.#isRestarting && !this.#isEnding) this.#sayEnd(code);
    });
  }

  #sayEnd(code) {
    const [outcome, color] = code === 0 ? ['Completed', 'blue'] : ['Failed', 'red'];
    this.#say(`${outcome} running '${this.#name}'. Waiting for file changes before restarting...`, color);
  }

  async #restart(changed) {
    if (this.#isRestarting) return;
    this.#isRestarting = true;
    await this.#stop(this.#killSignal);
    if (this.#isEnding) return;
    this.#isRestarting = false;
    if (process.stdout.isTTY && !getOptionValue('--watch-preserve-output')) process.stdout.write(CLEAR_SCREEN);
    process.stdout.write(`Change detected in '${[...changed][0]}'\n`);
    this.#say(`Restarting '${this.#name}'`, 'green');
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
    process.stdout.write(shouldColorize(process.stdout) ? `\x1b[${kColors[color]}m${text}\x1b[39m\n` : `${text}\n`);
  }
}

function killSignal() {
  const signal = getOptionValue('--watch-kill-signal') ?? 'SIGTERM';
  if (require('node:os').constants.signals[signal] === undefined) throw new codes.ERR_UNKNOWN_SIGNAL(signal);
  return signal;
}

module.exports = { watchProgram };
