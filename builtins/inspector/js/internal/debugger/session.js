'use strict';

/** A debugging session: where the program is paused, what is watched, and what the commands do. */

const path = require('node:path');
const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const { Breakpoints } = require('internal:inspector/debugger/breakpoints');
const { Scripts } = require('internal:inspector/debugger/scripts');
const { formatRemote } = require('internal:inspector/debugger/values');

const kListAround = 5;
const kGroup = 'debugger';
const kAsyncDepth = 8;

class Session {
  #client;
  #print;
  #paused = null;
  /** Lines around a place that an excerpt shows. */
  #around = 2;
  #watched = [];
  #pauseOnExceptions = 'none';

  /** @param {import('./client').Client} client @param {(text: string) => void} print */
  constructor(client, print) {
    this.#client = client;
    this.#print = print;
    this.scripts = new Scripts(client);
    this.breakpoints = new Breakpoints(client, this.scripts);
    /** Profiles that have been taken. @type {Profile[]} */
    this.profiles = [];
    client.on('Debugger.paused', (paused) => this.#onPaused(paused));
    client.on('Debugger.resumed', () => { this.#paused = null; });
    client.on('close', () => { this.#paused = null; });
  }

  /** Tells a program to which the client has just connected what is wanted. */
  async prepare() {
    const call = (method, params) => this.#client.call(method, params);
    await call('Runtime.enable');
    await call('Profiler.enable');
    await call('Profiler.setSamplingInterval', { interval: 100 });
    await call('Debugger.enable');
    await call('Debugger.setPauseOnExceptions', { state: this.#pauseOnExceptions });
    await call('Debugger.setAsyncCallStackDepth', { maxDepth: kAsyncDepth });
    const count = await this.breakpoints.restore();
    if (count > 0) this.#print(`${count} breakpoints restored.`);
  }

  /** Lets a program that waits for the debugger run. */
  async begin() {
    await this.#client.call('Runtime.runIfWaitingForDebugger');
  }

  async #onPaused(paused) {
    this.#paused = paused;
    const { location, url } = paused.callFrames[0];
    const reason = paused.reason === 'other' ? 'break' : paused.reason;
    const excerpt = await this.scripts.excerpt(location, this.#around);
    const watchers = await this.#describeWatched();
    const head = `${reason} in ${this.scripts.nameOf(location.scriptId, url)}:${location.lineNumber + 1}`;
    this.#print([head, ...(watchers === '' ? [] : [`Watchers:\n${watchers}\n`]), excerpt].join('\n'));
  }

  #requirePause() {
    if (this.#paused === null) throw new codes.ERR_DEBUGGER_ERROR('Requires execution to be paused');
    return this.#paused;
  }

  // ---- Execution ----

  /** @param {'resume' | 'stepOver' | 'stepInto' | 'stepOut' | 'pause'} how */
  async go(how) {
    await this.#client.call(`Debugger.${how}`);
  }

  /** @param {'none' | 'all' | 'uncaught'} state */
  async pauseOnExceptions(state) {
    this.#pauseOnExceptions = state;
    await this.#client.call('Debugger.setPauseOnExceptions', { state });
  }

  // ---- Where the program is ----

  async list(around = kListAround) {
    const [{ location }] = this.#requirePause().callFrames;
    this.#print(await this.scripts.excerpt(location, around));
  }

  setContextLineNumber(around) {
    this.#requirePause();
    require('internal:shared/validators').validateInteger(around, 'delta', 1);
    this.#around = around;
  }

  backtrace() {
    const { callFrames, asyncStackTrace } = this.#requirePause();
    const frames = callFrames.map(({ functionName, location, url }) => ({ functionName, url, ...location }));
    for (let trace = asyncStackTrace; trace !== undefined; trace = trace.parent) frames.push(...trace.callFrames);
    this.#print(frames.map(({ functionName, scriptId, url, lineNumber, columnNumber }, index) => {
      return `#${index} ${functionName || '(anonymous)'} ${this.scripts.nameOf(scriptId, url)}:${lineNumber + 1}:${columnNumber}`;
    }).join('\n'));
  }

  listScripts(all = false) {
    this.#print(this.scripts.describe(all, this.#paused?.callFrames[0].location.scriptId));
  }

  // ---- Breakpoints ----

  /**
   * `setBreakpoint()`, `(line)`, `('fn()')`, `(script, line, condition)`
   * @param {string | number} [place]
   * @param {number | string} [line] the condition where no script is named
   * @param {string} [condition]
   */
  async setBreakpoint(place, line, condition) {
    if (typeof place === 'string' && place.endsWith('()')) return this.#breakOnCall(place.slice(0, -2));
    let script = place;
    if (typeof place !== 'string') {
      const [{ location }] = this.#requirePause().callFrames;
      script = location.scriptId;
      condition = line;
      line = place ?? location.lineNumber + 1;
    }
    const { location, isLoaded } = await this.breakpoints.set(script, line, condition);
    if (isLoaded) this.#print(await this.scripts.excerpt(location, kListAround));
    else this.#print(`Warning: script '${script}' was not loaded yet.`);
  }

  async #breakOnCall(name) {
    await this.evaluate(`debug(${name})`);
  }

  async clearBreakpoint(script, line) {
    if (!await this.breakpoints.clear(script, line)) this.#print(`Could not find breakpoint at ${script}:${line}`);
  }

  // ---- Values ----

  /** @param {string} expression @returns {Promise<object>} a `RemoteObject` */
  async evaluate(expression) {
    // Braces are an object, as in the REPL.
    const text = /^\s*\{.*\}\s*$/s.test(expression) ? `(${expression.trim()})` : expression;
    const params = { expression: text, objectGroup: kGroup, includeCommandLineAPI: true, generatePreview: true };
    const frame = this.#paused?.callFrames[0];
    const { result, exceptionDetails } = frame === undefined ?
      await this.#client.call('Runtime.evaluate', params) :
      await this.#client.call('Debugger.evaluateOnCallFrame', { ...params, callFrameId: frame.callFrameId });
    if (exceptionDetails === undefined) return result;
    const error = new Error(result.description ?? formatRemote(result));
    error.stack = error.message;
    throw error;
  }

  /** Evaluates, and prints the value. `.scope` stands for the names that can be used here. @param {string} expression */
  async exec(expression) {
    if (expression === '.scope') return this.#names();
    return this.#print(formatRemote(await this.evaluate(expression)));
  }

  async #names() {
    const names = [];
    for (const { type, object } of this.#requirePause().callFrames[0].scopeChain) {
      if (type === 'global') continue;
      const { result } = await this.#client.call('Runtime.getProperties', { objectId: object.objectId, generatePreview: true });
      names.push(...result.map(({ name }) => name));
    }
    this.#print(require('node:util').inspect(names, { maxArrayLength: null }));
  }

  watch(expression) {
    validateString(expression, 'expression');
    this.#watched.push(expression);
  }

  /** @param {string | number} which the expression or its number */
  unwatch(which) {
    const index = typeof which === 'number' ? which : this.#watched.indexOf(which);
    if (index in this.#watched) this.#watched.splice(index, 1);
  }

  async printWatched() {
    const text = await this.#describeWatched();
    if (text !== '') this.#print(text);
  }

  async #describeWatched() {
    const values = await Promise.all(this.#watched.map((expression) => this.evaluate(expression).then(formatRemote, (error) => error.message)));
    const width = String(values.length - 1).length + 2;
    return values.map((value, index) => {
      const head = `${String(index).padStart(width)}: ${this.#watched[index]} =`;
      return value.includes('\n') ? `${head}\n    ${value.replaceAll('\n', '\n    ')}` : `${head} ${value}`;
    }).join('\n');
  }

  // ---- Profiles ----

  async startProfile() {
    await this.#client.call('Profiler.start');
  }

  async endProfile() {
    const { profile } = await this.#client.call('Profiler.stop');
    const taken = new Profile(profile, this.#print);
    this.profiles.push(taken);
    return taken;
  }

  async takeHeapSnapshot(filename = 'node.heapsnapshot') {
    const file = path.resolve(filename);
    const stream = require('node:fs').createWriteStream(file);
    const write = ({ chunk }) => stream.write(chunk);
    this.#client.on('HeapProfiler.addHeapSnapshotChunk', write);
    try {
      await this.#client.call('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    } finally {
      this.#client.off('HeapProfiler.addHeapSnapshotChunk', write);
      await new Promise((resolve) => { stream.end(resolve); });
    }
    this.#print(`Wrote snapshot: ${file}`);
  }
}

class Profile {
  #data;
  #print;

  constructor(data, print) {
    this.#data = data;
    this.#print = print;
  }

  /** @param {string} [filename] */
  save(filename = 'node.cpuprofile') {
    const file = path.resolve(filename);
    require('node:fs').writeFileSync(file, JSON.stringify(this.#data));
    this.#print(`Saved profile to ${file}`);
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `[Profile ${this.#data.endTime - this.#data.startTime}\u03bcs]`;
  }
}

module.exports = { Session };
