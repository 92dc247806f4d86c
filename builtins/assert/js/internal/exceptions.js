'use strict';

/** What an assertion expects of an exception: a class, a pattern, properties, or a function that decides. */

const { codes } = require('internal:shared/errors');
const { AssertionError } = require('internal:assert/assertion_error');
const { NOTHING, optionsOf } = require('internal:assert/assertions');
const { inspect } = require('internal:util/inspect');

/**
 * `throws` and `rejects`.
 * @param {unknown} receiver
 * @param {Function} assertion
 * @param {unknown} actual NOTHING when there was no exception
 * @param {unknown[]} args `[expected, message]`, or the message alone
 */
function expectException(receiver, assertion, actual, args) {
  const { expected, message } = readArguments(actual, args);
  const { diff } = optionsOf(receiver);
  if (actual === NOTHING) failMissing(assertion, expected, message, diff);
  if (expected === undefined || expected === null) return;
  checkException({ actual, expected, message, operator: assertion.name, stackStartFn: assertion, diff });
}

/** A string in the place of the expectation is the message, and must not be taken for the expected text. */
function readArguments(actual, [expected, message]) {
  if (typeof expected === 'string') {
    refuseAmbiguity(actual, expected, message);
    return { expected: undefined, message: expected };
  }
  const isExpectation = expected === undefined || expected === null || typeof expected === 'object' || typeof expected === 'function';
  if (!isExpectation) throw wrongExpectation(expected);
  return { expected, message };
}

function refuseAmbiguity(actual, text, message) {
  if (message !== undefined) throw wrongExpectation(text);
  if (actual === NOTHING) return;
  if (typeof actual === 'object' && actual !== null) {
    if (actual.message === text) {
      throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', `The error message "${actual.message}" is identical to the message.`);
    }
  } else if (actual === text) {
    throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', `The error "${actual}" is identical to the message.`);
  }
}

function wrongExpectation(value) {
  return new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], value);
}

function failMissing(assertion, expected, message, diff) {
  const noun = assertion.name === 'rejects' ? 'rejection' : 'exception';
  const name = expected?.name ? ` (${expected.name})` : '';
  throw generated(false, {
    actual: undefined,
    expected,
    operator: assertion.name,
    message: `Missing expected ${noun}${name}${message ? `: ${message}` : '.'}`,
    stackStartFn: assertion,
    diff,
  });
}

/** `doesNotThrow` and `doesNotReject`: an exception that is not the expected one passes on. */
function expectNoException(receiver, assertion, actual, [first, second]) {
  if (actual === NOTHING) return;
  const [expected, message] = typeof first === 'string' ? [undefined, first] : [first, second];
  if (expected && !isOfKind(actual, expected)) throw actual;
  const noun = assertion.name === 'doesNotReject' ? 'rejection' : 'exception';
  throw generated(false, {
    actual,
    expected,
    operator: assertion.name,
    message: `Got unwanted ${noun}${message ? `: ${message}` : '.'}\nActual message: "${actual?.message}"`,
    stackStartFn: assertion,
    diff: optionsOf(receiver).diff,
  });
}

function isOfKind(actual, expected) {
  if (typeof expected !== 'function') {
    if (expected instanceof RegExp) return RegExp.prototype.exec.call(expected, String(actual)) !== null;
    throw new codes.ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [actual]) === true;
}

// --- Checking an exception -------------------------------------------------------------------------------------------

/**
 * @param {{ actual: unknown, expected: unknown, message: unknown, operator: string, stackStartFn: Function, diff: string }} check
 */
function checkException(check) {
  const { expected } = check;
  if (expected instanceof RegExp) checkPattern(check);
  else if (typeof expected === 'function') checkFunction(check);
  else checkProperties(check);
}

function checkPattern(check) {
  const text = String(check.actual);
  if (RegExp.prototype.exec.call(check.expected, text) !== null) return;
  failCheck(check, `The input did not match the regular expression ${inspect(check.expected)}. Input:\n\n${inspect(text)}\n`);
}

/** A class that the exception is an instance of, or a function that says true. */
function checkFunction(check) {
  const { actual, expected } = check;
  if (expected.prototype !== undefined && actual instanceof expected) return;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) failCheck(check, wrongClassMessage(actual, expected));
  const result = Reflect.apply(expected, {}, [actual]);
  if (result === true) return;
  const name = expected.name ? `"${expected.name}" ` : '';
  let text = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
  if (Error.isError(actual) || actual instanceof Error) text += `\n\nCaught error:\n\n${actual}`;
  failCheck(check, text);
}

function wrongClassMessage(actual, expected) {
  let text = `The error is expected to be an instance of "${expected.name}". Received `;
  if (!(Error.isError(actual) || actual instanceof Error)) return `${text}"${inspect(actual, { depth: -1 })}"`;
  text += `"${actual.constructor?.name || actual.name}"`;
  return actual.message ? `${text}\n\nError message:\n\n${actual.message}` : text;
}

/** Every property of the expectation must be there; a pattern may stand for a text. An error as expectation adds its name and message. */
function checkProperties(check) {
  const { actual, expected } = check;
  if (typeof actual !== 'object' || actual === null) failDifference(check, actual, expected, check.message || undefined);
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
  const { isDeepStrictEqual } = require('internal:util/comparisons');
  for (const key of keys) {
    if (typeof actual[key] === 'string' && expected[key] instanceof RegExp) {
      if (RegExp.prototype.exec.call(expected[key], actual[key]) !== null) continue;
    } else if (key in actual && isDeepStrictEqual(actual[key], expected[key])) {
      continue;
    }
    if (check.message instanceof Error) throw check.message;
    if (check.message) failCheck(check, undefined);
    failDifference(check, new Comparison(actual, keys), new Comparison(expected, keys, actual), undefined);
  }
}

/** The properties in question alone, so that the message shows nothing else. */
class Comparison {
  /** @param {object} [matched] where a pattern that matches shows as the text it matched */
  constructor(source, keys, matched) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const isMatch =
        matched !== undefined &&
        typeof matched[key] === 'string' &&
        source[key] instanceof RegExp &&
        RegExp.prototype.exec.call(source[key], matched[key]) !== null;
      this[key] = isMatch ? matched[key] : source[key];
    }
  }
}

/** Shows the difference as deepStrictEqual would; the error carries the whole values. */
function failDifference(check, shownActual, shownExpected, message) {
  const { actual, expected, operator, stackStartFn, diff } = check;
  const error = new AssertionError({
    actual: shownActual, expected: shownExpected, message, operator: 'deepStrictEqual', stackStartFn, diff,
  });
  throw Object.assign(error, { actual, expected, operator });
}

/** @param {string | undefined} text for when the caller gave no message */
function failCheck({ actual, expected, message, operator, stackStartFn, diff }, text) {
  throw generated(!message, { actual, expected, operator, message: message || text, stackStartFn, diff });
}

function generated(isGenerated, options) {
  const error = new AssertionError(options);
  error.generatedMessage = isGenerated;
  return error;
}

// --- ifError ---------------------------------------------------------------------------------------------------------

/** The stack of the value goes first, so that the place of the failure is seen. */
function failIfError(stackStartFn, value, diff) {
  const error = generated(false, {
    actual: value, expected: null, operator: 'ifError', message: ifErrorMessage(value), stackStartFn, diff,
  });
  const origin = value?.stack;
  if (typeof origin === 'string') error.stack = joinStacks(error.stack, origin);
  throw error;
}

function ifErrorMessage(value) {
  const start = 'ifError got unwanted exception: ';
  if (typeof value !== 'object' || typeof value.message !== 'string') return start + inspect(value);
  if (value.message.length === 0 && value.constructor) return start + value.constructor.name;
  return start + value.message;
}

/** The frames of this stack down to those that the origin shows too, then the origin's. */
function joinStacks(stack, origin) {
  const originStart = origin.indexOf('\n    at');
  if (originStart === -1) return stack;
  const originFrames = origin.slice(originStart + 1).split('\n');
  const frames = stack.split('\n');
  for (const frame of originFrames) {
    const shared = frames.indexOf(frame);
    if (shared !== -1) return `${frames.slice(0, shared).join('\n')}\n${originFrames.join('\n')}`;
  }
  return `${frames.join('\n')}\n${originFrames.join('\n')}`;
}

module.exports = { expectException, expectNoException, failIfError };
