'use strict';

/** `--test`: runs the files that the command line names and tells the results. */

const process = require('internal:process/object');
const { connectReporters } = require('internal:test/reporters');
const { orderFor } = require('internal:test/order');
const { commandLineSettings } = require('internal:test/settings');
const { startRun } = require('internal:test/run');

const debug = require('node:util').debuglog('test_runner');

/** Called once, instead of running a program. */
async function runTests() {
  const { getOptionValue } = require('internal:process/options');
  const settings = { ...commandLineSettings(), globPatterns: process.argv.slice(1), tagTexts: getOptionValue('--experimental-test-tag-filter') };
  if (settings.randomize) settings.seed = orderFor(settings).seed;
  if (settings.watch) settings.watcher = new (require('internal:test/watch/tests').TestWatcher)();
  if (settings.globPatterns.length > 0 && !settings.watch) settings.files = namedFiles(settings);
  if (getOptionValue('[inspector_enabled]') && settings.isolation === 'process') inspectOneByOne(settings);
  debug('test runner configuration:', { ...settings, concurrency: settings.isolation === 'none' ? 1 : settings.concurrency });
  // Reporters listen before the first event.
  settings.setup = () => connectReporters(root);
  const root = startRun(settings);
  stopOnSignals(root);
  await root.finished;
  if (!root.success) process.exitCode = 1;
  if (settings.forceExit) {
    await root.reportersDone;
    process.exit();
  }
}

/** All test processes listen where this one would. */
function inspectOneByOne(settings) {
  process.emitWarning('Using the inspector with --test forces running at a concurrency of 1. Use the inspectPort option to run with concurrency');
  settings.concurrency = 1;
  settings.inspectPort = process.debugPort;
}

/** What is named has to be there. @returns {string[]} */
function namedFiles(settings) {
  const { findFiles } = require('internal:test/files');
  const files = findFiles(settings);
  if (files.length > 0) return files;
  process._rawDebug(`Could not find '${settings.globPatterns.join(', ')}'`);
  process.exit(1);
}

/** SIGINT and SIGTERM end the run where it is: what has been told so far is all there will be. */
function stopOnSignals(root) {
  const stop = async () => {
    root.interrupt();
    for (const { child } of root.running) child?.kill();
    await root.teardown?.();
    await root.reportersDone;
    process.exit(1);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

module.exports = { runTests };
