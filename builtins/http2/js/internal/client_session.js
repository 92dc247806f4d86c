'use strict';

/** `ClientHttp2Session`: makes requests. */

const { AsyncResource } = require('node:async_hooks');
const { codes, AbortError } = require('internal:shared/errors');
const { validateAbortSignal, validateBoolean, validateNumber } = require('internal:shared/validators');
const { assertIsObject } = require('internal:http2/assertions');
const channels = require('internal:http2/channels');
const { ClientHttp2Stream, packRequest, sendRequest } = require('internal:http2/client_stream');
const constants = require('internal:http2/constants');
const { kSensitiveHeaders } = require('internal:http2/header_block');
const { Http2Session } = require('internal:http2/session');
const { warnOfPriority } = require('internal:http2/stream');
const {
  kAuthority, kOptions, kOrigin, kProtocol, kRequest, kSentHeaders, kState, kUpdateTimer,
} = require('internal:http2/symbols');

const { NGHTTP2_SESSION_CLIENT } = constants;

/** Methods whose requests have no body unless the program says so. */
const withoutBody = new Set(['GET', 'HEAD', 'DELETE']);

class ClientHttp2Session extends Http2Session {
  constructor(options, socket) {
    super(NGHTTP2_SESSION_CLIENT, options, socket);
    this[kAuthority] = undefined;
    this[kProtocol] = undefined;
    /** Requests that wait for the connection. */
    this[kRequest] = null;
  }

  /**
   * @param {object | unknown[] | null} [headers] an object, or names and values in turn
   * @param {{ endStream?: boolean, waitForTrailers?: boolean, signal?: AbortSignal }} [options]
   */
  request(headers, options) {
    if (this.destroyed) throw new codes.ERR_HTTP2_INVALID_SESSION();
    if (this.closed) throw new codes.ERR_HTTP2_GOAWAY_SESSION();
    this[kUpdateTimer]();
    if (!Array.isArray(headers)) assertIsObject(headers, 'headers', ['Array', 'Object']);
    assertIsObject(options, 'options');
    options = { ...options };
    const complete = completeHeaders(this, headers);
    checkOptions(options, complete.method);
    const block = packRequest(complete.toSend, this[kOptions].strictSingleValueFields !== false);
    const stream = new ClientHttp2Stream(this);
    stream[kSentHeaders] = complete.sent;
    stream[kOrigin] = `${complete.scheme}://${complete.authority}`;
    if (options.endStream) stream.end();
    if (options.waitForTrailers) stream[kState].hasTrailers = true;
    if (options.signal) watchSignal(stream, options.signal);
    channels.clientStreamCreated(stream, complete.sent);
    this._send(stream, block, options, complete.sent);
    return stream;
  }

  /** Sends a request now, or in its own async context once the connection stands. */
  _send(stream, block, options, sent) {
    if (!this.connecting) {
      sendRequest(stream, block, options);
      channels.clientStreamStarted(stream, sent);
      return;
    }
    const send = AsyncResource.bind(() => {
      sendRequest(stream, block, options);
      channels.clientStreamStarted(stream, sent);
    });
    if (this[kRequest] === null) {
      this[kRequest] = [];
      this.once('connect', sendWaiting);
    }
    this[kRequest].push(send);
  }

  /** A stream that the server promised. */
  _makeStream(id, headers) {
    const stream = new ClientHttp2Stream(this, id);
    channels.clientStreamCreated(stream, headers);
    channels.clientStreamStarted(stream, headers);
    return stream;
  }
}

function sendWaiting() {
  const waiting = this[kRequest];
  this[kRequest] = null;
  for (const send of waiting) send();
}

/** The headers with those that every request has. */
function completeHeaders(session, headers) {
  return Array.isArray(headers) ? completeList(session, headers) : completeObject(session, headers);
}

function completeObject(session, given) {
  const headers = { __proto__: null, ...given };
  if (given?.[kSensitiveHeaders] !== undefined) headers[kSensitiveHeaders] = given[kSensitiveHeaders];
  headers[':method'] ??= 'GET';
  const method = headers[':method'];
  if (method !== 'CONNECT' || headers[':protocol'] !== undefined) {
    if (headers[':authority'] === undefined && headers.host === undefined) headers[':authority'] = session[kAuthority];
    if (headers[':scheme'] === undefined) headers[':scheme'] = session[kProtocol].slice(0, -1);
    if (headers[':path'] === undefined) headers[':path'] = '/';
  } else {
    checkConnect(headers[':authority'], headers[':scheme'], headers[':path']);
  }
  const authority = headers[':authority'] ?? headers.host;
  return { toSend: headers, sent: headers, method, scheme: headers[':scheme'], authority };
}

function completeList(session, given) {
  if (given.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE('headers', given);
  const list = [...given];
  if (given[kSensitiveHeaders] !== undefined) list[kSensitiveHeaders] = given[kSensitiveHeaders];
  const sent = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) note(sent, list[i], list[i + 1]);
  const add = (name, value) => {
    list.push(name, value);
    sent[name] = value;
  };
  if (sent[':method'] === undefined) add(':method', 'GET');
  const method = sent[':method'];
  if (method !== 'CONNECT' || sent[':protocol'] !== undefined) {
    if (sent[':authority'] === undefined && sent.host === undefined) add(':authority', session[kAuthority]);
    if (sent[':scheme'] === undefined) add(':scheme', session[kProtocol].slice(0, -1));
    if (sent[':path'] === undefined) add(':path', '/');
  } else {
    checkConnect(sent[':authority'], sent[':scheme'], sent[':path']);
  }
  if (given[kSensitiveHeaders] !== undefined) sent[kSensitiveHeaders] = given[kSensitiveHeaders];
  return { toSend: list, sent, method, scheme: sent[':scheme'], authority: sent[':authority'] ?? sent.host };
}

/** Adds a field to the object of a list; several of a name make an array. */
function note(object, name, value) {
  const known = object[name];
  if (known === undefined) object[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else object[name] = [known, value];
}

function checkConnect(authority, scheme, path) {
  if (authority === undefined) throw new codes.ERR_HTTP2_CONNECT_AUTHORITY();
  if (scheme !== undefined) throw new codes.ERR_HTTP2_CONNECT_SCHEME();
  if (path !== undefined) throw new codes.ERR_HTTP2_CONNECT_PATH();
}

function checkOptions(options, method) {
  if (options.endStream === undefined) options.endStream = withoutBody.has(method);
  else validateBoolean(options.endStream, 'options.endStream');
  if (options.weight !== undefined || options.parent !== undefined || options.exclusive !== undefined || options.silent !== undefined) {
    warnOfPriority('Priority signaling has been deprecated as of RFC 9113.');
  }
  if (options.parent !== undefined) validateNumber(options.parent, 'options.parent', 0);
  for (const name of ['exclusive', 'silent']) {
    if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
  }
  if (options.signal) validateAbortSignal(options.signal, 'options.signal');
}

function watchSignal(stream, signal) {
  const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    abort();
    return;
  }
  const { addAbortListener } = require('internal:events/abort_listener');
  const disposable = addAbortListener(signal, abort);
  stream.once('close', disposable[Symbol.dispose]);
}

module.exports = { ClientHttp2Session, note };
