'use strict';

/** `spawnSync` and its kin: the program stands still until the child has ended. */

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { codes, errnoException } = require('internal:shared/errors');
const { normalizeSpawn, signalName, signalNumber, validateMaxBuffer, validateTimeout } = require('internal:child_process/arguments');
const { normalizeStdio } = require('internal:child_process/stdio');
const { normalizeExec, normalizeExecFile } = require('internal:child_process/exec');

const kMaxBuffer = 1024 * 1024;

/** What `process.binding('spawn_sync')` gives: packages replace `spawn` to change with what environment children start. */
const syncBinding = {
  spawn(command) {
    return binding.spawnSync(command, command.entries, command.inputs, command.timeout ?? 0, command.maxBuffer ?? -1, command.killSignal);
  },
};

/** @param {string} file @param {string[]} [args] @param {object} [options] */
function spawnSync(file, args, options) {
  const command = { __proto__: null, maxBuffer: kMaxBuffer, ...normalizeSpawn(file, args, options) };
  validateTimeout(command.timeout);
  validateMaxBuffer(command.maxBuffer);
  command.killSignal = signalNumber(command.killSignal) ?? 15;
  const stdio = normalizeStdio(command.stdio || 'pipe', true);
  if (command.input) stdio[0].input = command.input;
  command.entries = stdio.map(({ entry }) => entry);
  command.inputs = stdio.map(({ input }, place) => inputBytes(input, command.encoding, place));
  const [pid, status, signal, errno, output] = syncBinding.spawn(command);
  return resultOf(command, { pid, status, signal: signal === null ? null : signalName(signal), errno, output });
}

function inputBytes(input, encoding, place) {
  if (input == null) return undefined;
  if (ArrayBuffer.isView(input)) return input;
  if (typeof input === 'string') return Buffer.from(input, encoding === 'buffer' ? undefined : encoding);
  throw new codes.ERR_INVALID_ARG_TYPE(`options.stdio[${place}]`, ['Buffer', 'TypedArray', 'DataView', 'string'], input);
}

function resultOf(command, { pid, status, signal, errno, output }) {
  const result = {};
  if (errno !== 0) {
    result.error = errnoException(errno, `spawnSync ${command.file}`);
    result.error.path = command.file;
    result.error.spawnargs = command.args.slice(1);
  }
  // The child reads its standard input from us and writes nothing there.
  const decoded = output === null ? null : output.map((bytes, place) => (place === 0 ? null : decode(bytes, command.encoding)));
  return Object.assign(result, { status, signal, output: decoded, pid, stdout: decoded?.[1], stderr: decoded?.[2] });
}

function decode(bytes, encoding) {
  if (bytes === null) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

/** The standard output of a program. */
function execFileSync(file, args, options) {
  ({ file, args, options } = normalizeExecFile(file, args, options));
  const result = runAndShow(file, args, options);
  const failed = failure(result, [options.argv0 || file, ...args].join(' '));
  if (failed) throw failed;
  return result.stdout;
}

/** The standard output of a command line run in a shell. */
function execSync(command, options) {
  const normalized = normalizeExec(command, options, null);
  const result = runAndShow(normalized.file, [], normalized.options);
  const failed = failure(result, command);
  if (failed) throw failed;
  return result.stdout;
}

/** Runs the program; what it says on its standard error goes to ours unless the caller has other plans. */
function runAndShow(file, args, options) {
  const result = spawnSync(file, args, options);
  if (!options.stdio && result.stderr) process.stderr.write(result.stderr);
  return result;
}

function failure(result, command) {
  if (result.error) return Object.assign(result.error, result);
  if (result.status === 0) return undefined;
  let message = `Command failed: ${command}`;
  if (result.stderr && result.stderr.length > 0) message += `\n${result.stderr.toString()}`;
  return Object.assign(new Error(message), result);
}

module.exports = { syncBinding, spawnSync, execFileSync, execSync };
