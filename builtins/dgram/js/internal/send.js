'use strict';

/** The many forms of `send`, and a datagram's way to the system. */

const process = require('internal:process/object');
const { requestCallback } = require('internal:async_hooks/resources');
const { Buffer } = require('node:buffer');
const { codes, exceptionWithHostPort } = require('internal:shared/errors');
const { isIP } = require('internal:net/ip');
const { kState } = require('internal:dgram/handle');

const TYPES = ['Buffer', 'TypedArray', 'DataView', 'string'];

/**
 * What a call of `send` means.
 * @param {unknown[]} args @param {boolean} isConnected
 * @returns {{ buffer: unknown, port: unknown, address: unknown, callback: unknown }}
 */
function readArguments([buffer, offset, length, port, address, callback], isConnected) {
  if (isConnected) {
    if (typeof length === 'number') {
      buffer = sliceOf(buffer, offset, length);
      if (typeof port === 'function') {
        callback = port;
        port = null;
      }
    } else {
      callback = offset;
    }
    if (port || address) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
    return { buffer, port: undefined, address: undefined, callback };
  }
  if (address || (port && typeof port !== 'function')) return { buffer: sliceOf(buffer, offset, length), port, address, callback };
  return { buffer, port: offset, address: length, callback: port };
}

/** A part of the message, checked against its length. */
function sliceOf(buffer, offset, length) {
  if (typeof buffer === 'string') buffer = Buffer.from(buffer);
  else if (!ArrayBuffer.isView(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buffer', TYPES, buffer);
  offset >>>= 0;
  length >>>= 0;
  if (offset > buffer.byteLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > buffer.byteLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
  return Buffer.from(buffer.buffer, buffer.byteOffset + offset, length);
}

/** The pieces of a message. @returns {ArrayBufferView[]} */
function piecesOf(message) {
  if (Array.isArray(message)) return piecesOfList(message);
  if (typeof message === 'string') return [Buffer.from(message)];
  if (ArrayBuffer.isView(message)) return [message];
  throw new codes.ERR_INVALID_ARG_TYPE('buffer', TYPES, message);
}

function piecesOfList(list) {
  // A sparse place is no piece either.
  const pieces = Array.from(list, (piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece));
  if (!pieces.every(ArrayBuffer.isView)) throw new codes.ERR_INVALID_ARG_TYPE('buffer list arguments', TYPES, list);
  if (pieces.length === 0) pieces.push(Buffer.alloc(0));
  return pieces;
}

/**
 * Sends once the address is known.
 * @param {Error | null} error of the lookup @param {object} socket @param {string | null} ip none for a connected socket
 */
function sendTo(error, socket, ip, pieces, address, port, callback) {
  const state = socket[kState];
  if (error) {
    if (callback) process.nextTick(callback, error);
    else process.nextTick(() => socket.emit('error', error));
    return;
  }
  if (!state.handle) return;
  if (ip && state.sendBlockList?.check(ip, `ipv${isIP(ip)}`)) {
    if (callback) process.nextTick(callback, new codes.ERR_IP_BLOCKED(ip));
    return;
  }
  const ended = callback && ((status) => {
    if (status < 0) callback(exceptionWithHostPort(status, 'send', address, port));
    else callback(null, status);
  });
  const done = callback && requestCallback(state.handle, 'UDPSENDWRAP', ended);
  const sent = state.handle.send(pieces, ip ?? undefined, port ?? 0, done, neverAtOnce());
  if (sent === 0 || !callback) return;
  // More than nothing: it is with the system already.
  if (sent > 0) process.nextTick(callback, null, sent - 1);
  else process.nextTick(callback, exceptionWithHostPort(sent, 'send', address, port));
}

let never;

/** Whether an option of Node's own tests has every datagram wait in the queue. */
function neverAtOnce() {
  never ??= require('internal:process/options').getOptionValue('--test-udp-no-try-send');
  return never;
}

module.exports = { piecesOf, readArguments, sendTo };
