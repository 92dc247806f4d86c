'use strict';

/**
 * Coverage of a run of tests. This process and its children write what they counted into a folder, as `NODE_V8_COVERAGE` asks of any process; at the
 * end it is read, joined and told.
 */

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('internal:process/object');
const { fileURLToPath } = require('node:url');
const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const { reportFile, totals } = require('internal:test/coverage/file_report');
const { CoverageFilter } = require('internal:test/coverage/globs');
const { MergedScripts } = require('internal:test/coverage/merge');
const { originalsOf } = require('internal:test/coverage/original');
const { countCoverage, takeCoverage } = require('internal:inspector/recordings');

const kCoverageFile = /^coverage-\d+-\d{13}-\d+\.json$/;

/** @typedef {{ line: number, branch: number, function: number }} Thresholds least percentages */

class Coverage {
  #cwd;
  #countsHere;
  #filter;
  #thresholds;
  #directory;
  /** Where the environment wants the files, if it does. */
  #wanted = process.env.NODE_V8_COVERAGE;

  /** @param {{ cwd: string, countsHere: boolean, includeGlobs?: string[], excludeGlobs?: string[], thresholds: Thresholds }} settings */
  constructor({ cwd, countsHere, includeGlobs, excludeGlobs, thresholds }) {
    this.#cwd = cwd;
    this.#countsHere = countsHere;
    this.#thresholds = thresholds;
    this.#filter = new CoverageFilter({ cwd, includeGlobs, excludeGlobs });
  }

  /** Starts counting: in the children from now on, and in this process where tests run in it. */
  start() {
    this.#directory = fs.mkdtempSync(path.join(os.tmpdir(), 'node-coverage-'));
    process.env.NODE_V8_COVERAGE = this.#directory;
    if (this.#countsHere) countCoverage(undefined);
  }

  /** What was counted so far. @returns {object} the summary of `test:coverage` */
  summary() {
    if (this.#countsHere) takeCoverage(this.#directory);
    const files = [...this.#files()].sort((one, other) => one.path.localeCompare(other.path));
    return {
      __proto__: null,
      workingDirectory: this.#cwd,
      files,
      totals: totals(files),
      thresholds: { __proto__: null, ...this.#thresholds },
    };
  }

  * #files() {
    const { scripts, maps } = this.#read();
    const originals = new MergedScripts();
    const texts = new Map();
    for (const script of scripts) {
      const map = getOptionValue('--enable-source-maps') ? maps.get(script.url) : undefined;
      if (map === undefined) {
        yield* this.#report(script, undefined);
        continue;
      }
      for (const { text, ...original } of originalsOf(script, map)) {
        texts.set(original.url, text);
        if (this.#filter.takes(fileURLToPath(original.url))) originals.add(original);
      }
    }
    for (const original of originals) yield* this.#report(original, texts.get(original.url));
  }

  /** @param {string | undefined} mappedText of the source, where it is that of a source map */
  * #report({ url, functions }, mappedText) {
    const file = fileURLToPath(url);
    const text = mappedText ?? readSource(file);
    if (text !== undefined) yield reportFile({ path: file, text, functions, isMapped: mappedText !== undefined });
  }

  /** What the processes wrote, of the files that belong to the report. */
  #read() {
    const scripts = new MergedScripts();
    const maps = new Map();
    for (const name of fs.readdirSync(this.#directory).filter((entry) => kCoverageFile.test(entry))) {
      const { result, 'source-map-cache': cache = {} } = readJson(path.join(this.#directory, name));
      for (const script of result) if (this.#belongs(script.url)) scripts.add(script);
      for (const [url, map] of Object.entries(cache)) maps.set(url, map);
    }
    return { scripts, maps };
  }

  #belongs(url) {
    return url.startsWith('file:') && this.#filter.takes(fileURLToPath(url));
  }

  /** Hands the files over to whom the environment names, and leaves nothing else behind. */
  end() {
    if (this.#wanted === undefined) {
      delete process.env.NODE_V8_COVERAGE;
    } else {
      process.env.NODE_V8_COVERAGE = this.#wanted;
      fs.cpSync(this.#directory, this.#wanted, { recursive: true });
    }
    fs.rmSync(this.#directory, { force: true, recursive: true });
  }
}

function readSource(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    // What was made up, or is gone, has no lines to report.
    return undefined;
  }
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new codes.ERR_OPERATION_FAILED(`failed to parse coverage file ${file}: ${error.message}`);
  }
}

/** What is short of its threshold, as lines to tell. @param {{ totals: object, thresholds: Thresholds }} summary */
function shortfalls({ totals: sums, thresholds }) {
  const percentages = { line: sums.coveredLinePercent, branch: sums.coveredBranchPercent, function: sums.coveredFunctionPercent };
  return Object.entries(percentages)
    .filter(([kind, percentage]) => percentage < thresholds[kind])
    .map(([kind, percentage]) => `Error: ${percentage.toFixed(2)}% ${kind} coverage does not meet threshold of ${thresholds[kind]}%.`);
}

module.exports = { Coverage, shortfalls };
