'use strict';

/**
 * Renders the head of an outgoing message: its own fields in the order they were set, then the ones HTTP needs and the program did not
 * decide about. On the way it learns from the program's fields what they say about framing and connection.
 */

const { codes } = require('internal:shared/errors');
const grammar = require('internal:http/grammar');

/** What the rendered fields said. One object is reused: rendering is synchronous and never nested. */
const seen = { text: '', connection: false, length: false, encoding: false, date: false, expect: false, trailer: false };

/**
 * The head as text, with the empty line.
 * @param {import('./outgoing').OutgoingMessage} message
 * @param {string} startLine with its CRLF
 * @param {object | string[] | string[][] | null} fields `{ lower: [name, value] }` with `ownStore`, else what `writeHead` was given
 */
function renderHead(message, startLine, fields, ownStore) {
  seen.text = startLine;
  seen.connection = seen.length = seen.encoding = seen.date = seen.expect = seen.trailer = false;
  if (fields) {
    if (ownStore) renderStore(message, fields);
    else if (Array.isArray(fields)) renderList(message, fields);
    else renderObject(message, fields);
  }
  if (message.sendDate && !seen.date) seen.text += `Date: ${grammar.utcDate()}\r\n`;
  dropImpossibleChunking(message);
  renderConnection(message);
  renderFraming(message);
  // Trailers need the chunked coding to travel in.
  if (message.chunkedEncoding !== true && seen.trailer) throw new codes.ERR_HTTP_TRAILER_INVALID();
  return `${seen.text}\r\n`;
}

/** Whether the head just rendered asked for `100 Continue` and so must go out before the body. */
function expectsContinue() {
  return seen.expect;
}

function renderStore(message, store) {
  for (const lower in store) renderField(message, lower, store[lower][0], store[lower][1], false);
}

function renderObject(message, fields) {
  for (const name of Object.keys(fields)) renderField(message, grammar.lowerCaseName(name), name, fields[name], true);
}

function renderList(message, fields) {
  if (fields.length > 0 && Array.isArray(fields[0])) {
    for (const [name, value] of fields) renderNamed(message, name, value);
    return;
  }
  if (fields.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE('headers', fields);
  for (let i = 0; i < fields.length; i += 2) renderNamed(message, fields[i], fields[i + 1]);
}

function renderNamed(message, name, value) {
  renderField(message, grammar.lowerCaseName(String(name)), name, value, true);
}

/** Lists become one line per value, except cookies and the names the program declared unique. */
function renderField(message, lower, name, value, validate) {
  if (validate) grammar.validateHeaderName(name);
  if (Array.isArray(value)) {
    const joined = message.uniqueHeaders?.has(lower) || (lower === 'cookie' && value.length >= 2);
    if (!joined) {
      for (const one of value) renderLine(message, lower, name, one, validate);
      return;
    }
    value = value.join('; ');
  }
  renderLine(message, lower, name, value, validate);
}

function renderLine(message, lower, name, value, validate) {
  if (validate) grammar.validateHeaderValue(name, value);
  seen.text += `${name}: ${value}\r\n`;
  // Most names are none of those that matter, and the length tells most of them.
  if (lower.length >= 4 && lower.length <= 17) learn(message, lower, value);
}

function learn(message, lower, value) {
  switch (lower) {
    case 'connection':
      seen.connection = true;
      message._removedConnection = false;
      if (grammar.closeExpression.test(value)) message._last = true;
      else message.shouldKeepAlive = true;
      break;
    case 'transfer-encoding':
      seen.encoding = true;
      message._removedTE = false;
      if (grammar.chunkedExpression.test(value)) message.chunkedEncoding = true;
      break;
    case 'content-length':
      seen.length = true;
      message._contentLength = +value;
      message._removedContLen = false;
      break;
    case 'date':
      seen.date = true;
      break;
    case 'expect':
      seen.expect = true;
      break;
    case 'trailer':
      seen.trailer = true;
      break;
    case 'keep-alive':
      message._defaultKeepAlive = false;
      break;
  }
}

/** 204 and 304 have no body, so a chunked one would be read as the start of the next message. */
function dropImpossibleChunking(message) {
  if (!message.chunkedEncoding || (message.statusCode !== 204 && message.statusCode !== 304)) return;
  message.chunkedEncoding = false;
  message.shouldKeepAlive = false;
}

function renderConnection(message) {
  if (message._removedConnection) {
    // Without the field the connection persists all the same (RFC 9112 section 9.3).
    message._last = !message.shouldKeepAlive;
    return;
  }
  if (seen.connection) return;
  const framed = seen.length || message.useChunkedEncodingByDefault || message.agent;
  if (!message.shouldKeepAlive || !framed) {
    message._last = true;
    seen.text += 'Connection: close\r\n';
  } else if (message.maxRequestsOnConnectionReached) {
    seen.text += 'Connection: close\r\n';
  } else {
    seen.text += 'Connection: keep-alive\r\n';
    if (message._keepAliveTimeout && message._defaultKeepAlive) renderKeepAlive(message);
  }
}

function renderKeepAlive(message) {
  const seconds = Math.floor(message._keepAliveTimeout / 1000);
  const most = message._maxRequestsPerSocket > 0 ? `, max=${message._maxRequestsPerSocket}` : '';
  seen.text += `Keep-Alive: timeout=${seconds}${most}\r\n`;
}

function renderFraming(message) {
  if (seen.length || seen.encoding) return;
  if (!message._hasBody) {
    message.chunkedEncoding = false;
  } else if (!message.useChunkedEncodingByDefault) {
    message._last = true;
  } else if (!seen.trailer && !message._removedContLen && typeof message._contentLength === 'number') {
    seen.text += `Content-Length: ${message._contentLength}\r\n`;
  } else if (!message._removedTE) {
    seen.text += 'Transfer-Encoding: chunked\r\n';
    message.chunkedEncoding = true;
  } else {
    // Neither length nor coding: only the end of the connection can end the body.
    message._last = true;
  }
}

module.exports = { expectsContinue, renderHead };
