'use strict';

/** Errors that nghttp2 reports. */

const { codes, hideFrame, kIsNodeError } = require('internal:shared/errors');
const constants = require('internal:http2/constants');

/** `errno` is nghttp2's number; `code` is `ERR_HTTP2_ERROR` unless Anode has a name of its own for what happened. */
class NghttpError extends Error {
  /** @param {number} errno @param {string} [code] */
  constructor(errno, code) {
    super(code === undefined ? binding.errorText(errno) : new codes[code]().message);
    this.code = code ?? 'ERR_HTTP2_ERROR';
    this.errno = errno;
    hideFrame(NghttpError, this);
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}
Object.defineProperty(NghttpError.prototype, kIsNodeError, { __proto__: null, value: true });

const names = new Map();
for (const name of [
  'NO_ERROR', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'FLOW_CONTROL_ERROR', 'SETTINGS_TIMEOUT', 'STREAM_CLOSED', 'FRAME_SIZE_ERROR',
  'REFUSED_STREAM', 'CANCEL', 'COMPRESSION_ERROR', 'CONNECT_ERROR', 'ENHANCE_YOUR_CALM', 'INADEQUATE_SECURITY', 'HTTP_1_1_REQUIRED',
]) {
  names.set(constants[`NGHTTP2_${name}`], `NGHTTP2_${name}`);
}

/** The name of an error code of RFC 9113 section 7; the code itself where it has none. @param {number} code */
function nameOfCode(code) {
  return names.get(code) ?? code;
}

/** The error of a stream that ended with `code`. @param {number} code */
function streamError(code) {
  return new codes.ERR_HTTP2_STREAM_ERROR(nameOfCode(code));
}

module.exports = { NghttpError, nameOfCode, streamError };
