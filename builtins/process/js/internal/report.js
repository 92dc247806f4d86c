'use strict';

/**
 * `process.report`: a diagnostic report of the parts that this runtime can tell about. Native stack, loop handles and loaded
 * libraries are not among them, so those sections are left out rather than empty.
 */

const process = require('internal:process/object');
const { validateBoolean, validateObject, validateSignalName, validateString } = require('internal:shared/validators');

const kReportVersion = 5;

const settings = {
  directory: '',
  filename: '',
  signal: 'SIGUSR2',
  compact: false,
  excludeNetwork: false,
  excludeEnv: false,
  reportOnFatalError: false,
  reportOnSignal: false,
  reportOnUncaughtException: false,
};
let sequence = 0;

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
    const name = file ?? (settings.filename || defaultName());
    const path = require('node:path').resolve(settings.directory, name);
    // Before the report is made, and in the words of the caller: the folder where it goes when no file is named.
    require('internal:process/permission').requireWrite(path, file ?? (settings.directory || process.cwd()));
    const text = JSON.stringify(collect('API', 'writeReport', name, error), null, settings.compact ? undefined : 2);
    require('node:fs').writeFileSync(path, text);
    return name;
  },

  /** @param {Error} [error] whose stack to show @returns {object} */
  getReport(error) {
    if (error !== undefined) validateObject(error, 'err');
    return collect('JavaScript API', 'GetReport', null, error);
  },
};

defineSetting('directory', validateString);
defineSetting('filename', validateString);
defineSetting('compact', validateBoolean);
defineSetting('excludeNetwork', validateBoolean);
defineSetting('signal', validateSignalName);
defineSetting('reportOnFatalError', validateBoolean);
defineSetting('reportOnSignal', validateBoolean);
defineSetting('reportOnUncaughtException', validateBoolean);
defineSetting('excludeEnv', validateBoolean);

function defineSetting(name, validate) {
  Object.defineProperty(report, name, {
    __proto__: null,
    get() { return settings[name]; },
    set(value) {
      validate(value, name);
      settings[name] = value;
    },
    enumerable: true,
    configurable: true,
  });
}

/** `report.20260102.030405.PID.0.001.json` */
function defaultName() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return `report.${day}.${time}.${process.pid}.0.${String(++sequence).padStart(3, '0')}.json`;
}

function collect(event, trigger, filename, error) {
  return {
    header: header(event, trigger, filename),
    javascriptStack: javascriptStack(error),
    javascriptHeap: javascriptHeap(),
    resourceUsage: resourceUsage(),
    workers: [],
    ...(settings.excludeEnv ? undefined : { environmentVariables: { ...process.env } }),
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
    threadId: 0,
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
    addresses.map(({ internal, mac, address, netmask, family }) => ({ name, internal, mac, address, netmask, family })));
}

function javascriptStack(error) {
  const subject = error ?? new Error('JavaScript Callstack');
  const [first, ...frames] = String(subject.stack).split('\n');
  return { message: error === undefined ? 'Error: JavaScript Callstack' : first, stack: frames.map((frame) => frame.trim()) };
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
    usedMemory: heap.used_heap_size,
    memoryLimit: heap.heap_size_limit,
    mallocedMemory: heap.malloced_memory,
    externalMemory: heap.external_memory,
    peakMallocedMemory: heap.peak_malloced_memory,
    nativeContextCount: heap.number_of_native_contexts,
    detachedContextCount: heap.number_of_detached_contexts,
    heapSpaces,
  };
}

function resourceUsage() {
  const kMicroseconds = 1e6;
  const usage = process.resourceUsage();
  return {
    userCpuSeconds: usage.userCPUTime / kMicroseconds,
    kernelCpuSeconds: usage.systemCPUTime / kMicroseconds,
    rss: process.memoryUsage.rss(),
    maxRss: usage.maxRSS * 1024,
    pageFaults: { IORequired: usage.majorPageFault, IONotRequired: usage.minorPageFault },
    fsActivity: { reads: usage.fsRead, writes: usage.fsWrite },
  };
}

module.exports = { report };
