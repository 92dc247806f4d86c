'use strict';

/** Connects the reporters of the command line to a run. */

const process = require('internal:process/object');
const { once } = require('node:events');
const { codes } = require('internal:shared/errors');
const { currentUnit } = require('internal:test/current');

const kOwn = ['dot', 'junit', 'lcov', 'spec', 'tap'];

/** @param {import('./root').Root} root */
async function connectReporters(root) {
  const { kReporter } = require('internal:test/root');
  const { reporters, destinations } = root.settings;
  const loaded = await Promise.all(reporters.map((name) => load(name)));
  const ends = currentUnit.run(kReporter, () => loaded.map((reporter, index) => connect(root.events, reporter, destinations[index])));
  root.reportersDone = Promise.all(ends);
}

/** Pipes the events through a reporter; resolves when everything is written. */
function connect(events, reporter, destination) {
  const target = open(destination);
  const isStandard = target === process.stdout || target === process.stderr;
  const output = events.compose(reporter);
  output.pipe(target, { end: !isStandard });
  return once(isStandard ? output : target, isStandard ? 'end' : 'finish');
}

function open(destination) {
  if (destination === 'stdout') return process.stdout;
  if (destination === 'stderr') return process.stderr;
  return require('node:fs').createWriteStream(destination);
}

async function load(name) {
  if (name === 'internal:child') return require('internal:test/reporters/child');
  let reporter = kOwn.includes(name) ? require('node:test/reporters')[name] : await loadModule(name);
  if (reporter?.prototype !== undefined && Object.getOwnPropertyDescriptor(reporter.prototype, 'constructor') !== undefined) reporter = new reporter();
  if (!reporter) throw new codes.ERR_INVALID_ARG_TYPE('Reporter', ['function', 'generator', 'stream.Transform', 'class'], reporter);
  return reporter;
}

async function loadModule(name) {
  const { pathToFileURL } = require('node:url');
  const parent = pathToFileURL(`${process.cwd()}/`).href;
  const namespace = await require('internal:module/esm_loader').importModule(name, parent);
  return namespace.default;
}

module.exports = { connectReporters };
