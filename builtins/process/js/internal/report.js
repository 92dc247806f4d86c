'use strict';

/** `process.report`: diagnostic reports, on request, on a signal, of an uncaught exception and of a heap that is full. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateObject, validateSignalName, validateString } = require('internal:shared/validators');
const { getOptionValue } = require('internal:process/options');

const kReportVersion = 5;
const kMicroseconds = 1e6;

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
defineSetting('reportOnFatalError', validateBoolean, prepareFatal);
defineSetting('reportOnSignal', validateBoolean, followSignal);
defineSetting('reportOnUncaughtException', validateBoolean, followExceptions);
defineSetting('excludeEnv', validateBoolean, prepareFatal);

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

function threadId() {
  return require('internal:worker_threads/this_thread').threadId;
}

// --- The sections ------------------------------------------------------------------------------------------------------------

function collect(event, trigger, filename, error) {
  return {
    header: header(event, trigger, filename),
    javascriptStack: javascriptStack(error),
    javascriptHeap: javascriptHeap(),
    nativeStack: binding.nativeStack().map(([pc, symbol]) => ({ pc, symbol })),
    resourceUsage: resourceUsage(),
    uvthreadResourceUsage: threadUsage(),
    libuv: loopHandles(),
    workers: [],
    ...(settings.excludeEnv ? undefined : { environmentVariables: { ...process.env } }),
    userLimits: userLimits(),
    sharedObjects: binding.sharedObjects(),
  };
}

function header(event, trigger, filename) {
  const os = require('node:os');
  const now = new Date();
  const glibc = binding.glibcVersion();
  return {
    reportVersion: kReportVersion,
    event,
    trigger,
    filename,
    dumpEventTime: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    dumpEventTimeStamp: String(now.getTime()),
    processId: process.pid,
    threadId: threadId(),
    cwd: process.cwd(),
    commandLine: [process.argv0, ...process.execArgv, ...process.argv.slice(1)],
    nodejsVersion: process.version,
    ...(glibc === undefined ? undefined : { glibcVersionRuntime: glibc }),
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

function javascriptHeap() {
  const v8 = require('node:v8');
  const heap = v8.getHeapStatistics();
  const heapSpaces = {};
  for (const space of v8.getHeapSpaceStatistics()) {
    heapSpaces[space.space_name] = {
      memorySize: space.space_size,
      committedMemory: space.physical_space_size,
      capacity: space.space_used_size + space.space_available_size,
      used: space.space_used_size,
      available: space.space_available_size,
    };
  }
  return {
    totalMemory: heap.total_heap_size,
    executableMemory: heap.total_heap_size_executable,
    totalCommittedMemory: heap.total_physical_size,
    availableMemory: heap.total_available_size,
    totalGlobalHandlesMemory: heap.total_global_handles_size,
    usedGlobalHandlesMemory: heap.used_global_handles_size,
    usedMemory: heap.used_heap_size,
    memoryLimit: heap.heap_size_limit,
    mallocedMemory: heap.malloced_memory,
    externalMemory: heap.external_memory,
    peakMallocedMemory: heap.peak_malloced_memory,
    nativeContextCount: heap.number_of_native_contexts,
    detachedContextCount: heap.number_of_detached_contexts,
    doesZapGarbage: heap.does_zap_garbage,
    heapSpaces,
  };
}

function resourceUsage() {
  const os = require('node:os');
  const usage = process.resourceUsage();
  return {
    free_memory: os.freemem(),
    total_memory: os.totalmem(),
    rss: process.memoryUsage.rss(),
    constrained_memory: process.constrainedMemory(),
    available_memory: process.availableMemory(),
    ...processorUse(usage.userCPUTime, usage.systemCPUTime),
    maxRss: usage.maxRSS * 1024,
    pageFaults: { IORequired: usage.majorPageFault, IONotRequired: usage.minorPageFault },
    fsActivity: { reads: usage.fsRead, writes: usage.fsWrite },
  };
}

function threadUsage() {
  const { user, system } = process.threadCpuUsage();
  const { fsRead, fsWrite } = process.resourceUsage();
  return { ...processorUse(user, system), fsActivity: { reads: fsRead, writes: fsWrite } };
}

/** Microseconds as seconds and as parts of the time that the process runs. */
function processorUse(user, system) {
  const userCpuSeconds = user / kMicroseconds;
  const kernelCpuSeconds = system / kMicroseconds;
  const share = (seconds) => (seconds / process.uptime()) * 100;
  return {
    userCpuSeconds,
    kernelCpuSeconds,
    cpuConsumptionPercent: share(userCpuSeconds + kernelCpuSeconds),
    userCpuConsumptionPercent: share(userCpuSeconds),
    kernelCpuConsumptionPercent: share(kernelCpuSeconds),
  };
}

/** libuv's names of the kinds of handles; the rest wait for calls from other threads. */
const kHandleTypes = {
  __proto__: null,
  TCPSocketWrap: 'tcp',
  TCPServerWrap: 'tcp',
  PipeWrap: 'pipe',
  PipeServerWrap: 'pipe',
  TTYWrap: 'tty',
  UDPWrap: 'udp',
  ProcessWrap: 'process',
  FSEventWrap: 'fs_event',
  SignalWrap: 'signal',
  Timer: 'timer',
  Timeout: 'timer',
  Idle: 'idle',
};

/** What keeps the loop alive. Handles have no address that would tell anything, so the place in the list stands for it. */
function loopHandles() {
  const address = (index) => `0x${index.toString(16).padStart(16, '0')}`;
  const handles = binding.loopHandles().map((kind, index) => (
    { type: kHandleTypes[kind] ?? 'async', is_active: true, is_referenced: true, address: address(index + 1) }));
  const { idleTime } = require('node:perf_hooks').performance.nodeTiming;
  return [...handles, { type: 'loop', is_active: handles.length > 0, address: address(0), loopIdleTimeSeconds: idleTime / 1e3 }];
}

function userLimits() {
  return Object.fromEntries(binding.userLimits().map(([name, soft, hard]) => [
    name, { soft: soft ?? 'unlimited', hard: hard ?? 'unlimited' },
  ]));
}

module.exports = { report, startReports };
