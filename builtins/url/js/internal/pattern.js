'use strict';

// URLPattern (https://urlpattern.spec.whatwg.org/). The native side makes a regular expression for each component.

const { forbidCloning } = require('internal:web/transferable');

const COMPONENTS = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];
const INIT = [...COMPONENTS, 'baseURL'];

let isPattern;

/** What a URLPattern is; the constructor that programs see is a function, as it says itself what is wrong with a call. */
class Pattern {
  /** `{ pattern, regexp, names }` of each component. */
  #components;
  #hasRegExpGroups;

  /**
   * @param {string | object} [input] a pattern, or one for each component
   * @param {string | { ignoreCase?: boolean }} [baseURL]
   * @param {{ ignoreCase?: boolean }} [options]
   */
  constructor(...args) {
    const call = readArguments(...args);
    const [components, hasRegExpGroups] = binding.compilePattern(call.text, call.parts, call.base, call.ignoreCase);
    const flags = call.ignoreCase ? 'vi' : 'v';
    this.#components = components.map(([pattern, source, names]) => {
      return { pattern, regexp: compile(source, flags), names };
    });
    this.#hasRegExpGroups = hasRegExpGroups;
  }

  get hasRegExpGroups() {
    requireThis(isPattern(this));
    return this.#hasRegExpGroups;
  }

  /** What each component and its groups matched; null when one did not. */
  exec(input = undefined, baseURL = undefined) {
    requireThis(isPattern(this));
    const values = matchInput(input, baseURL, 'exec');
    if (values === undefined) return null;
    const result = { __proto__: null, inputs: inputsOf(input, baseURL) };
    for (let i = 0; i < COMPONENTS.length; i++) {
      const { regexp, names } = this.#components[i];
      const match = regexp.exec(values[i]);
      if (match === null) return null;
      result[COMPONENTS[i]] = { input: values[i], groups: groupsOf(names, match) };
    }
    return result;
  }

  test(input = undefined, baseURL = undefined) {
    requireThis(isPattern(this));
    const values = matchInput(input, baseURL, 'test');
    return values !== undefined && this.#components.every(({ regexp }, i) => regexp.test(values[i]));
  }

  static {
    isPattern = (value) => typeof value === 'object' && value !== null && #components in value;
    COMPONENTS.forEach((name, index) => {
      const { get } = {
        get() {
          requireThis(isPattern(this));
          return this.#components[index].pattern;
        },
      };
      Object.defineProperty(get, 'name', { __proto__: null, value: `get ${name}`, configurable: true });
      Object.defineProperty(this.prototype, name, { __proto__: null, configurable: true, enumerable: true, get });
    });
  }
}

function URLPattern(...args) {
  if (new.target === undefined) throw typeError('Cannot call constructor without `new`', 'ERR_CONSTRUCT_CALL_REQUIRED');
  return Reflect.construct(Pattern, args, new.target);
}

URLPattern.prototype = Pattern.prototype;
Object.defineProperty(URLPattern.prototype, 'constructor', { __proto__: null, value: URLPattern });
for (const name of Object.getOwnPropertyNames(URLPattern.prototype)) {
  if (name !== 'constructor') Object.defineProperty(URLPattern.prototype, name, { __proto__: null, enumerable: true });
}

Object.defineProperty(URLPattern.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'URLPattern' });
forbidCloning(URLPattern);

module.exports = { URLPattern };

function readArguments(input, baseURL, options) {
  const read = readInput(input, 'Input must be an object or a string');
  const isBase = typeof baseURL === 'string';
  if (arguments.length > 1 && !isBase) {
    if (typeof baseURL !== 'object' || baseURL === null) throw wrongType('second argument must be a string or object');
    options ??= baseURL;
  }
  if (options !== undefined && (typeof options !== 'object' || options === null)) throw wrongType('options must be an object');
  const ignoreCase = options?.ignoreCase ?? false;
  if (typeof ignoreCase !== 'boolean') throw wrongType('options.ignoreCase must be a boolean');
  return { ...read, base: isBase ? baseURL.toWellFormed() : undefined, ignoreCase };
}

/** A text, or the nine parts of an init. */
function readInput(input, problem) {
  if (input === undefined) return { text: undefined, parts: [] };
  if (typeof input === 'string') return { text: input.toWellFormed(), parts: undefined };
  if (typeof input !== 'object' || input === null) throw wrongType(problem);
  const parts = INIT.map((name) => (input[name] === undefined ? undefined : `${input[name]}`.toWellFormed()));
  return { text: undefined, parts };
}

function matchInput(input, baseURL, verb) {
  const { text, parts } = readInput(input, 'URLPattern input needs to be a string or an object');
  if (baseURL !== undefined && typeof baseURL !== 'string') throw wrongType('baseURL must be a string');
  if (parts !== undefined && baseURL !== undefined) {
    throw typeError(`Failed to ${verb} URLPattern`, 'ERR_OPERATION_FAILED');
  }
  return binding.matchInput(text, parts, baseURL?.toWellFormed());
}

/** The init is shown with every part, as it was read. */
function inputsOf(input, baseURL) {
  if (typeof input === 'string') return baseURL === undefined ? [input] : [input, baseURL];
  return [Object.fromEntries(INIT.map((name) => [name, input?.[name]]))];
}

function compile(source, flags) {
  try {
    return new RegExp(source, flags);
  } catch {
    throw typeError('Failed to construct URLPattern', 'ERR_INVALID_URL_PATTERN');
  }
}

function groupsOf(names, match) {
  const groups = {};
  for (let i = 0; i < names.length; i++) groups[names[i]] = match[i + 1];
  return groups;
}

function wrongType(message) {
  return typeError(message, 'ERR_INVALID_ARG_TYPE');
}

function typeError(message, code) {
  const error = new TypeError(message);
  error.code = code;
  return error;
}

function requireThis(holds) {
  if (!holds) throw new TypeError('Illegal invocation');
}
