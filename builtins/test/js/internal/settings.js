'use strict';

/** The settings of a run, from the command line or the options of `run()`. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const { validateInteger, validateOneOf, validateUint32 } = require('internal:shared/validators');
const { compileTagFilter } = require('internal:test/tags');

const kLiteral = /^\/(.*)\/([a-z]*)$/s;

let fromCommandLine;

/** Settings of this process. In the child process of a run they are those of its parent. */
function commandLineSettings() {
  fromCommandLine ??= readCommandLine();
  return fromCommandLine;
}

function readCommandLine() {
  const isRunner = getOptionValue('--test');
  const isolation = getOptionValue('--test-isolation') ?? 'process';
  validateOneOf(isolation, '--test-isolation', ['process', 'none']);
  return {
    isRunner,
    isolation,
    isChild: process.env.NODE_TEST_CONTEXT?.startsWith('child') === true,
    ...readReporters(),
    only: getOptionValue('--test-only'),
    namePatterns: patterns(getOptionValue('--test-name-pattern'), '--test-name-pattern'),
    skipPatterns: patterns(getOptionValue('--test-skip-pattern'), '--test-skip-pattern'),
    tagFilters: tagFilters(getOptionValue('--experimental-test-tag-filter'), '--experimental-test-tag-filter'),
    timeout: getOptionValue('--test-timeout') || Infinity,
    concurrency: getOptionValue('--test-concurrency') || true,
    shard: readShard(getOptionValue('--test-shard')),
    forceExit: getOptionValue('--test-force-exit'),
    updateSnapshots: getOptionValue('--test-update-snapshots'),
    rerunFile: getOptionValue('--test-rerun-failures'),
    globalSetupPath: getOptionValue('--test-global-setup'),
    ...readRandom(getOptionValue('--test-randomize'), getOptionValue('--test-random-seed')),
    coverage: getOptionValue('--experimental-test-coverage') ? readCoverage() : undefined,
    watch: getOptionValue('--watch'),
    cwd: process.cwd(),
  };
}

function readReporters() {
  const reporters = getOptionValue('--test-reporter').slice();
  const destinations = getOptionValue('--test-reporter-destination').slice();
  if (process.env.NODE_TEST_CONTEXT === 'child-v8') return { reporters: ['internal:child'], destinations: ['stdout'] };
  if (reporters.length === 0 && destinations.length === 0) reporters.push('spec');
  if (reporters.length === 1 && destinations.length === 0) destinations.push('stdout');
  if (destinations.length !== reporters.length) {
    throw new codes.ERR_INVALID_ARG_VALUE('--test-reporter', reporters, "must match the number of specified '--test-reporter-destination'");
  }
  return { reporters, destinations };
}

function readCoverage() {
  const excludeGlobs = getOptionValue('--test-coverage-exclude');
  return {
    includeGlobs: getOptionValue('--test-coverage-include'),
    excludeGlobs: excludeGlobs.length > 0 ? excludeGlobs : undefined,
    thresholds: {
      line: readThreshold('--test-coverage-lines'),
      branch: readThreshold('--test-coverage-branches'),
      function: readThreshold('--test-coverage-functions'),
    },
  };
}

/** @param {string} option @returns {number} percentage */
function readThreshold(option) {
  const value = getOptionValue(option) ?? 0;
  validateInteger(value, option, 0, 100);
  return value;
}

function readShard(text) {
  if (text === undefined) return undefined;
  const [, index, total] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (total === undefined) throw new codes.ERR_INVALID_ARG_VALUE('--test-shard', text, 'must be in the form of <index>/<total>');
  return { index: Number(index), total: Number(total) };
}

/** A seed alone also asks for a random order. */
function readRandom(isRandom, text) {
  if (text === undefined) return { randomize: isRandom, seed: undefined };
  const seed = Number(text);
  validateUint32(seed, '--test-random-seed');
  return { randomize: true, seed };
}

/** @param {Iterable<string | RegExp> | string | RegExp | undefined} given */
function patterns(given, name) {
  if (given === undefined || given === null || given.length === 0) return undefined;
  const list = Array.isArray(given) ? given : [given];
  return list.map((pattern, index) => toRegExp(pattern, Array.isArray(given) ? `${name}[${index}]` : name));
}

/** `/body/flags`, or the body of a pattern without flags. */
function toRegExp(pattern, name) {
  if (require('internal:util/types').isRegExp(pattern)) return pattern;
  if (typeof pattern !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'RegExp'], pattern);
  const [, body = pattern, flags = ''] = kLiteral.exec(pattern) ?? [];
  try {
    return new RegExp(body, flags);
  } catch (error) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, pattern, `is an invalid regular expression.${error.message ? ` ${error.message}` : ''}`);
  }
}

function tagFilters(given, name) {
  if (given === undefined || given.length === 0) return undefined;
  const list = Array.isArray(given) ? given : [given];
  return list.map((text, index) => compileTagFilter(text, `${name}[${index}]`));
}

module.exports = { commandLineSettings, patterns, tagFilters };
