'use strict';

/**
 * The errors that builtins throw. `new codes.ERR_X(...args)` is an instance of its base class with Node's message and `code`; the
 * texts are in the tables of internal:shared/error_codes/*.
 */

const { describeType } = require('internal:shared/error_phrases');
const systemErrors = require('internal:shared/system_errors');

const { SystemError } = systemErrors;

/** Marks the errors whose stack begins `Name [CODE]: message`. */
const kIsNodeError = Symbol('kIsNodeError');

/**
 * A class for every code, made on first use.
 * @type {Record<string, new (...args: any[]) => Error & { code: string }>}
 */
const codes = { __proto__: null };

for (const table of [
  require('internal:shared/error_codes/values'),
  require('internal:shared/error_codes/system'),
  require('internal:shared/error_codes/modules'),
  require('internal:shared/error_codes/network'),
  require('internal:shared/error_codes/http2'),
  require('internal:shared/error_codes/crypto'),
]) {
  for (const code of Object.keys(table)) defineLazily(codes, code, () => codeClasses(code, table[code]));
}

function defineLazily(target, key, make) {
  Object.defineProperty(target, key, {
    __proto__: null,
    get() {
      const value = make();
      Object.defineProperty(target, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      return value;
    },
    enumerable: true,
    configurable: true,
  });
}

/**
 * The class of a table row. A row with several bases gives the class of the first, which carries the others by name:
 * `new codes.ERR_INVALID_ARG_VALUE.RangeError(...)`.
 * @param {string} code
 * @param {[bases: Function | Function[], message: string | Function, properties?: Function]} row
 */
function codeClasses(code, [bases, message, properties]) {
  const [base, ...others] = Array.isArray(bases) ? bases : [bases];
  if (base === SystemError) return systemErrorClass(code, message);
  const text = typeof message === 'string' ? fillerOf(message) : message;
  const result = codeClass(code, base, text, properties);
  for (const other of others) result[other.name] = codeClass(code, other, text, properties);
  return result;
}

function codeClass(code, Base, text, properties) {
  class NodeError extends Base {
    constructor(...args) {
      super(text(...args));
      this.code = code;
      if (properties !== undefined) Object.assign(this, properties(...args));
    }
  }
  return markPrototype(NodeError, Base);
}

function systemErrorClass(code, prefix) {
  class NodeError extends SystemError {
    constructor(info) {
      super(prefix, info);
      this.code = code;
      SystemError.expose(this, info);
    }
  }
  return markPrototype(NodeError, NodeError);
}

/** `constructor` is the base class, as user code expects of a TypeError; only the texts differ from a plain one. */
function markPrototype(NodeError, visibleConstructor) {
  Object.defineProperties(NodeError.prototype, {
    constructor: { __proto__: null, value: visibleConstructor, writable: true, enumerable: false, configurable: true },
    toString: { __proto__: null, value: codedToString, writable: true, enumerable: false, configurable: true },
    [kIsNodeError]: { __proto__: null, value: true },
  });
  return NodeError;
}

function codedToString() {
  return `${this.name} [${this.code}]: ${this.message}`;
}

/** Turns `'Cannot call {0} ...'` into a function of the arguments. */
function fillerOf(template) {
  if (!template.includes('{')) return () => template;
  const parts = template.split(/\{(\d)\}/);
  return (...args) => parts.map((part, i) => (i % 2 === 0 ? part : String(args[part]))).join('');
}

/**
 * The first line of an error's stack: `TypeError [ERR_X]: message` for ours, `Error.prototype.toString` for others. The runtime's stack
 * formatter calls it.
 */
function stackHeader(error) {
  if (isObject(error) && error[kIsNodeError]) return codedToString.call(error);
  return Error.prototype.toString.call(error);
}

/**
 * The failure of an operation that an AbortSignal ended.
 */
class AbortError extends Error {
  /** @param {string} [message] @param {{ cause?: unknown }} [options] */
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

/**
 * Makes `fn` throw errors whose stack starts at its caller. For cold functions; a hot one throws `hideFrame(itself, error)`.
 * @template {Function} F
 * @param {F} fn
 * @returns {F}
 */
function hideStackFrames(fn) {
  function wrapped(...args) {
    try {
      return Reflect.apply(fn, this, args);
    } catch (error) {
      throw hideFrame(wrapped, error);
    }
  }
  wrapped.withoutStackTrace = fn;
  return wrapped;
}

/** Takes `fn` and what it called off the stack of `error`. */
function hideFrame(fn, error) {
  if (isObject(error) && Error.stackTraceLimit) Error.captureStackTrace(error, fn);
  return error;
}

/**
 * Joins a second failure, met while handling the first, to it.
 * @param {Error | null | undefined} inner the later error
 * @param {Error | null | undefined} outer the error that was being handled
 */
function aggregateTwoErrors(inner, outer) {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (Array.isArray(outer.errors)) {
    outer.errors.push(inner);
    return outer;
  }
  const error = new AggregateError([outer, inner], outer.message);
  error.code = outer.code;
  return hideFrame(aggregateTwoErrors, error);
}

/** Whether a value can be read as an error: own or foreign realm, or a look-alike with a message and a stack. */
function isErrorLike(value) {
  return isObject(value) && Object.hasOwn(value, 'stack') && 'message' in value;
}

/** What V8 says when the stack is full; learnt by filling it once. */
let stackOverflow;

/** Whether `error` is the RangeError of a full stack. */
function isStackOverflowError(error) {
  stackOverflow ??= overflowStack();
  return isObject(error) && error.name === stackOverflow.name && error.message === stackOverflow.message;
}

function overflowStack() {
  const recurse = () => recurse();
  try {
    return recurse();
  } catch (error) {
    return { name: error.name, message: error.message };
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

module.exports = {
  ...systemErrors,
  AbortError,
  aggregateTwoErrors,
  codes,
  determineSpecificType: describeType,
  hideFrame,
  hideStackFrames,
  isErrorLike,
  isStackOverflowError,
  codedToString,
  kIsNodeError,
  stackHeader,
};
