'use strict';

/** A test file that runs in a process of its own, whose events become those of this run. */

const process = require('internal:process/object');
const { spawn } = require('node:child_process');
const path = require('node:path');
const { FailureType, failure } = require('internal:test/failure');
const { FrameReader } = require('internal:test/frames');
const { childArguments } = require('internal:test/child_arguments');
const { startLimits } = require('internal:test/limits');
const { Unit } = require('internal:test/unit');

/** Events that tell what is going on rather than what came out, so that they need not wait for their turn. */
const kProgress = new Set(['test:enqueue', 'test:dequeue', 'test:complete']);

/** What the end of a child's run says about the child alone. */
const kSummaryLine = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

const kDebuggerLine = /^(?:Debugger (?:listening on|attached|ending on)|Waiting for the debugger to disconnect)/;

class FileTest extends Unit {
  #held = [];
  #resultCount = 0;
  #workerIds;

  /** @param {string} name the path as given @param {import('./root').Root} root */
  constructor(name, root, workerIds) {
    const file = path.resolve(root.settings.cwd, name);
    super({ name, fn: () => {}, parent: root, options: { signal: root.settings.signal }, location: { line: 1, column: 1, file } });
    this.type = 'test';
    this.file = file;
    this.#workerIds = workerIds;
  }

  /** The test files that run in it. */
  get files() {
    return [this.file];
  }

  /** What the process is to run. */
  get words() {
    return [this.name];
  }

  /** The test file to which an event belongs. */
  entryFileOf() {
    return this.file;
  }

  /** Ends it without a result. */
  async abandon() {
    this.isFiltered = true;
    if (this.startTime === undefined) return this.complete();
    this.child?.kill();
    return this.whenComplete();
  }

  async run() {
    const limits = startLimits(this.timeout, this.signal);
    const workerId = this.#workerIds.take();
    try {
      await Promise.race([this.#runChild(workerId), limits.promise]);
      this.pass();
    } catch (error) {
      this.child?.kill();
      this.failWith(error);
    }
    this.#workerIds.give(workerId);
    limits.lift();
    this.complete();
  }

  async #runChild(workerId) {
    const { settings } = this.root;
    const env = { ...(settings.env ?? process.env), NODE_TEST_CONTEXT: 'child-v8', NODE_TEST_WORKER_ID: String(workerId) };
    delete env.NODE_CHANNEL_FD;
    const stdio = settings.watcher === undefined ? ['inherit', 'pipe', 'pipe'] : ['inherit', 'pipe', 'pipe', 'ipc'];
    if (settings.watcher !== undefined) env.WATCH_REPORT_DEPENDENCIES = '1';
    const child = spawn(process.execPath, childArguments(settings, this.words), { cwd: settings.cwd, env, stdio });
    this.child = child;
    settings.watcher?.follow(child, this.files);
    const reader = new FrameReader((item) => this.#take(item), (bytes) => this.#print('test:stdout', bytes.toString()));
    child.stdout.on('data', (chunk) => reader.write(chunk));
    child.stderr.setEncoding('utf8').on('data', (text) => this.#print('test:stderr', text));
    const { promise, resolve, reject } = Promise.withResolvers();
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
    const { code, signal } = await promise;
    reader.end();
    if (code !== 0 || signal !== null) throw this.#exitFailure(code, signal);
  }

  #exitFailure(exitCode, signal) {
    const error = failure('test failed', this.#resultCount > 0 ? FailureType.subtests : FailureType.testCode);
    error.exitCode = exitCode;
    error.signal = signal;
    return error;
  }

  /** An event of the child. */
  #take({ type, data }) {
    // What a process still says after it was given up comes too late.
    if (this.isComplete || this.isFiltered) return;
    if (data.nesting === 0 && (type === 'test:plan' || (type === 'test:diagnostic' && kSummaryLine.test(data.message)))) return;
    const event = { type, data: { __proto__: null, ...data, entryFile: this.entryFileOf(data) } };
    if (kProgress.has(type)) this.root.events.tell(type, event.data);
    else this.#hold(event);
  }

  #print(type, text) {
    if (this.isComplete || this.isFiltered) return;
    for (const line of text.split(/(?<=\n)/)) {
      // Whoever wants to debug the file has to know at once where.
      if (type === 'test:stderr' && kDebuggerLine.test(line)) process.stderr.write(line);
      else this.#hold({ type, data: { __proto__: null, file: this.name, message: line, entryFile: this.file } });
    }
  }

  /** Results of a file are told when those of the files before it are. */
  #hold(event) {
    if (event.type === 'test:pass' || event.type === 'test:fail') this.#resultCount++;
    this.#held.push(event);
    if (this.parent.children[this.parent.reportedCount] === this) this.#release();
  }

  #release() {
    for (const { type, data } of this.#held.splice(0)) {
      if (type === 'test:pass' || type === 'test:fail') this.#count(type, data);
      this.root.events.tell(type, data);
    }
  }

  #count(type, data) {
    const { details, nesting, skip, todo } = data;
    const hasPassed = type === 'test:pass';
    const isCancelled = [FailureType.cancelledByParent, FailureType.aborted, FailureType.timeout].includes(details.error?.failureType);
    if (nesting === 0) data.testNumber = ++this.root.tellNumber;
    this.root.count({ nesting, type: details.type, hasPassed, isCancelled, isSkipped: skip !== undefined, isTodo: todo !== undefined });
  }

  /** The file counts as a test where it has none, or where it failed otherwise than by them. */
  report() {
    this.#release();
    if (this.#resultCount > 0 && (this.error === null || this.error.failureType === FailureType.subtests)) {
      if (!this.hasPassed) this.root.success = false;
      return;
    }
    this.number = ++this.root.tellNumber;
    super.report();
  }

  mayReport() {
    return false;
  }
}

/** Test files that run together in one process, which is another one each time. */
class FileGroupTest extends FileTest {
  #names;

  /** @param {string[]} names the paths as given */
  constructor(names, root, workerIds) {
    super(names[0], root, workerIds);
    this.#names = names;
  }

  get files() {
    return this.#names.map((name) => path.resolve(this.root.settings.cwd, name));
  }

  get words() {
    return ['--test', '--test-isolation=none', ...this.#names];
  }

  entryFileOf(data) {
    return data.entryFile ?? data.file;
  }
}

/** Numbers for the processes that run at a time, from 1. */
class WorkerIds {
  #taken = new Set();

  take() {
    let id = 1;
    while (this.#taken.has(id)) id++;
    this.#taken.add(id);
    return id;
  }

  give(id) {
    this.#taken.delete(id);
  }
}

module.exports = { FileGroupTest, FileTest, WorkerIds };
