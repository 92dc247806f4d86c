'use strict';

/** `inspect --probe`: evaluates expressions where a program comes by, and reports them when it has ended. */

const { setTimeout } = require('node:timers');
const { spawn } = require('node:child_process');
const process = require('internal:process/object');
const { Client } = require('internal:inspector/debugger/client');
const { asJson, asText } = require('internal:inspector/debugger/probe_report');
const { parseProbes, textOf, textOfPlaces } = require('internal:inspector/debugger/probe_options');

const kLocal = '127.0.0.1';
const kListening = /Debugger listening on ws:\/\/[^\n]*:(\d+)\//;
/** What the inspector of the program writes among its own words. */
const kOfInspector = /^(?:Debugger (?:listening on|ending on|attached)|Waiting for the debugger to disconnect|For help, see: ).*\n?/gm;
const kWaiting = 'Waiting for the debugger to disconnect...';

/** @typedef {import('./probe_options').Probe} Probe */

/** Called once. @param {string[]} words after `inspect` @throws {UsageError} */
function runProbes(words) {
  const options = parseProbes(words);
  const session = new ProbeSession(options);
  session.run().then((outcome) => {
    const report = { probes: options.probes, results: [...session.hits, outcome] };
    process.stdout.write(options.json ? `${asJson(report)}\n` : asText(report), () => process.exit(outcome.event === 'timeout' ? 1 : 0));
  });
}

class ProbeSession {
  /** @type {object[]} */
  hits = [];
  #options;
  #client = new Client();
  /** Which probes are at each breakpoint. @type {Map<string, number[]>} */
  #breakpoints = new Map();
  /** @type {Map<string, string>} */
  #urls = new Map();
  /** How often each probe was hit. @type {number[]} */
  #counts;
  #stderr = '';
  #child;
  #finish;

  /** @param {import('./probe_options').Options} options */
  constructor(options) {
    this.#options = options;
    this.#counts = options.probes.map(() => 0);
  }

  /** @returns {Promise<object>} how it ended: the last of the results */
  run() {
    return new Promise((resolve) => {
      this.#finish = resolve;
      const { timeout, port, words } = this.#options;
      setTimeout(() => this.#timeOut(timeout), timeout).unref();
      this.#child = spawn(process.execPath, [...process.execArgv, `--inspect-brk=${kLocal}:${port}`, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
      this.#child.once('close', (code, signal) => this.#exited(code, signal));
      this.#child.stderr.setEncoding('utf8').on('data', (text) => this.#read(text));
    });
  }

  #read(text) {
    const isNew = !kListening.test(this.#stderr);
    this.#stderr += text;
    const found = isNew ? kListening.exec(this.#stderr) : null;
    if (found !== null) this.#attach(Number(found[1])).catch(() => this.#client.disconnect());
    if (this.#stderr.includes(kWaiting)) this.#client.disconnect();
  }

  async #attach(port) {
    const client = this.#client;
    await client.connect(kLocal, port);
    client.on('Debugger.scriptParsed', ({ scriptId, url }) => this.#urls.set(scriptId, url));
    client.on('Debugger.paused', (event) => this.#paused(event).catch(() => client.disconnect()));
    await client.call('Runtime.enable');
    await client.call('Debugger.enable');
    await this.#setBreakpoints();
    await client.call('Runtime.runIfWaitingForDebugger');
  }

  async #setBreakpoints() {
    const places = new Map();
    this.#options.probes.forEach(({ target }, index) => places.set(textOf(target), [...places.get(textOf(target)) ?? [], index]));
    for (const indices of places.values()) {
      const { target: { suffix, line, column }, condition } = this.#options.probes[indices[0]];
      const place = { lineNumber: line - 1, columnNumber: column === undefined ? 0 : column - 1 };
      const { breakpointId } = await this.#client.call('Debugger.setBreakpointByUrl', { ...place, urlRegex: patternOf(suffix), condition });
      this.#breakpoints.set(breakpointId, indices);
    }
  }

  async #paused({ callFrames, hitBreakpoints = [] }) {
    const indices = hitBreakpoints.flatMap((id) => this.#breakpoints.get(id) ?? []).sort((a, b) => a - b);
    for (const index of indices) await this.#evaluate(index, callFrames[0]);
    const isEnough = this.#options.probes.some(({ maxHit }, index) => this.#counts[index] >= maxHit);
    if (isEnough) this.#letGo();
    else await this.#client.call('Debugger.resume');
  }

  async #evaluate(index, { callFrameId, location }) {
    const { expr: expression } = this.#options.probes[index];
    const { json, preview } = this.#options;
    const asked = { callFrameId, expression, generatePreview: preview || !json };
    const { result, exceptionDetails } = await this.#client.call('Debugger.evaluateOnCallFrame', asked);
    const place = { url: this.#urls.get(location.scriptId), line: location.lineNumber + 1, column: location.columnNumber + 1 };
    const hit = { probe: index, event: 'hit', hit: ++this.#counts[index], location: place };
    this.hits.push(exceptionDetails === undefined ? { ...hit, result } : { ...hit, error: { message: messageOf(exceptionDetails), details: { exception: exceptionDetails } } });
  }

  /** Probes that were never hit. */
  #pending() {
    return this.#counts.flatMap((count, index) => (count === 0 ? [index] : []));
  }

  /** What the program did not come to. */
  #aim(pending) {
    return pending.length === 0 ? 'target completion' : `probes: ${textOfPlaces(this.#options.probes, pending)}`;
  }

  #exited(exitCode, signal) {
    const pending = this.#pending();
    if (exitCode === 0) return this.#finish(pending.length === 0 ? { event: 'completed' } : { event: 'miss', pending });
    const how = signal === null ? `code ${exitCode}` : `signal ${signal}`;
    const stderr = this.#stderr.replace(kOfInspector, '').trimEnd();
    const message = `Target exited with ${how} before ${this.#aim(pending)}`;
    const error = { code: 'probe_target_exit', message, ...signal === null ? { exitCode } : { signal }, stderr };
    return this.#finish({ event: 'error', pending, error });
  }

  #timeOut(timeout) {
    const pending = this.#pending();
    const message = `Timed out after ${timeout}ms waiting for ${this.#aim(pending)}`;
    this.#child.removeAllListeners('close');
    this.#child.kill();
    this.#finish({ event: 'timeout', pending, error: { code: 'probe_timeout', message } });
  }

  /** A probe was hit often enough: the program goes on by itself. */
  #letGo() {
    this.#child.removeAllListeners('close');
    this.#client.disconnect();
    this.#child.unref();
    this.#finish({ event: 'completed' });
  }
}

/** A script's URL ends with the suffix, from a separator on. */
function patternOf(suffix) {
  const encoded = encodeURI(suffix.replaceAll('\\', '/'));
  return `(?:^|[/\\\\])${RegExp.escape(encoded)}$`;
}

/** @param {object} exceptionDetails */
function messageOf({ text, exception }) {
  return exception?.description ?? text;
}

module.exports = { runProbes };
