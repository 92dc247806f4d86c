'use strict';

/** Responses whose body is a file. */

const fs = require('node:fs');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { assertIsObject } = require('internal:http2/assertions');
const { NGHTTP2_INTERNAL_ERROR } = require('internal:http2/constants');
const { checkPseudoResponse, packHeaders } = require('internal:http2/header_block');
const { completeResponse, hasNoPayload } = require('internal:http2/server_stream');
const { kHandle, kSession, kState, kUpdateTimer } = require('internal:http2/symbols');

/** Bytes read at a time. */
const kPiece = 64 * 1024;

/** What is asked of a file, checked. */
function checkOptions(given) {
  assertIsObject(given, 'options');
  const options = { ...given };
  for (const [name, type] of [['offset', 'number'], ['length', 'number'], ['statCheck', 'function']]) {
    const value = options[name];
    if (value !== undefined && typeof value !== type) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  }
  return options;
}

/** @param {import('./server_stream').ServerHttp2Stream} stream */
function prepare(stream, headers, given) {
  stream._checkUnanswered();
  if (!Array.isArray(headers)) assertIsObject(headers, 'headers');
  const options = checkOptions(given);
  stream[kUpdateTimer]();
  if (options.waitForTrailers) stream[kState].hasTrailers = true;
  return options;
}

function completeHead(headers, options) {
  const { sent, status } = completeResponse(headers, options);
  if (hasNoPayload(status)) throw new codes.ERR_HTTP2_PAYLOAD_FORBIDDEN(status);
  return sent;
}

function respondWithFD(stream, fd, headers, given) {
  const options = prepare(stream, headers, given);
  const number = descriptorOf(fd);
  const head = completeHead(headers, options);
  if (options.statCheck === undefined) {
    send(stream, number, head, options.offset ?? 0, options.length ?? -1);
    return;
  }
  fs.fstat(number, (error, stat) => {
    if (error) stream.destroy(error);
    else sendChecked(stream, number, head, options, stat);
  });
}

function descriptorOf(fd) {
  if (typeof fd === 'number') return fd;
  const { FileHandle } = require('internal:fs/file_handle');
  if (!(fd instanceof FileHandle)) throw new codes.ERR_INVALID_ARG_TYPE('fd', ['number', 'FileHandle'], fd);
  return fd.fd;
}

function sendChecked(stream, fd, head, options, stat) {
  if (isGone(stream)) return;
  const range = { offset: options.offset ?? 0, length: options.length ?? -1 };
  if (options.statCheck.call(stream, stat, head, range) === false || stream.headersSent) return;
  send(stream, fd, head, range.offset, range.length);
}

/** A stream that ended while its file was looked at. */
function isGone(stream) {
  if (!stream.destroyed && !stream.closed) return false;
  stream.destroy(new codes.ERR_HTTP2_INVALID_STREAM());
  return true;
}

function respondWithFile(stream, path, headers, given) {
  const options = prepare(stream, headers, given);
  const head = completeHead(headers, options);
  fs.open(path, 'r', (error, fd) => {
    if (error) {
      fail(stream, options, error);
      return;
    }
    stream[kState].fd = fd;
    fs.fstat(fd, (failed, stat) => sendFile(stream, fd, head, options, failed, stat));
  });
}

function fail(stream, options, error) {
  stream._closeFile();
  if (typeof options.onError === 'function') options.onError(error);
  else stream.destroy(error);
}

function sendFile(stream, fd, head, options, error, stat) {
  const refused = error ?? refusal(stat, options);
  if (refused) {
    fail(stream, options, refused);
    return;
  }
  if (isGone(stream)) {
    fs.close(fd, () => {});
    return;
  }
  const range = { offset: options.offset ?? 0, length: options.length ?? -1 };
  if (options.statCheck?.call(stream, stat, head, range) === false || stream.headersSent) {
    stream._closeFile();
    return;
  }
  if (stat.isFile()) {
    const left = stat.size - Number(range.offset);
    range.length = range.length < 0 ? left : Math.min(left, range.length);
    head['content-length'] = range.length;
  }
  send(stream, fd, head, range.offset | 0, range.length);
}

function refusal(stat, { offset, length }) {
  if (stat.isFile()) return undefined;
  if (stat.isDirectory()) return new codes.ERR_HTTP2_SEND_FILE();
  if (offset > 0 || length >= 0) return new codes.ERR_HTTP2_SEND_FILE_NOSEEK();
  return undefined;
}

/** Sends the head, and the file after it. A length below 0 means all there is. */
function send(stream, fd, head, offset, length) {
  let block;
  try {
    block = packHeaders(head, checkPseudoResponse, stream._strictSingleValues());
  } catch (error) {
    stream.destroy(error);
    return;
  }
  const isEmpty = stream.headRequest || length === 0;
  stream._sendHead(block, head, isEmpty);
  if (isEmpty || stream.destroyed) return;
  const file = { stream, fd, position: offset > 0 ? offset : -1, left: length < 0 ? Infinity : length, whenSent: null };
  stream[kState].file = file;
  // To the program the body is written; it is finished when the file is sent.
  stream.end();
  sendNext(file);
}

/** Reads a piece and writes it; the next follows when it has left. */
function sendNext(file) {
  const { stream } = file;
  const state = stream[kState];
  if (stream.destroyed || stream.closed) return;
  const buffer = Buffer.allocUnsafeSlow(Math.min(kPiece, file.left));
  state.isFileRead = true;
  fs.read(file.fd, buffer, 0, buffer.length, file.position < 0 ? null : file.position, (error, count) => {
    state.isFileRead = false;
    if (stream.destroyed || stream.closed) stream._closeFile();
    else if (error) stream.close(NGHTTP2_INTERNAL_ERROR);
    else sendPiece(file, buffer.subarray(0, count));
  });
}

function sendPiece(file, piece) {
  const { stream } = file;
  stream[kUpdateTimer]();
  file.left -= piece.length;
  if (file.position >= 0) file.position += piece.length;
  const isLast = piece.length === 0 || file.left === 0;
  const follow = isLast ? () => sent(file) : () => sendNext(file);
  stream._wrote(stream[kSession][kHandle].write(stream.id, piece, false, stream._endKind(isLast)), follow);
}

function sent({ stream, whenSent }) {
  stream[kState].file = null;
  if (whenSent !== null) stream._bodySent(whenSent);
}

module.exports = { respondWithFD, respondWithFile };
