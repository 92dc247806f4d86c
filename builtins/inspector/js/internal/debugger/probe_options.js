'use strict';

/** The words of `inspect --probe`. */

/**
 * @typedef {object} Probe
 * @property {string} expr what to evaluate
 * @property {{ suffix: string, line: number, column?: number }} target where, counted from 1
 * @property {string} [condition] @property {number} [maxHit]
 */

/** @typedef {{ probes: Probe[], json: boolean, preview: boolean, timeout: number, port: number, words: string[] }} Options with the words of the program */

const kTimeout = 30_000;
const kWithValue = new Set(['--probe', '--expr', '--cond', '--max-hit', '--timeout', '--port']);
const kLargestPort = 65_535;

/** What is wrong with the command line. */
class UsageError extends Error {}

/** Whether the words before the program ask for probes. @param {string[]} words */
function asksForProbes(words) {
  for (let i = 0; words[i]?.startsWith('-') && words[i] !== '--'; i++) {
    if (/^--probe(?:=|$)/.test(words[i])) return true;
    if (kWithValue.has(words[i])) i++;
  }
  return false;
}

/** @param {string[]} words @returns {Options} @throws {UsageError} */
function parseProbes(words) {
  const options = { probes: [], json: false, preview: false, timeout: kTimeout, port: 0, words: [] };
  const left = [...words];
  while (left[0]?.startsWith('-')) {
    const word = left.shift();
    if (word === '--') break;
    takeOption(options, word, left);
  }
  if (left.length === 0) throw new UsageError('Probe mode requires a child script');
  checkConditions(options.probes);
  options.words = left;
  return options;
}

function takeOption(options, word, left) {
  const [, name, given] = /^(--?[^=]*)(?:=(.*))?$/s.exec(word);
  if (name === '--json' || name === '--preview') {
    options[name.slice(2)] = true;
    return;
  }
  if (!kWithValue.has(name)) throw new UsageError(`Unknown probe option: ${word}`);
  const value = given ?? left.shift();
  const take = takes[name];
  if (name !== '--probe' && value === undefined) throw new UsageError(`Missing value for ${name}`);
  take(options, value, left);
}

const takes = {
  '__proto__': null,

  '--probe'({ probes }, value, left) {
    const target = targetOf(value);
    const [, expr] = /^--expr=(.*)$/s.exec(left[0]) ?? [undefined, left[0] === '--expr' ? left[1] : undefined];
    if (expr === undefined) throw new UsageError('Each --probe must be followed immediately by --expr <expr>');
    left.splice(0, left[0] === '--expr' ? 2 : 1);
    probes.push({ expr, target });
  },

  '--expr'() {
    throw new UsageError('Unexpected --expr before --probe');
  },

  '--cond'({ probes }, value) {
    lastOf(probes, '--cond').condition = value;
  },

  '--max-hit'({ probes }, value) {
    lastOf(probes, '--max-hit').maxHit = number(value, 'max-hit', 1);
  },

  '--timeout'(options, value) {
    options.timeout = number(value, 'timeout', 1);
  },

  '--port'(options, value) {
    options.port = number(value, 'inspector port', 0, kLargestPort);
  },
};

function lastOf(probes, option) {
  if (probes.length === 0) throw new UsageError(`Unexpected ${option} before --probe`);
  return probes.at(-1);
}

function number(text, what, least, most = 2 ** 31 - 1) {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) throw new UsageError(`Invalid ${what}: ${text}`);
  return value;
}

function targetOf(text) {
  const found = /^(.+?):(\d+)(?::(\d+))?$/.exec(text);
  if (found === null) throw new UsageError(`Invalid probe location: ${text}`);
  const [, suffix, line, column] = found;
  const target = { suffix, line: number(line, 'probe location', 1) };
  if (column !== undefined) target.column = number(column, 'probe location', 1);
  return target;
}

/** @param {Probe['target']} target */
function textOf({ suffix, line, column }) {
  return column === undefined ? `${suffix}:${line}` : `${suffix}:${line}:${column}`;
}

/** @param {Probe[]} probes @param {number[]} indices of some of them */
function textOfPlaces(probes, indices) {
  return indices.map((index) => textOf(probes[index].target)).join(', ');
}

/** A place is one breakpoint, which has one condition. @param {Probe[]} probes */
function checkConditions(probes) {
  const conditions = new Map();
  for (const { target, condition } of probes) {
    const place = textOf(target);
    if (conditions.has(place) && conditions.get(place) !== condition) {
      throw new UsageError(`Probes at ${place} must use the same --cond (or none)`);
    }
    conditions.set(place, condition);
  }
}

module.exports = { UsageError, asksForProbes, parseProbes, textOf, textOfPlaces };
