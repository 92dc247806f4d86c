'use strict';

/** `--build-sea` and `--experimental-sea-config`: packs the program that a file describes. */

const fs = require('node:fs');
const path = require('node:path');
const process = require('internal:process/object');
const { readConfig } = require('internal:sea/config');
const { codeCache } = require('internal:sea/main_program');
const { Problem, readFile, reasonOf } = require('internal:sea/problem');

const EXECUTABLE = 0o755;

/** Writes a copy of an executable with the program in it. @param {string} file the description */
function buildExecutable(file) {
  report(() => {
    const config = readConfig(file);
    const executable = config.executable ?? process.execPath;
    const packed = inject(readFile(executable, "Error: Couldn't stat executable"), pack(config));
    write(config.output, packed, `Error: Couldn't write output executable: ${config.output}: `);
    fs.chmodSync(config.output, EXECUTABLE);
    return `Generated single executable ${executable} + ${file} -> ${config.output}`;
  });
}

/** Writes the program as a blob, for tools that put it into an executable. @param {string} file the description */
function writeBlob(file) {
  report(() => {
    const config = readConfig(file);
    write(config.output, pack(config), `Cannot write output to ${config.output}: `);
    return `Wrote single executable preparation blob to ${config.output}`;
  });
}

/** Tells how it went. @param {() => string} work gives what to say of success */
function report(work) {
  try {
    fs.writeSync(process.stdout.fd, `${work()}\n`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process._rawDebug(error.message);
    process.exitCode = 1;
  }
}

/** @param {import('./config').Config} config @returns {Uint8Array} the blob */
function pack(config) {
  const { main, mainFormat, execArgv, execArgvExtension, useSnapshot } = config;
  const text = readFile(main, 'Cannot read main script').toString();
  const isModule = mainFormat === 'module';
  const snapshot = useSnapshot ? snapshotOf(main) : new Uint8Array();
  // The functions of a snapshot are compiled already.
  const cache = config.useCodeCache && !useSnapshot ? codeCacheOf(main, text, isModule) : new Uint8Array();
  const warns = !config.disableExperimentalSEAWarning;
  const keys = Object.keys(config.assets);
  const assets = keys.map((key) => readFile(config.assets[key], 'Cannot read asset'));
  return binding.pack(main, useSnapshot ? '' : text, isModule, cache, snapshot, warns, execArgv, execArgvExtension, keys, assets);
}

/** Only a process of its own can be made a snapshot of. */
function snapshotOf(main) {
  const { spawnSync } = require('node:child_process');
  const directory = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'anode-sea-'));
  const blob = path.join(directory, 'snapshot.blob');
  try {
    const { status } = spawnSync(process.execPath, ['--snapshot-blob', blob, '--build-snapshot', main], { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) throw new Problem(`Cannot build the startup snapshot of ${main}`);
    return withMainFunction(fs.readFileSync(blob), main);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

/** The header tells what a snapshot runs (`crates/cli/src/snapshot_file.rs`). */
function withMainFunction(snapshot, main) {
  const kHeader = 20;
  const header = snapshot.toString('latin1', kHeader, kHeader + snapshot.readUInt32LE(kHeader - 4));
  if (header.endsWith('\nmain function')) return snapshot;
  throw new Problem(
    `${main} does not invoke v8.startupSnapshot.setDeserializeMainFunction(), which is required for snapshot scripts used to build single ` +
    'executable applications.');
}

function codeCacheOf(main, text, isModule) {
  try {
    return codeCache(main, text, isModule);
  } catch (error) {
    throw new Problem(`${error.stack}\n\nCannot generate V8 code cache`);
  }
}

function inject(executable, blob) {
  try {
    return binding.inject(executable, blob);
  } catch (error) {
    throw new Problem(`Error: ${error.message}`);
  }
}

/** An executable that runs cannot be written to, but another can take its place. */
function write(file, bytes, complaint) {
  try {
    if (fs.existsSync(file)) fs.unlinkSync(file);
    fs.writeFileSync(file, bytes);
  } catch (error) {
    throw new Problem(complaint + reasonOf(error));
  }
}

module.exports = { buildExecutable, writeBlob };
