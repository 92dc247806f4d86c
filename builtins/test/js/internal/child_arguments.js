'use strict';

/** The command line of a test file's process: the options of this one, without those that are about running files. */

const process = require('internal:process/object');
const { inspectorArguments } = require('internal:inspector/child_port');
const { withoutOptions } = require('internal:test/own_options');

/** Options of the runner, by whether a value follows. */
const kOwn = new Map([
  ['--test', false], ['--test-force-exit', false], ['--watch', false], ['--watch-preserve-output', false], ['--test-randomize', false],
  ['--test-concurrency', true], ['--test-reporter', true], ['--test-reporter-destination', true], ['--test-shard', true],
  ['--test-isolation', true], ['--experimental-test-isolation', true], ['--test-name-pattern', true], ['--test-skip-pattern', true],
  ['--test-timeout', true], ['--test-global-setup', true], ['--test-random-seed', true], ['--test-only', false],
  ['--experimental-test-tag-filter', true], ['--watch-path', true], ['--watch-kill-signal', true], ['--experimental-test-coverage', false],
  ['--test-rerun-failures', true],
]);

/** @param {object} settings of the run @param {string[]} words what the process is to run */
function childArguments(settings, words) {
  const list = withoutOptions(process.execArgv, kOwn);
  list.push(...(settings.execArgv ?? []));
  list.push(...inspectorArguments(list, settings.inspectPort === undefined || settings.inspectPort === null ? undefined : settings));
  if (settings.forceExit) list.push('--test-force-exit');
  for (const pattern of settings.namePatterns ?? []) list.push(`--test-name-pattern=${pattern}`);
  for (const pattern of settings.skipPatterns ?? []) list.push(`--test-skip-pattern=${pattern}`);
  for (const text of settings.tagTexts ?? []) list.push(`--experimental-test-tag-filter=${text}`);
  if (settings.only) list.push('--test-only');
  if (settings.timeout !== Infinity) list.push(`--test-timeout=${settings.timeout}`);
  if (settings.randomize) list.push('--test-randomize', `--test-random-seed=${settings.seed}`);
  if (settings.rerunFile !== undefined) list.push(`--test-rerun-failures=${settings.rerunFile}`);
  if (settings.updateSnapshots && !list.includes('--test-update-snapshots')) list.push('--test-update-snapshots');
  return [...list, ...words, ...(settings.argv ?? [])];
}

module.exports = { childArguments };
