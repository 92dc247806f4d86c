'use strict';

/** `process.report`: diagnostic reports, on request, on a signal, of an uncaught exception and of a heap that is full. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateObject, validateSignalName, validateString } = require('internal:shared/validators');
const { getOptionValue } = require('internal:process/options');

const kReportVersion = 5;

const settings = {
  directory: getOptionValue('--report-dir') ?? '',
  filename: getOptionValue('--report-filename') ?? '',
  signal: getOptionValue('--report-signal') || 'SIGUSR2',
  compact: getOptionValue('--report-compact') === true,
  excludeNetwork: getOptionValue('--report-exclude-network') === true,
  excludeEnv: getOptionValue('--report-exclude-env') === true,
  reportOnFatalError: getOptionValue('--report-on-fatalerror') === true,
  reportOnSignal: getOptionValue('--report-on-signal') === true,
  reportOnUncaughtException: getOptionValue('--report-uncaught-exception') === true,
};
/** The signal that is listened for. @type {string | undefined} */
let watched;

const report = {
  /** Writes a report. @returns {string} the file's name */
  writeReport(file, error) {
    if (typeof file === 'object' && file !== null) {
      error = file;
      file = undefined;
    } else if (file !== undefined) {
      validateString(file, 'file');
    }
    if (error !== undefined) validateObject(error, 'err');
    return write('JavaScript API', 'API', file, error ?? new codes.ERR_SYNTHETIC());
  },

  /** @param {Error} [error] whose stack to show @returns {object} */
  getReport(error) {
    if (error !== undefined) validateObject(error, 'err');
    return collect('JavaScript API', 'GetReport', null, error ?? new codes.ERR_SYNTHETIC());
  },
};

defineSetting('directory', validateString, prepareFatal);
defineSetting('filename', validateString, prepareFatal);
defineSetting('compact', validateBoolean, prepareFatal);
defineSetting('excludeNetwork', validateBoolean, prepareFatal);
defineSetting('signal', validateSignalName, followSignal);
defineSetting('reportOnFatalError', validateTrigger, prepareFatal);
defineSetting('reportOnSignal', validateTrigger, followSignal);
defineSetting('reportOnUncaughtException', validateTrigger, followExceptions);
defineSetting('excludeEnv', validateBoolean, prepareFatal);

function validateTrigger(value) {
  validateBoolean(value, 'trigger');
}

/** @param {string} name @param {Function} validate @param {() => void} apply called after a change */
function defineSetting(name, validate, apply) {
  Object.defineProperty(report, name, {
    __proto__: null,
    get() { return settings[name]; },
    set(value) {
      validate(value, name);
      settings[name] = value;
      apply();
    },
    enumerable: true,
    configurable: true,
  });
}

/** Does what the options ask for. */
function startReports() {
  followSignal();
  followExceptions();
  prepareFatal();
}

// --- When a report is written ------------------------------------------------------------------------------------------------

function followSignal() {
  const wanted = settings.reportOnSignal ? settings.signal : undefined;
  if (wanted === watched) return;
  if (watched !== undefined) process.removeListener(watched, onSignal);
  if (wanted !== undefined) process.addListener(wanted, onSignal);
  watched = wanted;
}

function onSignal(signal) {
  write(signal, 'Signal', undefined, new codes.ERR_SYNTHETIC());
}

function followExceptions() {
  require('internal:process/uncaught').setReporter(settings.reportOnUncaughtException ? onUncaught : undefined);
}

/** A report that cannot be written must not hide the error. */
function onUncaught(error) {
  try {
    write('Exception', 'Exception', undefined, error);
  } catch {
    // The error itself is told next.
  }
}

/** No JavaScript runs when the heap is full, so what such a report says is collected beforehand. */
function prepareFatal() {
  if (!settings.reportOnFatalError) {
    binding.prepareFatalReport(undefined, '', '', false);
    return;
  }
  const name = settings.filename || defaultName();
  binding.prepareFatalReport(JSON.stringify(collect('', '', name, undefined)), pathOf(name), name, settings.compact);
}

// --- Writing -----------------------------------------------------------------------------------------------------------------

function write(event, trigger, file, error) {
  const name = file ?? (settings.filename || defaultName());
  if (name === 'stdout' || name === 'stderr') {
    const text = `${textOf(event, trigger, name, error)}\n`;
    binding.writeFully(name === 'stdout' ? 1 : 2, require('node:buffer').Buffer.from(text));
    if (name === 'stderr') process._rawDebug('Node.js report completed');
    return name;
  }
  const path = pathOf(name);
  // Before the report is made, and in the words of the caller: the folder where it goes when no file is named.
  require('internal:process/permission').requireWrite(path, file ?? (settings.directory || process.cwd()));
  const text = textOf(event, trigger, name, error);
  try {
    require('node:fs').writeFileSync(path, `${text}\n`);
  } catch (failure) {
    process._rawDebug(`\nFailed to open Node.js report file: ${name} directory: ${settings.directory} (errno: ${-failure.errno})`);
    return '';
  }
  process._rawDebug(`\nWriting Node.js report to file: ${name}\nNode.js report completed`);
  return name;
}

function textOf(event, trigger, name, error) {
  return JSON.stringify(collect(event, trigger, name, error), null, settings.compact ? undefined : 2);
}

function pathOf(name) {
  return require('node:path').resolve(settings.directory, name);
}

function defaultName() {
  return require('internal:process/diagnostic_name').diagnosticName('report', 'json');
}

// --- The sections ------------------------------------------------------------------------------------------------------------

function collect(event, trigger, filename, error) {
  const thread = JSON.parse(binding.threadSections(trigger, settings.excludeNetwork));
  const shared = {
    header: header(event, trigger, filename),
    environmentVariables: settings.excludeEnv ? undefined : { ...process.env },
    ...JSON.parse(binding.processSections()),
  };
  const { describeHandles } = require('internal:process/report_handles');
  return { ...ofThread({ ...thread, libuv: describeHandles(thread.libuv) }, shared), javascriptStack: javascriptStack(error) };
}

/** The report of a thread whose JavaScript is not asked. */
function ofWorker(thread, shared) {
  const { withSignalName } = require('internal:process/report_handles');
  const workers = { ...shared, header: { ...shared.header, event: `Worker thread subreport [${thread.name}]` } };
  return ofThread({ ...thread, libuv: thread.libuv.map(withSignalName) }, workers);
}

/** A report in Node's order. @param {object} thread its own sections @param {object} shared what all threads have in common */
function ofThread(thread, shared) {
  const { header, resourceUsage, environmentVariables, userLimits, sharedObjects } = shared;
  return {
    header: { ...header, threadId: thread.threadId },
    javascriptStack: thread.javascriptStack,
    javascriptHeap: thread.javascriptHeap,
    nativeStack: thread.nativeStack,
    resourceUsage,
    uvthreadResourceUsage: thread.uvthreadResourceUsage,
    libuv: thread.libuv,
    workers: thread.workers.map((worker) => ofWorker(worker, shared)),
    ...(environmentVariables === undefined ? undefined : { environmentVariables }),
    userLimits,
    sharedObjects,
  };
}

function header(event, trigger, filename) {
  const os = require('node:os');
  const now = new Date();
  const [glibcVersionRuntime, glibcVersionCompiler] = binding.glibcVersions();
  return {
    reportVersion: kReportVersion,
    event,
    trigger,
    filename,
    dumpEventTime: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    dumpEventTimeStamp: String(now.getTime()),
    processId: process.pid,
    threadId: 0,
    cwd: process.cwd(),
    commandLine: [process.argv0, ...process.execArgv, ...process.argv.slice(1)],
    nodejsVersion: process.version,
    glibcVersionRuntime,
    glibcVersionCompiler,
    wordSize: 64,
    arch: process.arch,
    platform: process.platform,
    componentVersions: { ...process.versions },
    release: { ...process.release },
    osName: os.type(),
    osRelease: os.release(),
    osVersion: os.version(),
    osMachine: os.machine(),
    cpus: os.cpus().map(({ model, speed, times }) => ({ model, speed, ...times })),
    ...(settings.excludeNetwork ? undefined : { networkInterfaces: networkInterfaces(os) }),
    host: os.hostname(),
  };
}

function networkInterfaces(os) {
  return Object.entries(os.networkInterfaces()).flatMap(([name, addresses]) =>
    addresses.map(({ internal, mac, address, netmask, family, scopeid }) => (
      { name, internal, mac, address, netmask, family, ...(scopeid === undefined ? undefined : { scopeid }) })));
}

/** What was thrown may be anything. */
function javascriptStack(error) {
  const stack = typeof error === 'object' && error !== null ? error.stack : undefined;
  if (typeof stack !== 'string') {
    return { message: binding.toDetailString(error), stack: ['Unavailable.'], errorProperties: {} };
  }
  const [message, ...frames] = stack.split('\n');
  return { message, stack: frames.map((frame) => frame.trim()), errorProperties: errorProperties(error) };
}

function errorProperties(error) {
  const properties = {};
  for (const name of Object.keys(error)) {
    if (name !== 'stack' && name !== 'message') properties[name] = binding.toDetailString(error[name]);
  }
  return properties;
}

module.exports = { report, startReports };
