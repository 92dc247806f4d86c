'use strict';

/** The error of a failed assertion. Its message tells what was compared and how the two differ. */

const { validateObject } = require('internal:shared/validators');
const { customInspectSymbol } = require('internal:shared/constants');
const { kIsNodeError } = require('internal:shared/errors');
const { differenceMessage, unequalMessage } = require('internal:assert/difference');

/** Operators whose own message tells the difference even below a message of the user. */
const DIFFERENCE_BELOW_MESSAGE = new Set(['deepStrictEqual', 'partialDeepStrictEqual', 'strictEqual']);

class AssertionError extends Error {
  /**
   * @param {{
   *   message?: unknown,
   *   actual?: unknown,
   *   expected?: unknown,
   *   operator?: string,
   *   diff?: 'simple' | 'full',
   *   stackStartFn?: Function, the frames above it are left out
   *   details?: { message: string, actual: unknown, expected: unknown, operator: string, stack: Error }[],
   * }} options
   */
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, stackStartFn, stackStartFunction, diff = 'simple', details } = options;
    let { actual, expected } = options;
    if (message == null && isError(actual) && isError(expected)) [actual, expected] = [withoutStack(actual), withoutStack(expected)];
    // The message is the point, not the way to it: the stack is taken when it is known.
    const limit = Error.stackTraceLimit;
    if (isWritableLimit()) Error.stackTraceLimit = 0;
    super(message == null ? unequalMessage(actual, expected, operator, diff) : ownMessage(message, { actual, expected, operator, diff }));
    if (isWritableLimit()) Error.stackTraceLimit = limit;

    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', { __proto__: null, value: 'AssertionError', enumerable: false, writable: true, configurable: true });
    this.code = 'ERR_ASSERTION';
    if (details) {
      this.actual = undefined;
      this.expected = undefined;
      this.operator = undefined;
      details.forEach((detail, i) => {
        this[`message ${i}`] = detail.message;
        this[`actual ${i}`] = detail.actual;
        this[`expected ${i}`] = detail.expected;
        this[`operator ${i}`] = detail.operator;
        this[`stack trace ${i}`] = detail.stack;
      });
    } else {
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
    }
    this.diff = diff;
    Error.captureStackTrace(this, stackStartFn || stackStartFunction);
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  /** The message has the difference; the values themselves are shown short. */
  [customInspectSymbol](depth, options, inspect) {
    const { actual, expected } = this;
    if (typeof actual === 'string') this.actual = shortened(actual);
    if (typeof expected === 'string') this.expected = shortened(expected);
    const text = inspect(this, { ...options, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

Object.defineProperty(AssertionError.prototype, kIsNodeError, { __proto__: null, value: true });

function isError(value) {
  return value instanceof Error;
}

/** Where two errors were made is no difference between them. */
function withoutStack(error) {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(error)), error);
  Object.defineProperty(copy, 'message', { __proto__: null, value: error.message });
  if (Object.hasOwn(error, 'cause')) {
    const { cause } = error;
    Object.defineProperty(copy, 'cause', { __proto__: null, value: isError(cause) ? withoutStack(cause) : cause });
  }
  return copy;
}

function isWritableLimit() {
  const descriptor = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (descriptor === undefined) return Object.isExtensible(Error);
  return descriptor.writable === true || descriptor.set !== undefined;
}

function ownMessage(message, { actual, expected, operator, diff }) {
  if (DIFFERENCE_BELOW_MESSAGE.has(operator)) return differenceMessage(actual, expected, operator, { heading: message, diff });
  return String(message);
}

const MOST_LINES = 10;

function shortened(text) {
  const lines = text.split('\n');
  return lines.length > MOST_LINES ? `${lines.slice(0, MOST_LINES).join('\n')}\n...` : text;
}

module.exports = { AssertionError };
