'use strict';

/** `node:wasi`: runs WebAssembly modules that use the WebAssembly System Interface, preview 1. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const {
  validateArray, validateBoolean, validateFunction, validateInt32, validateObject, validateString, validateUndefined,
} = require('internal:shared/validators');
const { createImports } = require('internal:wasi/imports');

/** The import object's key by version. */
const kBindingNames = { __proto__: null, unstable: 'wasi_unstable', preview1: 'wasi_snapshot_preview1' };

/** Thrown through the module to leave it. */
const kExit = Symbol('exit');

const { get: memoryBuffer } = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, 'buffer');

let warned = false;

class WASI {
  #bindingName;
  #connection;
  #started = false;
  #exitCode = 0;

  /**
   * @param {{ version: 'unstable' | 'preview1', args?: string[], env?: object, preopens?: Record<string, string>,
   *   returnOnExit?: boolean, stdin?: number, stdout?: number, stderr?: number }} options
   */
  constructor(options = {}) {
    warn();
    require('internal:process/permission').requireOption('--allow-wasi');
    validateObject(options, 'options');
    validateString(options.version, 'options.version');
    this.#bindingName = kBindingNames[options.version];
    if (this.#bindingName === undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE('options.version', options.version, 'unsupported WASI version');
    }
    const settings = [argumentsOf(options), environmentOf(options), preopensOf(options)];
    const { returnOnExit = true } = options;
    validateBoolean(returnOnExit, 'options.returnOnExit');
    const native = new binding.Preview1(...settings, ...streamsOf(options));
    const { imports, connection } = createImports(native);
    if (returnOnExit) imports.proc_exit = this.#leave.bind(this);
    this.#connection = connection;
    /** What the module imports. */
    this.wasiImport = imports;
  }

  /** Connects the memory of an instance; for threads, whose memory another instance exports. */
  finalizeBindings(instance, { memory = instance?.exports?.memory } = {}) {
    if (this.#started) throw new codes.ERR_WASI_ALREADY_STARTED();
    validateObject(instance, 'instance');
    validateObject(instance.exports, 'instance.exports');
    if (!isMemory(memory)) throw noMemory();
    this.#started = true;
    this.#connection.memory = memory;
  }

  /**
   * Runs a command.
   * @param {WebAssembly.Instance} instance
   * @returns {number} its exit code
   */
  start(instance) {
    this.finalizeBindings(instance);
    const { _start, _initialize } = instance.exports;
    validateFunction(_start, 'instance.exports._start');
    validateUndefined(_initialize, 'instance.exports._initialize');
    try {
      _start();
    } catch (error) {
      if (error !== kExit) throw error;
    }
    return this.#exitCode;
  }

  /** Prepares a library. */
  initialize(instance) {
    this.finalizeBindings(instance);
    const { _start, _initialize } = instance.exports;
    validateUndefined(_start, 'instance.exports._start');
    if (_initialize === undefined) return;
    validateFunction(_initialize, 'instance.exports._initialize');
    _initialize();
  }

  /** What to instantiate a module with when it imports nothing else. */
  getImportObject() {
    return { [this.#bindingName]: this.wasiImport };
  }

  #leave(code) {
    this.#exitCode = code;
    throw kExit;
  }
}

function warn() {
  if (warned) return;
  warned = true;
  process.emitWarning('WASI is an experimental feature and might change at any time', 'ExperimentalWarning');
}

function argumentsOf({ args }) {
  if (args === undefined) return [];
  validateArray(args, 'options.args');
  return args.map(String);
}

function environmentOf({ env }) {
  if (env === undefined) return [];
  validateObject(env, 'options.env');
  return Object.entries(env).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
}

function preopensOf({ preopens }) {
  if (preopens === undefined) return [];
  validateObject(preopens, 'options.preopens');
  return Object.entries(preopens).flat().map(String);
}

function streamsOf({ stdin = 0, stdout = 1, stderr = 2 }) {
  validateInt32(stdin, 'options.stdin', 0);
  validateInt32(stdout, 'options.stdout', 0);
  validateInt32(stderr, 'options.stderr', 0);
  return [stdin, stdout, stderr];
}

function noMemory() {
  const error = new TypeError('"instance.exports.memory" property must be a WebAssembly.Memory object');
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

/** Whether a value is a memory, of whatever context. */
function isMemory(value) {
  try {
    Reflect.apply(memoryBuffer, value, []);
    return true;
  } catch {
    return false;
  }
}

module.exports = { WASI };
