'use strict';

/** `node:vm`. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const {
  kValidateObjectAllowNullable, kValidateObjectAllowObjects, validateArray, validateBoolean,
  validateBuffer, validateInt32, validateObject, validateOneOf,
  validateString, validateStringArray, validateUint32,
} = require('internal:shared/validators');
const { getOptionValue } = require('internal:process/options');
const { globalOf, isContext, registerContext } = require('internal:vm/contexts');
const { handleImportsOf, hostIdFor } = require('internal:vm/host_id');
const constants = require('internal:vm/constants');

const { ContextifyScript } = binding;

/** A compiled script that can run in any context. */
class Script extends ContextifyScript {
  /**
   * @param {string} code
   * @param {object | string} [options]
   */
  constructor(code, options = { __proto__: null }) {
    code = `${code}`;
    if (typeof options === 'string') options = { filename: options };
    else validateObject(options, 'options');
    const {
      filename = 'evalmachine.<anonymous>', lineOffset = 0, columnOffset = 0, cachedData, produceCachedData = false,
      importModuleDynamically, parsingContext,
    } = options;
    validatePlace(options, filename, lineOffset, columnOffset);
    if (cachedData !== undefined) validateBuffer(cachedData, 'options.cachedData');
    validateBoolean(produceCachedData, 'options.produceCachedData');
    const { id, attach } = hostIdFor(importModuleDynamically, filename);
    super(code, filename, lineOffset, columnOffset, cachedData, id, parsingContext);
    attach(this);
    if (cachedData !== undefined) this.cachedDataRejected = super.cacheRejected();
    if (produceCachedData) {
      this.cachedData = this.createCachedData();
      this.cachedDataProduced = this.cachedData !== undefined;
    }
    this.sourceURL = super.sourceUrl();
    this.sourceMapURL = super.mappingUrl();
  }

  /** V8's code cache, with the functions that have been compiled so far. */
  createCachedData() {
    return asBuffer(super.codeCache());
  }

  runInThisContext(options = undefined) {
    const { timeout, displayErrors, breakOnSigint } = runOptions(options);
    return super.run(undefined, timeout, breakOnSigint, false, displayErrors);
  }

  runInContext(contextifiedObject, options = undefined) {
    const context = requireContext(contextifiedObject, 'contextifiedObject');
    const { timeout, displayErrors, breakOnSigint } = runOptions(options);
    return super.run(context.global, timeout, breakOnSigint, context.drains, displayErrors);
  }

  runInNewContext(contextObject, options = undefined) {
    const context = createContext(contextObject, contextOptionsOf(options));
    return this.runInContext(context, options);
  }
}

// The native methods are an implementation detail.
for (const name of ['run', 'codeCache', 'cacheRejected', 'mappingUrl']) {
  const descriptor = Object.getOwnPropertyDescriptor(ContextifyScript.prototype, name);
  if (descriptor !== undefined) Object.defineProperty(ContextifyScript.prototype, name, { __proto__: null, ...descriptor, enumerable: false });
}

function validatePlace(options, filename, lineOffset, columnOffset) {
  validateString(filename, 'options.filename');
  validateInt32(lineOffset, 'options.lineOffset');
  validateInt32(columnOffset, 'options.columnOffset');
}

function asBuffer(bytes) {
  const { Buffer } = require('node:buffer');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function runOptions(options) {
  if (options === undefined) return { timeout: undefined, displayErrors: true, breakOnSigint: false };
  validateObject(options, 'options');
  const { timeout, displayErrors = true, breakOnSigint = false } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return { timeout, displayErrors, breakOnSigint };
}

/** The context of a contextified object. */
function requireContext(object, name) {
  validateObject(object, name, kValidateObjectAllowObjects);
  const context = globalOf(object);
  if (context === undefined) throw new codes.ERR_INVALID_ARG_TYPE(name, 'vm.Context', object);
  return context;
}

let contextCount = 0;

/**
 * Makes a context whose global object mirrors `contextObject`.
 * @param {object | symbol} [contextObject]
 * @param {object} [options]
 */
function createContext(contextObject = {}, options = { __proto__: null }) {
  const vanilla = contextObject === constants.DONT_CONTEXTIFY;
  if (!vanilla && isContext(contextObject)) return contextObject;
  validateObject(options, 'options');
  const {
    name = `VM Context ${++contextCount}`, origin, codeGeneration, microtaskMode, importModuleDynamically,
  } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (codeGeneration !== undefined) validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = codeGeneration ?? {};
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate', undefined]);
  const drains = microtaskMode === 'afterEvaluate';
  const global = binding.makeContext(vanilla ? undefined : contextObject, strings, wasm, drains, name, origin ?? '');
  const context = registerContext(vanilla ? global : contextObject, { global, drains });
  handleImportsOf(importModuleDynamically, global, context);
  return context;
}

function contextOptionsOf(options) {
  if (options === undefined || options === null) return undefined;
  validateObject(options, 'options');
  const { contextName, contextOrigin, contextCodeGeneration, microtaskMode, importModuleDynamically } = options;
  if (contextName !== undefined) validateString(contextName, 'options.contextName');
  if (contextOrigin !== undefined) validateString(contextOrigin, 'options.contextOrigin');
  if (contextCodeGeneration !== undefined) validateCodeGeneration(contextCodeGeneration);
  return {
    ...contextName !== undefined && { name: contextName },
    origin: contextOrigin, codeGeneration: contextCodeGeneration, microtaskMode, importModuleDynamically,
  };
}

function validateCodeGeneration({ strings, wasm }) {
  validateObject(arguments[0], 'options.contextCodeGeneration');
  if (strings !== undefined) validateBoolean(strings, 'options.contextCodeGeneration.strings');
  if (wasm !== undefined) validateBoolean(wasm, 'options.contextCodeGeneration.wasm');
}

function createScript(code, options) {
  return code instanceof Script ? code : new Script(code, options);
}

function runInContext(code, contextifiedObject, options) {
  requireContext(contextifiedObject, 'contextifiedObject');
  const normalized = typeof options === 'string' ? { filename: options } : options;
  return createScript(code, { ...normalized }).runInContext(contextifiedObject, normalized);
}

function runInNewContext(code, contextObject, options) {
  const normalized = typeof options === 'string' ? { filename: options } : options;
  const context = createContext(contextObject, contextOptionsOf(normalized));
  return createScript(code, { ...normalized }).runInContext(context, normalized);
}

function runInThisContext(code, options) {
  const normalized = typeof options === 'string' ? { filename: options } : options;
  return createScript(code, { ...normalized }).runInThisContext(normalized);
}

/**
 * Compiles a function body.
 * @param {string} code
 * @param {string[]} [params]
 * @param {object} [options]
 */
function compileFunction(code, params = [], options = { __proto__: null }) {
  validateString(code, 'code');
  validateStringArray(params, 'params');
  validateObject(options, 'options');
  const {
    filename = '', lineOffset = 0, columnOffset = 0, cachedData, produceCachedData = false, parsingContext,
    contextExtensions = [], importModuleDynamically,
  } = options;
  validatePlace(options, filename, lineOffset, columnOffset);
  if (cachedData !== undefined) validateBuffer(cachedData, 'options.cachedData');
  validateBoolean(produceCachedData, 'options.produceCachedData');
  const context = parsingContext === undefined ? undefined : parsingContextOf(parsingContext);
  validateArray(contextExtensions, 'options.contextExtensions');
  contextExtensions.forEach((extension, i) => {
    validateObject(extension, `options.contextExtensions[${i}]`, kValidateObjectAllowNullable);
  });
  const { id, attach } = hostIdFor(importModuleDynamically, filename);
  const [compiled, rejected, cache] = binding.compileFunction(
    code, filename, lineOffset, columnOffset, cachedData, produceCachedData, context?.global, contextExtensions, params, id);
  attach(compiled);
  if (produceCachedData) {
    compiled.cachedDataProduced = cache !== undefined;
    if (cache !== undefined) compiled.cachedData = asBuffer(cache);
  }
  if (cachedData !== undefined) compiled.cachedDataRejected = rejected;
  return compiled;
}

function parsingContextOf(parsingContext) {
  const context = typeof parsingContext === 'object' && parsingContext !== null ? globalOf(parsingContext) : undefined;
  if (context === undefined) throw new codes.ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context', parsingContext);
  return context;
}

let hasWarnedOfMeasuring = false;

/** @param {{ mode?: 'summary' | 'detailed', execution?: 'default' | 'eager' }} [options] */
function measureMemory(options = { __proto__: null }) {
  if (!hasWarnedOfMeasuring) process.emitWarning('vm.measureMemory is an experimental feature and might change at any time', 'ExperimentalWarning');
  hasWarnedOfMeasuring = true;
  validateObject(options, 'options');
  const { mode = 'summary', execution = 'default' } = options;
  validateOneOf(mode, 'options.mode', ['summary', 'detailed']);
  validateOneOf(execution, 'options.execution', ['default', 'eager']);
  return Promise.reject(new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('vm.measureMemory'));
}

function isContextValidated(object) {
  validateObject(object, 'object', kValidateObjectAllowObjects);
  return isContext(object);
}
Object.defineProperty(isContextValidated, 'name', { __proto__: null, value: 'isContext' });

module.exports = {
  Script,
  createContext,
  createScript,
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext: isContextValidated,
  compileFunction,
  measureMemory,
  constants,
};

// The module classes exist only where the program asked for them.
if (getOptionValue('--experimental-vm-modules')) Object.assign(module.exports, require('internal:vm/module').classes);
