'use strict';

/** `worker_threads.Worker`: a worker as the thread that starts it sees it. */

const { setImmediate } = require('node:timers');
const dc = require('node:diagnostics_channel');
const EventEmitter = require('node:events');
const path = require('node:path');
const process = require('internal:process/object');
const { newAsyncId, defaultTriggerAsyncId } = require('internal:async_hooks/context');
const hooks = require('internal:async_hooks/hooks');
const { codes } = require('internal:shared/errors');
const { validateArray, validateObject, validateString } = require('internal:shared/validators');
const { fileURLToPath, isURLLike, pathToFileURL } = require('internal:url/file_url');
const { MessageChannel, deliver, drainPort, takeEnd } = require('internal:web/message_channel');
const control = require('internal:worker_threads/control');
const { environmentData } = require('internal:worker_threads/environment_data');
const { unpackError } = require('internal:worker_threads/error_transfer');
const { ReadableWorkerStdio, WritableWorkerStdio } = require('internal:worker_threads/stdio');
const { kLimits, limitsObject } = require('internal:worker_threads/this_thread');

const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');
const workerChannel = dc.channel('worker_threads');

const kDefaultName = 'WorkerThread';
const kDefaultStack = 4;
/** MiB of old generation, at least. */
const kSmallestHeap = 2;
/** Questions that the native side knows by number. */
const kStatistics = 0;
const kSnapshot = 1;
const kCpuUsage = 2;
const kStopProfile = 3;
/** And the kind of the profile. */
const kStartProfile = 4;

/** What async hooks see as the resource. */
class WorkerHandle {
  #native;

  attach(native) {
    this.#native = native;
  }

  hasRef() {
    return this.#native?.hasReference();
  }

  release() {
    this.#native = undefined;
  }
}

class Worker extends EventEmitter {
  #native;
  #handle;
  #asyncId;
  #triggerAsyncId;
  #name;
  #limits;
  /** This side of the controlling channel. */
  #port;
  /** This side of the channel that the program sees as `parentPort`. */
  #publicPort;
  #stdin;
  #stdout;
  #stderr;
  #questions = new Map();
  #lastQuestion = 0;

  /**
   * @param {string | URL} filename
   * @param {import('node:worker_threads').WorkerOptions} [options]
   */
  constructor(filename, options = {}) {
    require('internal:v8/startup_snapshot').refuseInSnapshot('Creating workers');
    super();
    validateObject(options, 'options');
    const program = programOf(filename, options);
    const settings = settingsOf(options);
    this.#announce();
    const channel = new MessageChannel();
    const publicChannel = new MessageChannel();
    this.#port = channel.port1;
    this.#publicPort = publicChannel.port1;
    this.#name = settings.name;
    this.#limits = settings.limits;
    try {
      this.#native = new binding.Worker(
        settings.name, settings.execArgv, settings.nodeOptions, settings.environment, settings.limits, takeEnd(channel.port2));
      this.#openStreams(options);
      this.#load(program, settings, options, publicChannel.port2);
    } catch (error) {
      for (const port of [this.#port, this.#publicPort, publicChannel.port2]) port.close();
      throw error;
    }
    this.#handle.attach(this.#native);
    this.#connect();
    this.#native.start((code, failure, detail) => this.#end(code, failure, detail));
    defineProperty(this, 'performance', require('internal:worker_threads/performance').performanceOf(this.#native));
    if (workerChannel.hasSubscribers) workerChannel.publish({ worker: this });
    process.nextTick(() => process.emit('worker', this));
  }

  postMessage(...args) {
    this.#publicPort?.postMessage(...args);
  }

  /** @param {(error: null, exitCode: number) => void} [callback] deprecated @returns {Promise<number | undefined>} */
  terminate(callback) {
    this.ref();
    if (typeof callback === 'function') {
      process.emitWarning(
        'Passing a callback to worker.terminate() is deprecated. It returns a Promise instead.', 'DeprecationWarning', 'DEP0132');
      this.once('exit', (exitCode) => callback(null, exitCode));
    }
    if (this.#native === null) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers();
    this.once('exit', resolve);
    this.#native.stop();
    return promise;
  }

  async [Symbol.asyncDispose]() {
    await this.terminate();
  }

  ref() {
    if (this.#native === null) return;
    this.#native.reference();
    this.#publicPort.ref();
  }

  unref() {
    if (this.#native === null) return;
    this.#native.unreference();
    this.#publicPort.unref();
  }

  get threadId() {
    return this.#native === null ? -1 : this.#native.id;
  }

  get threadName() {
    return this.#native === null ? null : this.#name;
  }

  get stdin() {
    return this.#stdin;
  }

  get stdout() {
    return this.#stdout;
  }

  get stderr() {
    return this.#stderr;
  }

  get resourceLimits() {
    return this.#native === null ? {} : limitsObject(this.#limits);
  }

  /** @returns {Promise<import('node:stream').Readable>} */
  getHeapSnapshot(options) {
    const { heapSnapshotOptions, streamOfSnapshot } = require('internal:worker_threads/questions');
    return this.#askIsolate(kSnapshot, 'heapSnapshot', heapSnapshotOptions(options)).then(streamOfSnapshot);
  }

  getHeapStatistics() {
    const { statisticsOf } = require('internal:worker_threads/questions');
    return this.#askIsolate(kStatistics, 'heapStatistics').then(statisticsOf);
  }

  /** @param {{ user: number, system: number }} [previous] */
  cpuUsage(previous) {
    const { cpuUsageSince, validatePreviousUsage } = require('internal:worker_threads/questions');
    validatePreviousUsage(previous);
    return this.#askIsolate(kCpuUsage, 'cpuUsage').then((usage) => cpuUsageSince(usage, previous));
  }

  /** @returns {Promise<CPUProfileHandle>} */
  startCpuProfile(options) {
    return require('internal:worker_threads/profiles').startCpuProfile(this.#asker, options);
  }

  /** @returns {Promise<HeapProfileHandle>} */
  startHeapProfile(options) {
    return require('internal:worker_threads/profiles').startHeapProfile(this.#asker, options);
  }

  get #asker() {
    return {
      start: (kind, params) => this.#askIsolate(kStartProfile + kind, 'startProfile', [kind, params], params),
      stop: (id) => this.#askIsolate(kStopProfile, 'stopProfile', id, `${id}`),
    };
  }

  #openStreams({ stdin, stdout, stderr }) {
    this.#stdin = stdin ? new WritableWorkerStdio(this.#port, 'stdin') : null;
    this.#stdout = new ReadableWorkerStdio(this.#port, 'stdout', false);
    this.#stderr = new ReadableWorkerStdio(this.#port, 'stderr', false);
    if (!stdout) forward(this.#stdout, process.stdout);
    if (!stderr) forward(this.#stderr, process.stderr);
  }

  #load(program, settings, options, publicPort) {
    const { transferList } = options;
    const transfer = [publicPort, ...(typeof transferList?.[Symbol.iterator] === 'function' ? transferList : [])];
    this.#port.postMessage({
      type: control.kLoad,
      program,
      argv: settings.argv,
      environmentData,
      publicPort,
      workerData: options.workerData,
      hasStdin: !!options.stdin,
      tracksDescriptors: settings.tracksDescriptors,
    }, transfer);
  }

  #connect() {
    this.#port.on('message', (message) => this.#take(message));
    this.#port.unref();
    this.#publicPort.on('message', (message) => this.emit('message', message));
    this.#publicPort.on('messageerror', (error) => this.emit('messageerror', error));
    this.#publicPort.unref();
    this.on('newListener', (event) => {
      if (event === 'message' && this.listenerCount('message') === 0) this.#publicPort?.ref();
    });
    this.on('removeListener', (event) => {
      if (event === 'message' && this.listenerCount('message') === 0) this.#publicPort?.unref();
    });
  }

  #announce() {
    this.#handle = new WorkerHandle();
    this.#asyncId = newAsyncId();
    this.#triggerAsyncId = defaultTriggerAsyncId();
    if (hooks.counts.init !== 0) hooks.emitInit(this.#asyncId, 'WORKER', this.#triggerAsyncId, this.#handle);
  }

  #take(message) {
    switch (message.type) {
      case control.kOnline:
        this.emit('online');
        break;
      case control.kError:
        this.emit('error', message.error === undefined ? new codes.ERR_WORKER_UNSERIALIZABLE_ERROR() : unpackError(message.error));
        break;
      case control.kStdioChunks:
        (message.stream === 'stdout' ? this.#stdout : this.#stderr).take(message.chunks);
        break;
      case control.kStdioWanted:
        this.#stdin?.release();
        break;
      case control.kAnswer:
        this.#questions.get(message.id)?.(message);
        this.#questions.delete(message.id);
        break;
    }
  }

  /**
   * Asks the worker's thread, also while its JavaScript is busy; one that is still starting answers a message later.
   * @param {number} number of the question for the native side, which gets `words` with it
   * @param {string} question by name, for the message, which has `detail` with it
   */
  #askIsolate(number, question, detail = undefined, words = '') {
    if (this.#native === null) return Promise.reject(new codes.ERR_WORKER_NOT_RUNNING());
    const id = ++this.#lastQuestion;
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#questions.set(id, ({ error }) => reject(error));
    const isAsked = this.#native.ask(number, words, (answer) => {
      this.#questions.delete(id);
      resolve(answer);
    });
    if (isAsked) return promise;
    this.#questions.delete(id);
    return this.#ask(question, detail);
  }

  #ask(question, detail) {
    if (this.#native === null) return Promise.reject(new codes.ERR_WORKER_NOT_RUNNING());
    return new Promise((resolve, reject) => {
      const id = ++this.#lastQuestion;
      this.#questions.set(id, ({ error, value }) => (error === undefined ? resolve(value) : reject(error)));
      this.#port.postMessage({ type: control.kAsk, id, question, detail });
    });
  }

  /** The thread is gone. What it has sent arrives first. */
  #end(code, failure, detail) {
    drainPort(this.#publicPort, (message) => deliver(this.#publicPort, message));
    drainPort(this.#port, (message) => deliver(this.#port, message));
    this.#dispose();
    if (failure !== '') this.emit('error', new codes[failure](detail));
    this.emit('exit', code);
  }

  #dispose() {
    this.#native = null;
    this.#publicPort.removeAllListeners();
    for (const port of [this.#port, this.#publicPort]) port.close();
    this.#publicPort = null;
    for (const answer of this.#questions.values()) answer({ error: new codes.ERR_WORKER_NOT_RUNNING() });
    this.#questions.clear();
    for (const stream of [this.#stdout, this.#stderr]) if (!stream.readableEnded) stream.push(null);
    const handle = this.#handle;
    setImmediate(() => handle.release()).unref();
    hooks.queueDestroy(this.#asyncId);
  }
}

/** The output of a worker goes where that of its parent goes, and does not end it. */
function forward(source, destination) {
  destination.setMaxListeners(0);
  source.pipe(destination, { end: false });
}

/** What the worker runs. */
function programOf(filename, options) {
  if (options.eval) {
    if (typeof filename !== 'string') {
      throw new codes.ERR_INVALID_ARG_VALUE('options.eval', options.eval, "must be false when 'filename' is not a string");
    }
    return { kind: 'script', text: filename, isModule: options.type === 'module' };
  }
  if (isURLLike(filename) && filename.protocol === 'data:') return { kind: 'url', url: `${filename}` };
  const isURL = isURLLike(filename);
  if (isURL) filename = fileURLToPath(filename);
  else if (typeof filename !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  else if (path.isAbsolute(filename) || /^\.\.?[\\/]/.test(filename)) filename = path.resolve(filename);
  else throw new codes.ERR_WORKER_PATH(filename);
  return { kind: 'file', filename, url: `${pathToFileURL(filename)}` };
}

function settingsOf(options) {
  if (options.execArgv) validateArray(options.execArgv, 'options.execArgv');
  if (options.argv) validateArray(options.argv, 'options.argv');
  let name = kDefaultName;
  if (options.name) {
    validateString(options.name, 'options.name');
    name = options.name.trim();
  }
  const environment = environmentOf(options.env);
  return {
    name,
    argv: options.argv?.map(String) ?? [],
    execArgv: options.execArgv ? options.execArgv.map(String) : undefined,
    environment,
    nodeOptions: ownNodeOptions(options.env),
    limits: limitsOf(options.resourceLimits),
    tracksDescriptors: options.trackUnmanagedFds ?? true,
  };
}

/** Names and values alternating; nothing for the environment of this thread. */
function environmentOf(env) {
  if (env === SHARE_ENV) {
    require('internal:process/env').share();
    return undefined;
  }
  if (env !== undefined && env !== null && typeof env !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'], env);
  }
  const pairs = [];
  const from = env ?? process.env;
  Object.keys(from).forEach((name) => pairs.push(name, `${from[name]}`));
  return pairs;
}

/** `NODE_OPTIONS` of an environment that is given, where it differs from ours. */
function ownNodeOptions(env) {
  const given = typeof env === 'object' && env !== null ? env.NODE_OPTIONS : undefined;
  return given === undefined || given === process.env.NODE_OPTIONS ? undefined : `${given}`;
}

function limitsOf(given) {
  const limits = kLimits.map((name) => (typeof given?.[name] === 'number' ? given[name] : -1));
  if (typeof given?.[kLimits[1]] === 'number') limits[1] = Math.max(limits[1], kSmallestHeap);
  if (limits[3] <= 0) limits[3] = kDefaultStack;
  return limits;
}

function defineProperty(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
}

for (const name of ['threadId', 'threadName', 'stdin', 'stdout', 'stderr', 'resourceLimits']) {
  Object.defineProperty(Worker.prototype, name, { __proto__: null, enumerable: false });
}

module.exports = { Worker };
