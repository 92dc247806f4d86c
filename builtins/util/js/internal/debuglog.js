'use strict';

/** `util.debuglog`: logging that NODE_DEBUG turns on by section. */

const process = require('internal:process/object');

/** Logs of a section, made once. */
const writers = new Map();

/** Tests a section's name in capitals; made when first needed, since the environment is not known before the process runs. */
let isEnabled;

function sectionTest() {
  if (isEnabled !== undefined) return isEnabled;
  const wanted = process.env.NODE_DEBUG;
  if (!wanted) return (isEnabled = () => false);
  const alternatives = wanted
    .replace(/[|\\{}()[\]^$+?.]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll(',', '$|^');
  const pattern = new RegExp(`^${alternatives}$`, 'i');
  return (isEnabled = (section) => pattern.test(section));
}

/**
 * @param {string} section
 * @param {(log: Function) => void} [onReady] given the real log function at the first call, to be called directly from then on
 */
function debuglog(section, onReady) {
  let name;
  let enabled;
  let log = (...args) => {
    log = isOn() ? writerFor(name) : ignore;
    if (typeof onReady === 'function') onReady(log);
    log(...args);
  };
  const isOn = () => {
    if (enabled === undefined) {
      name = `${section}`.toUpperCase();
      enabled = sectionTest()(name);
    }
    return enabled;
  };
  const logger = (...args) => log(...args);
  Object.defineProperty(logger, 'enabled', { __proto__: null, get: isOn, configurable: true, enumerable: true });
  return logger;
}

function ignore() {}

/** Sections whose output may hold passwords. */
const SENSITIVE = new Set(['HTTP', 'HTTP2']);

function writerFor(name) {
  let writer = writers.get(name);
  if (writer === undefined) {
    if (SENSITIVE.has(name)) warnOfSecrets(name);
    writer = (...args) => writeLine(name, args);
    writers.set(name, writer);
  }
  return writer;
}

function warnOfSecrets(name) {
  process.emitWarning(
    `Setting the NODE_DEBUG environment variable to '${name.toLowerCase()}' can expose sensitive data ` +
      '(such as passwords, tokens and authentication headers) in the resulting log.',
  );
}

function writeLine(name, args) {
  const { formatWithOptions } = require('internal:util/format');
  const { inspect } = require('internal:util/inspect');
  const { stderr } = process;
  const colors = Boolean(stderr.hasColors?.());
  const text = formatWithOptions({ colors }, ...args);
  stderr.write(`${name} ${inspect(process.pid, { colors })}: ${text}\n`);
}

module.exports = { debuglog };
