'use strict';

/** Codes about arguments, return values and the state of plain values. */

const { describeType, formatted, inspect, joinWords } = require('internal:shared/error_phrases');

module.exports = {
  ERR_AMBIGUOUS_ARGUMENT: [TypeError, 'The "{0}" argument is ambiguous. {1}'],
  ERR_ARG_NOT_ITERABLE: [TypeError, '{0} must be iterable'],
  ERR_ASYNC_CALLBACK: [TypeError, '{0} must be a function'],
  ERR_ASYNC_TYPE: [TypeError, 'Invalid name for async "type": {0}'],
  ERR_BROTLI_INVALID_PARAM: [RangeError, '{0} is not a valid Brotli parameter'],
  ERR_BUFFER_CONTEXT_NOT_AVAILABLE: [Error, 'Buffer is not available for the current Context'],
  ERR_BUFFER_OUT_OF_BOUNDS: [
    RangeError,
    (name) => (name ? `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds'),
  ],
  ERR_BUFFER_TOO_LARGE: [RangeError, 'Cannot create a Buffer larger than {0} bytes'],
  ERR_CANNOT_TRANSFER_OBJECT: [TypeError, 'Cannot transfer object of unsupported type.'],
  ERR_CLOSED_MESSAGE_PORT: [Error, 'Cannot send data on closed MessagePort'],
  ERR_CONSTRUCT_CALL_INVALID: [TypeError, 'Constructor cannot be called'],
  ERR_CONTEXT_NOT_INITIALIZED: [Error, 'context used is not initialized'],
  ERR_ENCODING_INVALID_ENCODED_DATA: [
    TypeError,
    'The encoded data was not valid for encoding {0}',
    (encoding, errno) => ({ errno }),
  ],
  ERR_ENCODING_NOT_SUPPORTED: [RangeError, 'The "{0}" encoding is not supported'],
  ERR_EVENT_RECURSION: [Error, 'The event "{0}" is already being dispatched'],
  ERR_FALSY_VALUE_REJECTION: [Error, 'Promise was rejected with falsy value', (reason) => ({ reason })],
  ERR_ILLEGAL_CONSTRUCTOR: [TypeError, 'Illegal constructor'],
  ERR_INCOMPATIBLE_OPTION_PAIR: [TypeError, 'Option "{0}" cannot be used in combination with option "{1}"'],
  ERR_INVALID_ARG_TYPE: [TypeError, argumentTypeMessage],
  ERR_INVALID_ARG_VALUE: [[TypeError, RangeError], argumentValueMessage],
  ERR_INVALID_OBJECT_DEFINE_PROPERTY: [TypeError, '{0}'],
  ERR_INVALID_ASYNC_ID: [RangeError, 'Invalid {0} value: {1}'],
  ERR_INVALID_BUFFER_SIZE: [RangeError, 'Buffer size must be a multiple of {0}'],
  ERR_INVALID_MIME_SYNTAX: [
    TypeError,
    (production, text, index) =>
      `The MIME syntax for a ${production} in "${text}" is invalid${index === -1 ? '' : ` at ${index}`}`,
  ],
  ERR_INVALID_RETURN_PROPERTY: [
    TypeError,
    (expected, hook, property, value) =>
      `Expected a valid ${expected} to be returned for the "${property}" from the "${hook}" hook ` +
      `but got ${describeType(value)}.`,
  ],
  ERR_INVALID_RETURN_PROPERTY_VALUE: [
    TypeError,
    (expected, hook, property, value) =>
      `Expected ${expected} to be returned for the "${property}" from the "${hook}" hook but got ${describeType(value)}.`,
  ],
  ERR_INVALID_RETURN_VALUE: [
    [TypeError, RangeError],
    (expected, name, value) =>
      `Expected ${expected} to be returned from the "${name}" function but got ${describeType(value)}.`,
  ],
  ERR_INVALID_STATE: [[Error, TypeError, RangeError], 'Invalid state: {0}'],
  ERR_INVALID_THIS: [TypeError, 'Value of "this" must be of type {0}'],
  ERR_INVALID_TRANSFER_OBJECT: [TypeError, 'Found invalid object in transferList'],
  ERR_INVALID_TUPLE: [TypeError, '{0} must be an iterable {1} tuple'],
  ERR_MEMORY_ALLOCATION_FAILED: [Error, 'Failed to allocate memory'],
  ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE: [Error, 'Target context unavailable'],
  ERR_METHOD_NOT_IMPLEMENTED: [Error, 'The {0} method is not implemented'],
  ERR_MISSING_ARGS: [TypeError, missingArgumentsMessage],
  ERR_MISSING_OPTION: [TypeError, '{0} is required'],
  ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST: [TypeError, 'Object that needs transfer was found in message but not listed in transferList'],
  ERR_MULTIPLE_CALLBACK: [Error, 'Callback called multiple times'],
  ERR_OPERATION_FAILED: [[Error, TypeError], 'Operation failed: {0}'],
  ERR_OUT_OF_RANGE: [RangeError, rangeMessage],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: [TypeError, '{0}'],
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: [
    TypeError,
    "Unexpected argument '{0}'. This command does not take positional arguments",
  ],
  ERR_PARSE_ARGS_UNKNOWN_OPTION: [
    TypeError,
    (option, allowsPositionals) => {
      const hint = allowsPositionals
        ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- "${option}"`
        : '';
      return `Unknown option '${option}'${hint}`;
    },
  ],
  ERR_PROTO_ACCESS: [Error, 'Accessing Object.prototype.__proto__ has been disallowed with --disable-proto=throw'],
  ERR_STRING_TOO_LONG: [Error, 'Cannot create a string longer than {0} characters'],
  ERR_UNKNOWN_ENCODING: [TypeError, (encoding) => `Unknown encoding: ${formatted(encoding)}`],
  ERR_USE_AFTER_CLOSE: [Error, '{0} was closed'],
  ERR_TRAILING_JUNK_AFTER_STREAM_END: [TypeError, 'Trailing junk found after the end of the compressed stream'],
  ERR_ZLIB_INITIALIZATION_FAILED: [Error, 'Initialization failed'],
  ERR_ZIP_ARCHIVE_TOO_LARGE: [RangeError, 'ZIP archive structure exceeds the allowed size: {0}'],
  ERR_ZIP_ENTRY_CORRUPT: [Error, 'ZIP entry is corrupt: {0}'],
  ERR_ZIP_ENTRY_NOT_FOUND: [Error, 'no such entry "{0}" in the archive'],
  ERR_ZIP_ENTRY_TOO_LARGE: [RangeError, 'ZIP entry exceeds the allowed size: {0}'],
  ERR_ZIP_INVALID_ARCHIVE: [Error, 'invalid ZIP archive: {0}'],
  ERR_ZIP_NOT_WRITABLE: [TypeError, 'this archive was not opened for writing'],
  ERR_ZIP_UNSUPPORTED_FEATURE: [Error, 'unsupported ZIP feature: {0}'],
  ERR_ZSTD_INVALID_PARAM: [RangeError, '{0} is not a valid zstd parameter'],
};

/** What a type name in an ERR_INVALID_ARG_TYPE is: a `typeof` result, a class, or anything else. */
const TYPEOF_NAMES = new Set(['string', 'function', 'number', 'object', 'boolean', 'bigint', 'symbol']);
const TYPEOF_ALIASES = new Map([['Function', 'function'], ['Object', 'object']]);
const CLASS_NAME = /^(?:[A-Z][a-z0-9]*)+$/;

function argumentTypeMessage(name, expected, actual) {
  const wanted = typeof expected === 'string' ? [expected] : expected;
  return `The ${subject(name)} must be ${expectation(wanted)}. Received ${describeType(actual)}`;
}

/** `"path" argument`, `"options.path" property`, or the name as it is when it already says `argument`. */
function subject(name) {
  if (name.endsWith(' argument')) return name;
  return `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
}

function expectation(wanted) {
  const { types, classes, others } = sortTypes(wanted);
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${joinWords(types, 'or')}`);
  if (classes.length > 0) parts.push(`an instance of ${joinWords(classes, 'or')}`);
  if (others.length > 0) parts.push(otherExpectation(others));
  return parts.join(' or ');
}

function sortTypes(wanted) {
  const types = [];
  const classes = [];
  const others = [];
  for (const name of wanted) {
    if (TYPEOF_NAMES.has(name)) types.push(name);
    else if (TYPEOF_ALIASES.has(name)) types.push(TYPEOF_ALIASES.get(name));
    else if (CLASS_NAME.test(name)) classes.push(name);
    else others.push(name);
  }
  // Beside a class, "object" reads as one: "an instance of Map or Object".
  const object = classes.length > 0 ? types.indexOf('object') : -1;
  if (object !== -1) classes.push(...types.splice(object, 1).map(() => 'Object'));
  return { types, classes, others };
}

function otherExpectation(others) {
  if (others.length > 1) return `one of ${joinWords(others, 'or')}`;
  const [only] = others;
  return only.toLowerCase() === only ? only : `an ${only}`;
}

const LONGEST_SHOWN_VALUE = 128;

function argumentValueMessage(name, value, reason = 'is invalid') {
  let shown = inspect(value);
  if (shown.length > LONGEST_SHOWN_VALUE) shown = `${shown.slice(0, LONGEST_SHOWN_VALUE)}...`;
  return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${shown}`;
}

function missingArgumentsMessage(...names) {
  const quoted = names.map((name) => (Array.isArray(name) ? name.map(quote).join(' or ') : quote(name)));
  return `The ${joinWords(quoted, 'and')} argument${names.length > 1 ? 's' : ''} must be specified`;
}

function quote(name) {
  return `"${name}"`;
}

/** `text` may be a whole sentence of its own instead of the name of the value. */
function rangeMessage(text, range, received, isSentence = false) {
  const start = isSentence ? text : `The value of "${text}" is out of range.`;
  return `${start} It must be ${range}. Received ${shownNumber(received)}`;
}

/** Integers beyond 32 bits are grouped by thousands so that they can be read. */
function shownNumber(value) {
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) return groupDigits(String(value));
  if (typeof value !== 'bigint') return inspect(value);
  const text = String(value);
  return `${value > 2n ** 32n || value < -(2n ** 32n) ? groupDigits(text) : text}n`;
}

function groupDigits(digits) {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, '_');
}
