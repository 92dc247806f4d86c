'use strict';

/** `ServerHttp2Stream`: a request and its response, or a promised response. */

const { setTimeout } = require('node:timers');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');
const { assertIsObject } = require('internal:http2/assertions');
const channels = require('internal:http2/channels');
const constants = require('internal:http2/constants');
const { checkPseudo, checkPseudoResponse, kSensitiveHeaders, packHeaders } = require('internal:http2/header_block');
const { NghttpError } = require('internal:http2/nghttp_error');
const { Http2Stream, kClose, kOpen, pack } = require('internal:http2/stream');
const {
  kAuthority, kHandle, kInfoHeaders, kInit, kProceed, kProtocol, kSentHeaders, kSession, kState, kUpdateTimer,
} = require('internal:http2/symbols');

class ServerHttp2Stream extends Http2Stream {
  /** @param {import('./server_session').ServerHttp2Session} session @param {number} id @param {object} headers */
  constructor(session, id, headers) {
    super(session);
    this[kInit](id);
    this[kProtocol] = headers[':scheme'];
    this[kAuthority] = headers[':authority'] ?? headers.host;
    if (headers[':method'] === 'HEAD') {
      this[kState].headRequest = true;
      this.end();
    }
    channels.serverStreamCreated(this, headers);
  }

  get pushAllowed() {
    const session = this[kSession];
    return !this.destroyed && !this.closed && !session.closed && !session.destroyed && session.remoteSettings.enablePush;
  }

  /** Trailers came. */
  _heard(event, headers, flags, list) {
    process.nextTick(emitHeaders, this, event, headers, flags, list);
  }

  /** @param {object} headers of the request that the response answers @param {object | Function} [options] @param {Function} [callback] */
  pushStream(headers, options, callback) {
    if (!this.pushAllowed) throw new codes.ERR_HTTP2_PUSH_DISABLED();
    if (this.id % 2 === 0) throw new codes.ERR_HTTP2_NESTED_PUSH();
    this[kUpdateTimer]();
    if (typeof options === 'function') {
      callback = options;
      options = undefined;
    }
    validateFunction(callback, 'callback');
    assertIsObject(options, 'options');
    assertIsObject(headers, 'headers');
    headers = this._promiseHeaders(headers);
    const isHead = headers[':method'] === 'HEAD';
    const block = packHeaders(headers, checkPseudo, this._strictSingleValues());
    const id = this[kSession][kHandle].promise(this.id, block.packed, block.count);
    if (id < 0) {
      process.nextTick(callback, promiseError(id));
      return;
    }
    const stream = new ServerHttp2Stream(this[kSession], id, headers);
    stream[kSentHeaders] = headers;
    stream.push(null);
    if (options?.endStream && !isHead) stream.end();
    channels.serverStreamStarted(stream, headers);
    process.nextTick(callback, null, stream, headers, 0);
  }

  _promiseHeaders(given) {
    const headers = Object.assign({ __proto__: null }, given);
    headers[':method'] ??= 'GET';
    headers[':authority'] ??= this[kAuthority];
    headers[':scheme'] ??= this[kProtocol];
    headers[':path'] ??= '/';
    return headers;
  }

  /** @param {object | unknown[]} [headers] @param {{ endStream?: boolean, waitForTrailers?: boolean, sendDate?: boolean }} [options] */
  respond(headers, options) {
    this._checkUnanswered();
    if (!Array.isArray(headers)) assertIsObject(headers ?? undefined, 'headers');
    assertIsObject(options, 'options');
    this[kUpdateTimer]();
    const { toSend, sent, status } = completeResponse(headers, options);
    const isEmpty = Boolean(options?.endStream) || hasNoPayload(status) || this.headRequest;
    if (options?.waitForTrailers) this[kState].hasTrailers = true;
    const block = pack(toSend, checkPseudoResponse, this._strictSingleValues());
    this._sendHead(block, sent, isEmpty);
  }

  _sendHead(block, sent, isEmpty) {
    const state = this[kState];
    this[kSentHeaders] = sent;
    state.headersSent = true;
    if (isEmpty) {
      state.endTold = true;
      this.end();
    }
    const failed = this[kSession][kHandle].respond(state.id, block.packed, block.count, isEmpty ? kClose : kOpen);
    if (failed < 0) this.destroy(new NghttpError(failed));
    else channels.serverStreamAnswered(this, sent, 0);
  }

  _checkUnanswered() {
    if (this.destroyed || this.closed) throw new codes.ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new codes.ERR_HTTP2_HEADERS_SENT();
  }

  /** @param {number | import('node:fs/promises').FileHandle} fd @param {object} [headers] @param {object} [options] */
  respondWithFD(fd, headers, options) {
    require('internal:http2/send_file').respondWithFD(this, fd, headers, options);
  }

  /** @param {string | Buffer | URL} path @param {object} [headers] @param {object} [options] */
  respondWithFile(path, headers, options) {
    require('internal:http2/send_file').respondWithFile(this, path, headers, options);
  }

  /** Sends an informational response. @param {object} headers */
  additionalHeaders(headers) {
    if (this.destroyed || this.closed) throw new codes.ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new codes.ERR_HTTP2_HEADERS_AFTER_RESPOND();
    assertIsObject(headers, 'headers');
    headers = Object.assign({ __proto__: null }, headers);
    if (headers[':status'] != null) {
      const status = (headers[':status'] |= 0);
      if (status === 101) throw new codes.ERR_HTTP2_STATUS_101();
      if (status < 100 || status >= 200) throw new codes.ERR_HTTP2_INVALID_INFO_STATUS(status);
    }
    this[kUpdateTimer]();
    const block = packHeaders(headers, checkPseudoResponse, this._strictSingleValues());
    if (this[kInfoHeaders] === undefined) this[kInfoHeaders] = [headers];
    else this[kInfoHeaders].push(headers);
    const failed = this[kSession][kHandle].inform(this.id, block.packed, block.count);
    if (failed < 0) this.destroy(new NghttpError(failed));
  }

  /** Answers 200 to a program that writes without having answered. */
  [kProceed]() {
    this.respond();
  }
}

function emitHeaders(stream, event, headers, flags, list) {
  stream.emit(event, headers, flags, list);
}

function promiseError(errno) {
  if (errno === constants.NGHTTP2_ERR_STREAM_ID_NOT_AVAILABLE) return new codes.ERR_HTTP2_OUT_OF_STREAMS();
  if (errno === constants.NGHTTP2_ERR_STREAM_CLOSED) return new codes.ERR_HTTP2_INVALID_STREAM();
  return new NghttpError(errno);
}

function hasNoPayload(status) {
  return status === 204 || status === 205 || status === 304;
}

/** The headers with those that every response has. */
function completeResponse(given, options) {
  const wantsDate = options == null || options.sendDate == null || Boolean(options.sendDate);
  if (Array.isArray(given)) return completeResponseList(given, wantsDate);
  const headers = Object.assign({ __proto__: null }, given);
  const status = statusOf(headers[':status']);
  headers[':status'] = status;
  if (wantsDate) headers.date ??= utcDate();
  return { toSend: headers, sent: headers, status };
}

function completeResponseList(given, wantsDate) {
  const { note } = require('internal:http2/client_session');
  if (given.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE('headers', given);
  const list = [...given];
  const sent = { __proto__: null };
  let hasDate = false;
  for (let i = 0; i < list.length; i += 2) {
    note(sent, list[i], list[i + 1]);
    if (String(list[i]).toLowerCase() === 'date') hasDate = true;
  }
  const status = statusOf(sent[':status']);
  if (sent[':status'] === undefined) {
    list.unshift(':status', status);
    sent[':status'] = status;
  }
  if (wantsDate && !hasDate) {
    const date = utcDate();
    list.push('date', date);
    sent.date = date;
  }
  if (given[kSensitiveHeaders] !== undefined) {
    list[kSensitiveHeaders] = given[kSensitiveHeaders];
    sent[kSensitiveHeaders] = given[kSensitiveHeaders];
  }
  return { toSend: list, sent, status };
}

function statusOf(given) {
  const status = given == null ? 200 : given | 0;
  if (status < 100 || status > 599) throw new codes.ERR_HTTP2_STATUS_INVALID(given);
  return status;
}

let cachedDate;

/** The date, as HTTP writes it; made once a second. */
function utcDate() {
  if (cachedDate === undefined) {
    const now = new Date();
    cachedDate = now.toUTCString();
    setTimeout(forgetDate, 1000 - now.getMilliseconds()).unref();
  }
  return cachedDate;
}

function forgetDate() {
  cachedDate = undefined;
}

module.exports = { ServerHttp2Stream, completeResponse, hasNoPayload, utcDate };
