'use strict';

/**
 * `--test-rerun-failures`: a file that keeps which tests have passed, so that only the others run again.
 *
 * It holds a JSON array with an object for each attempt: the tests that passed by the place of their definition, each with the attempt on which
 * it did and the tests inside it.
 */

const fs = require('node:fs');
const path = require('node:path');

/** @typedef {{ name: string, children: object[], passed_on_attempt?: number, duration_ms: number }} PassedTest */

class Attempts {
  #file;
  #cwd;
  #earlier;
  #places = new Places();
  /** Where this process tells the results. */
  #recorder;

  /** @param {{ rerunFile: string, cwd: string }} settings */
  constructor({ rerunFile, cwd }) {
    this.#file = path.resolve(cwd, rerunFile);
    this.#cwd = cwd;
    this.#earlier = fs.existsSync(this.#file) ? JSON.parse(fs.readFileSync(this.#file, 'utf8')) : [];
  }

  /** How many attempts there were before this one. */
  get number() {
    return this.#earlier.length;
  }

  /** The result of a test that has passed before. Asked once for each test, in the order of their definition. @returns {PassedTest | undefined} */
  earlierPass({ location }) {
    if (location === undefined) return undefined;
    return this.#earlier.at(-1)?.[this.#places.next(this.#cwd, location)];
  }

  /** Keeps what passes in a run. @param {import('./events').TestsStream} events */
  record(events) {
    const recorder = new Recorder(this.#cwd);
    events.on('test:start', (data) => recorder.start(data));
    events.on('test:pass', (data) => recorder.pass(data));
    this.#recorder = recorder;
  }

  /** Adds this attempt to the file. */
  write() {
    if (this.#recorder !== undefined) fs.writeFileSync(this.#file, JSON.stringify([...this.#earlier, this.#recorder.passed], null, 2));
  }
}

/** Names for the places where tests are defined; those of several tests at one place have numbers. */
class Places {
  #counts = new Map();

  next(cwd, { file, line, column }) {
    const place = `${path.relative(cwd, file)}:${line}:${column}`;
    const count = this.#counts.get(place) ?? 0;
    this.#counts.set(place, count + 1);
    return count === 0 ? place : `${place}:(${count})`;
  }
}

class Recorder {
  passed = {};
  #cwd;
  #places = new Places();
  /** The tests that have started by file and number, with their place and the tests inside. */
  #started = new Map();

  constructor(cwd) {
    this.#cwd = cwd;
  }

  start(data) {
    if (data.file === undefined) return;
    this.#started.set(keyOf(data, data.testId), { place: this.#places.next(this.#cwd, data), children: [] });
    this.#started.get(keyOf(data, data.parentId))?.children.push({ ...data });
  }

  pass(data) {
    const started = this.#started.get(keyOf(data, data.testId));
    if (started === undefined) return;
    const { name, details } = data;
    const attempt = details.passed_on_attempt ?? details.attempt;
    this.passed[started.place] = { name, children: started.children, passed_on_attempt: attempt, duration_ms: details.duration_ms };
  }
}

/** Processes of test files number their tests alike. */
function keyOf({ entryFile = '' }, number) {
  return `${entryFile}:${number}`;
}

module.exports = { Attempts };
