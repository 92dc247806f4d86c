'use strict';

/** `http.ServerResponse`: the answer to one request. */

const { format } = require('node:util');
const { codes } = require('internal:shared/errors');
const { validateInteger, validateLinkHeaderValue, validateObject } = require('internal:shared/validators');
const grammar = require('internal:http/grammar');
const STATUS_CODES = require('internal:http/status_codes');
const outgoing = require('internal:http/outgoing');

const { OutgoingMessage, kFields, kUniqueHeaders } = outgoing;

function ServerResponse(request, options) {
  OutgoingMessage.call(this, options);
  if (request.method === 'HEAD') this._hasBody = false;
  this.req = request;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  if (request.httpVersionMajor < 1 || request.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = grammar.chunkedExpression.test(request.headers?.te);
    this.shouldKeepAlive = false;
  }
  if (options !== undefined) this[kUniqueHeaders] = options.uniqueHeaders ?? null;
  this._maxRequestsPerSocket = undefined;
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

const { prototype } = ServerResponse;

prototype.statusCode = 200;
prototype.statusMessage = undefined;

/** Sends the response on `socket`, any writable stream, until detachSocket(). */
prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw new codes.ERR_HTTP_SOCKET_ASSIGNED();
  linkSocket(this, socket);
  this.socket = socket;
  this.emit('socket', socket);
  this._flush();
};

function linkSocket(response, socket) {
  socket._httpMessage = response;
  socket.on('close', onSocketClose);
}

prototype.detachSocket = function detachSocket(socket) {
  if (socket) {
    socket.removeListener('close', onSocketClose);
    socket._httpMessage = null;
  }
  this.socket = null;
};

/** The socket of a response closed; `this` is the socket. */
function onSocketClose() {
  if (this._httpMessage) closeResponse(this._httpMessage);
}

/** Its connection is done with the response, or gone. */
function closeResponse(response) {
  if (response._closed) return;
  response.destroyed = true;
  response._closed = true;
  response.emit('close');
}

// Interim responses.

prototype.writeContinue = function writeContinue(callback) {
  this.writeInformation(100, null, callback);
  this._sent100 = true;
};

prototype.writeProcessing = function writeProcessing(callback) {
  this.writeInformation(102, null, callback);
};

prototype.writeEarlyHints = function writeEarlyHints(hints, callback) {
  validateObject(hints, 'hints');
  const { link, ...others } = hints;
  if (link === null || link === undefined) return;
  const value = validateLinkHeaderValue(link);
  if (value.length > 0) this.writeInformation(103, { __proto__: null, Link: value, ...others }, callback);
};

/**
 * Sends a response of the class 1xx ahead of the real one.
 * @param {number} statusCode from 100 to 199 but for 101, which changes the protocol
 * @param {object | string[] | [string, string][]} [fields]
 * @param {() => void} [callback]
 * @returns {boolean} as `write` does
 */
prototype.writeInformation = function writeInformation(statusCode, fields, callback) {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('write');
  validateInteger(statusCode, 'statusCode', 100, 199);
  if (statusCode === 101) throw new codes.ERR_HTTP_INVALID_STATUS_CODE(statusCode);
  let head = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? 'unknown'}\r\n`;
  for (const [name, value] of informationFields(fields)) {
    grammar.validateHeaderName(name);
    grammar.validateHeaderValue(name, value);
    head += `${name}: ${value}\r\n`;
  }
  return this._writeRaw(`${head}\r\n`, 'ascii', callback);
};

function informationFields(fields) {
  if (fields === undefined || fields === null) return [];
  if (Array.isArray(fields)) return pairsOf(fields);
  validateObject(fields, 'headers');
  return Object.entries(fields);
}

// The head.

prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

/**
 * @param {number} statusCode
 * @param {string | object} [reason] the reason phrase, or the headers
 * @param {object | string[] | [string, string][]} [fields]
 */
prototype.writeHead = function writeHead(statusCode, reason, fields) {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('write');
  const given = statusCode;
  statusCode |= 0;
  if (statusCode < 100 || statusCode > 999) throw new codes.ERR_HTTP_INVALID_STATUS_CODE(format('%s', given));
  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[statusCode] || 'unknown';
    fields ??= reason;
  }
  this.statusCode = statusCode;
  const merged = this[kFields] !== null && fields ? mergeFields(this, fields) : this[kFields] ?? fields ?? null;
  if (grammar.hasForbiddenByte(this.statusMessage)) throw new codes.ERR_INVALID_CHAR('statusMessage');
  applyStatus(this, statusCode);
  this._storeHeader(`HTTP/1.1 ${statusCode} ${this.statusMessage}\r\n`, merged);
  return this;
};

prototype.writeHeader = prototype.writeHead;

/** What a status says about body and connection. */
function applyStatus(response, statusCode) {
  // RFC 9110 sections 15.2, 15.3.5 and 15.4.5: these have no body.
  if (statusCode === 204 || statusCode === 304 || (statusCode >= 100 && statusCode <= 199)) response._hasBody = false;
  // A client that still waits for `100 Continue` will not send the body, so its connection has no next message.
  if (response._expect_continue && !response._sent100) response.shouldKeepAlive = false;
}

/** Fields of writeHead() go over those set before. */
function mergeFields(response, fields) {
  if (!Array.isArray(fields)) {
    for (const name of Object.keys(fields)) if (name) response.setHeader(name, fields[name]);
    return response[kFields];
  }
  const pairs = pairsOf(fields);
  // A name given twice in the list keeps both of its values, and none that was set before.
  for (const [name] of pairs) response.removeHeader(name);
  for (const [name, value] of pairs) if (name) response.appendHeader(name, value);
  return response[kFields];
}

function pairsOf(fields) {
  if (fields.length > 0 && Array.isArray(fields[0])) return fields;
  if (fields.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE('headers', fields);
  const pairs = [];
  for (let i = 0; i < fields.length; i += 2) pairs.push([fields[i], fields[i + 1]]);
  return pairs;
}

module.exports = { closeResponse, linkSocket, ServerResponse };
