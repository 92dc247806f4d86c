'use strict';

/** `exec` and `execFile`: the output of a child in a callback. */

const { clearTimeout, setTimeout } = require('node:timers');
const { promisify, getSystemErrorName } = require('node:util');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateObject, validateString } = require('internal:shared/validators');
const { checkNoNul, signalNumber, validateMaxBuffer, validateTimeout } = require('internal:child_process/arguments');
const { spawn } = require('internal:child_process/spawn');

const kMaxBuffer = 1024 * 1024;

/** Runs a command line in a shell. @param {string} command @param {object | Function} [options] @param {Function} [callback] */
function exec(command, options, callback) {
  const normalized = normalizeExec(command, options, callback);
  return execFile(normalized.file, normalized.options, normalized.callback);
}

function normalizeExec(command, options, callback) {
  validateString(command, 'command');
  checkNoNul(command, 'command');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return { file: command, options, callback };
}

/** `(file[, args][, options][, callback])` */
function execFile(file, args, options, callback) {
  ({ file, args, options, callback } = normalizeExecFile(file, args, options, callback));
  options = {
    __proto__: null, encoding: 'utf8', timeout: 0, maxBuffer: kMaxBuffer, killSignal: 'SIGTERM', cwd: null, env: null, shell: false, ...options,
  };
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  const killSignal = signalNumber(options.killSignal);
  const child = spawn(file, args, {
    __proto__: null, cwd: options.cwd, env: options.env, gid: options.gid, shell: options.shell, signal: options.signal, uid: options.uid,
    windowsHide: Boolean(options.windowsHide), windowsVerbatimArguments: Boolean(options.windowsVerbatimArguments), argv0: options.argv0,
  });
  new Collector(child, [file, ...args].join(' '), { ...options, killSignal }, callback).start();
  return child;
}

function normalizeExecFile(file, args, options, callback) {
  if (Array.isArray(args)) {
    args = [...args];
  } else if (args != null && typeof args === 'object') {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === 'function') {
    callback = args;
    options = null;
    args = null;
  }
  args ??= [];
  if (typeof options === 'function') {
    callback = options;
  } else if (options != null) {
    validateObject(options, 'options');
  }
  if (typeof options === 'function') options = null;
  options = { __proto__: null, ...options };
  if (callback != null) validateFunction(callback, 'callback');
  if (options.argv0 != null) {
    validateString(options.argv0, 'options.argv0');
    checkNoNul(options.argv0, 'options.argv0');
  }
  return { file, args, options, callback };
}

/** Gathers what a child writes until it ends, within limits of size and time. */
class Collector {
  constructor(child, command, options, callback) {
    this.child = child;
    this.command = command;
    this.options = options;
    this.callback = callback;
    this.isText = options.encoding !== 'buffer' && Buffer.isEncoding(options.encoding);
    this.output = { stdout: [], stderr: [] };
    this.error = null;
    this.killed = false;
    this.done = false;
    this.timer = null;
  }

  start() {
    const { child, options } = this;
    if (options.timeout > 0) {
      this.timer = setTimeout(() => {
        this.kill();
        this.timer = null;
      }, options.timeout);
    }
    for (const name of ['stdout', 'stderr']) {
      if (child[name]) this.collect(child[name], name);
    }
    child.addListener('close', (code, signal) => this.finish(code, signal));
    child.addListener('error', (error) => this.fail(error));
  }

  collect(stream, name) {
    const { maxBuffer, encoding } = this.options;
    if (this.isText) stream.setEncoding(encoding);
    let size = 0;
    stream.on('data', (chunk) => {
      const length = typeof chunk === 'string' && !stream.readableEncoding ? Buffer.byteLength(chunk) : chunk.length;
      size += length;
      if (size <= maxBuffer) {
        this.output[name].push(chunk);
        return;
      }
      this.output[name].push(chunk.slice(0, maxBuffer - (size - length)));
      this.error = new codes.ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name);
      this.kill();
    });
  }

  kill() {
    const { child } = this;
    child.stdout?.destroy();
    child.stderr?.destroy();
    this.killed = true;
    try {
      child.kill(this.options.killSignal);
    } catch (error) {
      this.error ??= error;
      this.finish(null, null);
    }
  }

  fail(error) {
    this.error = error;
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
    this.finish(null, null);
  }

  finish(code, signal) {
    if (this.done) return;
    this.done = true;
    clearTimeout(this.timer);
    if (!this.callback) return;
    const stdout = this.gathered('stdout');
    const stderr = this.gathered('stderr');
    if (!this.error && code === 0 && signal === null) {
      this.callback(null, stdout, stderr);
      return;
    }
    const error = this.error ?? commandError(this.command, stderr, code, signal, this.child.killed || this.killed);
    error.cmd = this.command;
    this.callback(error, stdout, stderr);
  }

  gathered(name) {
    if (this.isText) return this.output[name].join('');
    return Buffer.concat(this.output[name]);
  }
}

function commandError(command, stderr, code, signal, killed) {
  const error = new Error(`Command failed: ${command}\n${stderr}`);
  return Object.assign(error, { code: code < 0 ? getSystemErrorName(code) : code, killed, signal });
}

// --- As promises ---------------------------------------------------------------------------------------------------------

/** The promise of `util.promisify(exec)` carries the child. */
function asPromise(run) {
  const promised = (...args) => {
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.child = run(...args, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(Object.assign(error, { stdout, stderr }));
    });
    return promise;
  };
  return Object.defineProperty(promised, 'name', { __proto__: null, value: run.name, configurable: true });
}

for (const run of [exec, execFile]) {
  Object.defineProperty(run, promisify.custom, { __proto__: null, enumerable: false, value: asPromise(run) });
}

module.exports = { exec, execFile, normalizeExec, normalizeExecFile };
