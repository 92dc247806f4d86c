'use strict';

/**
 * Errors of failed system calls. `errno`, `code` and `syscall` are fields; the messages are built from them here and nowhere else.
 */

const { errorMessage, errorName } = require('internal:shared/uv_errors');

/**
 * The base of codes such as ERR_FS_CP_EINVAL: Node's own code on the outside, the system's failure in `info`.
 * `errno`, `syscall`, `path` and `dest` are views of `info`.
 */
class SystemError extends Error {
  /**
   * @param {string} prefix what Node was doing
   * @param {{ code: string, syscall: string, message: string, errno?: number, path?: string | Uint8Array, dest?: string | Uint8Array }} info
   */
  constructor(prefix, info) {
    let message = `${prefix}: ${info.syscall} returned ${info.code} (${info.message})`;
    if (info.path !== undefined) message += ` ${info.path}`;
    if (info.dest !== undefined) message += ` => ${info.dest}`;
    super(message);
    Object.defineProperty(this, 'name', { __proto__: null, value: 'SystemError', writable: true, enumerable: false, configurable: true });
  }

  /** Called after `code` is set, so that the own properties come in Node's order. */
  static expose(error, info) {
    Object.defineProperty(error, 'info', { __proto__: null, value: info, enumerable: true, configurable: true, writable: false });
    mirror(error, info, 'errno');
    mirror(error, info, 'syscall');
    if (info.path !== undefined) mirror(error, info, 'path', decodePath);
    if (info.dest !== undefined) mirror(error, info, 'dest', decodePath);
  }
}

function mirror(error, info, key, decode = (value) => value) {
  Object.defineProperty(error, key, {
    __proto__: null,
    get: () => decode(info[key]),
    set: (value) => {
      info[key] = value;
    },
    enumerable: true,
    configurable: true,
  });
}

function decodePath(path) {
  return typeof path === 'string' || path == null ? path : path.toString();
}

/**
 * `open ENOENT`, with `errno`, `code` and `syscall`. The form for calls that have no path.
 * @param {number} errno negative, libuv's
 * @param {string} syscall
 * @param {string} [detail] appended to the message
 */
function errnoException(errno, syscall, detail) {
  const code = errorName(errno);
  const error = new Error(detail ? `${syscall} ${code} ${detail}` : `${syscall} ${code}`);
  return finish(Object.assign(error, { errno, code, syscall }), errnoException);
}

/**
 * `listen EADDRINUSE :::80 - Local (...)`, with `address` and, where there is one, `port`.
 * @param {number} errno @param {string} syscall @param {string} address @param {number} [port] @param {string} [local]
 */
function exceptionWithHostPort(errno, syscall, address, port, local) {
  const code = errorName(errno);
  let message = `${syscall} ${code}${target(address, port)}`;
  if (local) message += ` - Local (${local})`;
  return finish(withAddress(new Error(message), { errno, code, syscall }, address, port), exceptionWithHostPort);
}

/** `listen EADDRINUSE: address already in use :::80`. */
function uvExceptionWithHostPort(errno, syscall, address, port) {
  const code = errorName(errno);
  const error = new Error(`${syscall} ${code}: ${errorMessage(errno)}${target(address, port)}`);
  return finish(withAddress(error, { code, errno, syscall }, address, port), uvExceptionWithHostPort);
}

function target(address, port) {
  if (port && port > 0) return ` ${address}:${port}`;
  return address ? ` ${address}` : '';
}

function withAddress(error, fields, address, port) {
  Object.assign(error, fields);
  error.address = address;
  if (port) error.port = port;
  return error;
}

/**
 * `ENOENT: no such file or directory, open '/a' -> '/b'`: the form of the file system.
 * @param {{ errno: number, syscall: string, message?: string, path?: string | Uint8Array, dest?: string | Uint8Array }} context
 *   other keys become properties of the error
 */
function uvException(context) {
  const { errno, syscall, message, path, dest, code: _code, ...rest } = context;
  const code = errorName(errno);
  let text = `${code}: ${message || errorMessage(errno)}, ${syscall}`;
  const paths = {};
  if (path) text += ` '${(paths.path = decodePath(path))}'`;
  if (dest) text += ` -> '${(paths.dest = decodePath(dest))}'`;
  return finish(Object.assign(new Error(text), { errno, syscall, ...rest, code, ...paths }), uvException);
}

/** EAI_NODATA and EAI_NONAME: what c-ares and Node both call ENOTFOUND. */
const NO_SUCH_NAME = new Set([-3007, -3008]);

/**
 * `getaddrinfo ENOTFOUND host`.
 * @param {number | string} failure a libuv error number, or the name c-ares gives
 */
function dnsException(failure, syscall, hostname) {
  const isNumber = typeof failure === 'number';
  const code = !isNumber ? failure : NO_SUCH_NAME.has(failure) ? 'ENOTFOUND' : errorName(failure);
  const error = new Error(`${syscall} ${code}${hostname ? ` ${hostname}` : ''}`);
  Object.assign(error, { errno: isNumber ? failure : undefined, code, syscall });
  if (hostname) error.hostname = hostname;
  return finish(error, dnsException);
}

/** The error of a peer that closed early; its stack starts at the caller. */
function connResetException(message) {
  return finish(Object.assign(new Error(message), { code: 'ECONNRESET' }), connResetException);
}

/** Drops the constructing function, and what it called, from the stack. */
function finish(error, constructing) {
  Error.captureStackTrace(error, constructing);
  return error;
}

module.exports = {
  SystemError,
  connResetException,
  dnsException,
  errnoException,
  exceptionWithHostPort,
  uvException,
  uvExceptionWithHostPort,
};
