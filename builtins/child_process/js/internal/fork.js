'use strict';

/** `fork`: a child that runs a module in this runtime, with a message channel. */

const { URL } = require('internal:url/url');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateArray, validateObject } = require('internal:shared/validators');
const { Buffer } = require('node:buffer');
const { checkNoNul } = require('internal:child_process/arguments');
const { ofShorthand } = require('internal:child_process/stdio');
const { spawn } = require('internal:child_process/spawn');

/** @param {string | URL} modulePath @param {string[]} [args] @param {object} [options] */
function fork(modulePath, args = [], options = undefined) {
  modulePath = pathOf(modulePath);
  if (args == null) {
    args = [];
  } else if (typeof args === 'object' && !Array.isArray(args)) {
    options = args;
    args = [];
  } else {
    validateArray(args, 'args');
  }
  if (options != null) validateObject(options, 'options');
  options = { __proto__: null, ...options, shell: false };
  options.execPath ||= process.execPath;
  checkNoNul(options.execPath, 'options.execPath');
  options.stdio = stdioOf(options);
  options.env ??= { ...process.env };
  return spawn(options.execPath, [...execArguments(options), modulePath, ...args], options);
}

function pathOf(modulePath) {
  if (modulePath instanceof URL) modulePath = require('node:url').fileURLToPath(modulePath);
  else if (ArrayBuffer.isView(modulePath)) modulePath = Buffer.from(modulePath.buffer, modulePath.byteOffset, modulePath.byteLength).toString();
  if (typeof modulePath !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('modulePath', ['string', 'Buffer', 'URL'], modulePath);
  }
  if (modulePath.includes('\0')) {
    throw new codes.ERR_INVALID_ARG_VALUE('modulePath', modulePath, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return modulePath;
}

/** What is given, in any form that can be iterated; or else the parent's own options, without a script given by `-e`. */
function execArguments({ execArgv }) {
  if (execArgv !== undefined) return [...(execArgv || [])];
  const own = process.execArgv.filter((word) => !/^--(?:eval|print)=/.test(word));
  const script = process._eval === undefined ? -1 : own.lastIndexOf(process._eval);
  if (script > 0) own.splice(script - 1, 2);
  return own;
}

function stdioOf({ stdio, silent }) {
  if (typeof stdio === 'string') return ofShorthand(stdio, 'ipc');
  if (!Array.isArray(stdio)) return ofShorthand(silent ? 'pipe' : 'inherit', 'ipc');
  if (!stdio.includes('ipc')) throw new codes.ERR_CHILD_PROCESS_IPC_REQUIRED('options.stdio');
  return stdio;
}

module.exports = { fork };
