'use strict';

/** What `spawn` and its kin take, checked and in one form. */

const { URL } = require('internal:url/url');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const {
  validateBoolean, validateInt32, validateInteger, validateNumber, validateObject, validateString,
} = require('internal:shared/validators');
const { Buffer } = require('node:buffer');
const signals = require('internal:shared/signals');

const kShell = '/bin/sh';

/**
 * The command of `spawn(file[, args][, options])`.
 * @param {string} file @param {unknown} args @param {object} options
 */
function normalizeSpawn(file, args, options) {
  validateString(file, 'file');
  checkNoNul(file, 'file');
  if (file.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');
  if (Array.isArray(args)) {
    args = [...args];
  } else if (args == null) {
    args = [];
  } else if (typeof args !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('args', 'object', args);
  } else {
    options = args;
    args = [];
  }
  args.forEach((argument, index) => checkNoNul(`${argument}`, `args[${index}]`));
  if (options !== undefined) validateObject(options, 'options');
  // Without a prototype: what a program put on Object.prototype is no option.
  options = { __proto__: null, ...options };
  const cwd = checkOptions(options);
  const envPairs = environmentOf(options.env, args);
  return { __proto__: null, ...options, ...inShell(file, args, options), cwd, envPairs, detached: Boolean(options.detached) };
}

function checkOptions(options) {
  const cwd = checkDirectory(options.cwd);
  optional(options, 'detached', validateBoolean);
  optional(options, 'uid', validateInt32);
  optional(options, 'gid', validateInt32);
  if (options.shell != null && typeof options.shell !== 'boolean' && typeof options.shell !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.shell', ['boolean', 'string'], options.shell);
  }
  if (typeof options.shell === 'string') checkNoNul(options.shell, 'options.shell');
  optional(options, 'argv0', validateString);
  if (options.argv0 != null) checkNoNul(options.argv0, 'options.argv0');
  optional(options, 'windowsHide', validateBoolean);
  optional(options, 'windowsVerbatimArguments', validateBoolean);
  return cwd;
}

function optional(options, name, validate) {
  if (options[name] != null) validate(options[name], `options.${name}`);
}

function checkDirectory(cwd) {
  if (cwd == null) return undefined;
  const given = cwd;
  if (cwd instanceof URL) cwd = require('node:url').fileURLToPath(cwd);
  else if (ArrayBuffer.isView(cwd)) cwd = Buffer.from(cwd.buffer, cwd.byteOffset, cwd.byteLength).toString();
  if (typeof cwd !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('options.cwd', ['string', 'Buffer', 'URL'], cwd);
  if (cwd.includes('\0')) {
    const shown = given instanceof URL ? cwd : given;
    throw new codes.ERR_INVALID_ARG_VALUE('options.cwd', shown, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return cwd;
}

function checkNoNul(text, name) {
  if (text.includes('\0')) throw new codes.ERR_INVALID_ARG_VALUE(name, text, 'must be a string without null bytes');
}

let warnedOfShell = false;

/** The file and arguments, those of a shell if one is asked for. The first argument is the program's name. */
function inShell(file, args, { shell, argv0 }) {
  if (!shell) return { file, args: [argv0 ?? file, ...args.map(String)] };
  if (args.length > 0 && !warnedOfShell) {
    warnedOfShell = true;
    process.emitWarning(
      'Passing args to a child process with shell option true can lead to security vulnerabilities, as the arguments are not escaped, only concatenated.',
      'DeprecationWarning',
      'DEP0190',
    );
  }
  const program = typeof shell === 'string' ? shell : kShell;
  return { file: program, args: [argv0 ?? program, '-c', [file, ...args].join(' ')] };
}

/** `NAME=value` for every key, inherited ones too. */
function environmentOf(env, args) {
  const pairs = [];
  env ||= process.env;
  for (const name in env) {
    const value = env[name];
    if (value === undefined) continue;
    checkNoNul(name, `options.env['${name}']`);
    checkNoNul(`${value}`, `options.env['${name}']`);
    pairs.push(`${name}=${value}`);
  }
  // Coverage is taken of children too, unless their environment says otherwise.
  const coverage = process.env.NODE_V8_COVERAGE;
  if (coverage && !('NODE_V8_COVERAGE' in env)) pairs.push(`NODE_V8_COVERAGE=${coverage}`);
  const permission = require('internal:process/permission');
  return permission.isEnabled() ? permission.passOnPermissions(pairs, args) : pairs;
}

// --- Limits --------------------------------------------------------------------------------------------------------------

function validateTimeout(timeout) {
  if (timeout != null) validateInteger(timeout, 'timeout', 0);
}

function validateMaxBuffer(maxBuffer) {
  if (maxBuffer != null) validateNumber(maxBuffer, 'options.maxBuffer', 0);
}

/** The number of a signal given by name or number; undefined stays. */
function signalNumber(signal) {
  if (signal == null) return undefined;
  if (typeof signal !== 'string' && typeof signal !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.killSignal', ['string', 'number'], signal);
  }
  return toSignal(signal);
}

/** @param {string | number} signal */
function toSignal(signal) {
  if (typeof signal === 'number' && Object.values(signals).includes(signal)) return signal;
  const number = typeof signal === 'string' ? signals[signal.toUpperCase()] : undefined;
  if (number === undefined) throw new codes.ERR_UNKNOWN_SIGNAL(signal);
  return number;
}

/** @param {number} number */
function signalName(number) {
  return Object.keys(signals).find((name) => signals[name] === number) ?? null;
}

module.exports = {
  normalizeSpawn, checkNoNul, validateTimeout, validateMaxBuffer, signalNumber, signalName, toSignal,
};
