'use strict';

// Reads the vectors of Project Wycheproof and holds what the program accepts against what they say.

const fs = require('node:fs');
const path = require('node:path');

/** The folder of the `*_test.json` files, given by the test command. */
const folder = process.env.WYCHEPROOF;

/** How often each error was the answer, in the file that is read. */
const refusals = new Map();

/**
 * @callback Verdict
 * @param {object} group
 * @param {object} test
 * @param {string} file name of the file, without `_test.json`
 * @returns {boolean | undefined} whether the input was accepted with the right result; undefined where there is no such algorithm
 */

/**
 * Runs all tests of the files whose names match, prints a line a file, and fails the process for a verdict that the vectors contradict.
 * @param {RegExp} pattern
 * @param {Verdict} verdict
 * @param {Record<string, string>} [exceptions] by `file#tcId` or flag: why OpenSSL decides otherwise
 */
function check(pattern, verdict, exceptions = {}) {
  const names = fs.readdirSync(folder).map((name) => name.replace(/_test\.json$/, '')).filter((name) => pattern.test(name));
  if (names.length === 0) throw new Error(`no vectors match ${pattern}`);
  for (const name of names) checkFile(name, verdict, exceptions);
}

function checkFile(name, verdict, exceptions) {
  const { testGroups } = JSON.parse(fs.readFileSync(path.join(folder, `${name}_test.json`), 'utf8'));
  const counts = { accepted: 0, refused: 0, absent: 0 };
  const acceptable = [];
  for (const group of testGroups) {
    for (const test of group.tests) {
      const outcome = verdict(group, test, name);
      counts[outcome === undefined ? 'absent' : outcome ? 'accepted' : 'refused']++;
      if (test.result === 'acceptable' && outcome) acceptable.push(test.tcId);
      if (isWrong(test, outcome) && !isException(name, test, exceptions)) {
        console.log(`${name}#${test.tcId}: ${test.result}, but ${outcome}: ${test.comment} ${test.flags}`);
        process.exitCode = 1;
      }
    }
  }
  console.log(name, counts, ...(acceptable.length === 0 ? [] : [`acceptable: ${ranges(acceptable)}`]));
  for (const [text, count] of refusals) console.log(`  ${count} x ${text}`);
  refusals.clear();
}

function isWrong(test, outcome) {
  return outcome !== undefined && test.result !== 'acceptable' && outcome !== (test.result === 'valid');
}

function isException(name, test, exceptions) {
  return Object.hasOwn(exceptions, `${name}#${test.tcId}`) || test.flags.some((flag) => Object.hasOwn(exceptions, flag));
}

/** `1-3,7` for 1, 2, 3, 7. */
function ranges(numbers) {
  const parts = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

const hex = (text) => Buffer.from(text, 'hex');

/** The public key of a group, as `crypto.verify` takes it. */
const spki = (group) => ({ key: hex(group.publicKeyDer), format: 'der', type: 'spki' });

/** What `compute` gives equals `expected`; false also where it throws one of Node's or OpenSSL's errors. */
function gives(expected, compute) {
  return accepts(() => Buffer.from(compute()).equals(hex(expected)));
}

/** Whether `decide` says yes; an error is a no, and counted by its text, which the lines of the file end with. */
function accepts(decide) {
  try {
    return decide();
  } catch (error) {
    if (error instanceof ReferenceError) throw error;
    const text = `${error.name} ${error.code}: ${error.message}`;
    refusals.set(text, (refusals.get(text) ?? 0) + 1);
    return false;
  }
}

/** Node's name of a digest: `SHA-512/256` is `sha512-256`. */
const digestName = (sha) => sha.toLowerCase().replace(/^sha-(?!3)/, 'sha').replace('/', '-');

module.exports = { accepts, check, digestName, gives, hex, spki };
