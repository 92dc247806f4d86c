'use strict';

/** Reads a `multipart/form-data` body (RFC 7578) into a FormData. */

const { TextDecoder } = require('internal:web/encoding');
const { Buffer } = require('node:buffer');
const { FormData, appendEntry } = require('internal:web/form_data');
const { mimeTypeOfField } = require('internal:web/mime_type');

const CRLF = '\r\n';

/**
 * @param {Uint8Array} bytes
 * @param {string | undefined} boundary
 * @returns {FormData}
 * @throws {TypeError} when the body is malformed
 */
function parseMultipart(bytes, boundary) {
  if (boundary === undefined) throw malformed('missing boundary in content-type header');
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const delimiter = `--${boundary}`;
  const form = new FormData();
  let position = input.indexOf(delimiter, 0, 'latin1');
  if (position === -1) throw malformed('no boundary found in multipart body');
  for (;;) {
    position += delimiter.length;
    if (startsWith(input, '--', position)) return form;
    if (!startsWith(input, CRLF, position)) throw malformed('expected CRLF');
    const head = readHead(input, position + CRLF.length);
    const end = input.indexOf(`${CRLF}${delimiter}`, head.end - CRLF.length, 'latin1');
    if (end === -1) throw malformed('expected boundary after body');
    appendPart(form, head, input.subarray(head.end, Math.max(end, head.end)));
    position = end + CRLF.length;
  }
}

function startsWith(input, text, position) {
  return input.latin1Slice(position, position + text.length) === text;
}

/** The fields of a part up to the empty line, and where its content begins. */
function readHead(input, start) {
  const head = { name: null, filename: null, contentType: null, encoding: null, end: 0 };
  for (let position = start;;) {
    const lineEnd = input.indexOf(CRLF, position, 'latin1');
    if (lineEnd === -1) throw malformed('expected CRLF');
    if (lineEnd === position) {
      if (head.name === null) throw malformed('header name is null');
      head.end = lineEnd + CRLF.length;
      return head;
    }
    readField(input.utf8Slice(position, lineEnd), head);
    position = lineEnd + CRLF.length;
  }
}

function readField(line, head) {
  const colon = line.indexOf(':');
  if (colon <= 0) throw malformed('expected :');
  const value = line.slice(colon + 1).trim();
  switch (line.slice(0, colon).trimEnd().toLowerCase()) {
    case 'content-disposition': readDisposition(value, head); break;
    case 'content-type': head.contentType = value; break;
    case 'content-transfer-encoding': head.encoding = value.toLowerCase(); break;
    default:
  }
}

function readDisposition(value, head) {
  if (!/^form-data\s*(?:;|$)/i.test(value)) throw malformed('expected form-data for content-disposition header');
  for (const [, name, quoted, plain] of value.matchAll(/;\s*([^=;\s]+)\s*=\s*(?:"((?:\\"|[^"])*)"|([^;\s]*))/g)) {
    const text = quoted === undefined ? plain : unescaped(quoted);
    const key = name.toLowerCase();
    if (key === 'name') head.name = text;
    else if (key === 'filename') head.filename = text;
    else if (key === 'filename*') head.filename = extendedValue(text) ?? head.filename;
  }
  if (head.name === null) throw malformed('header name is null');
}

function unescaped(text) {
  return text.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"').replace(/\\"/g, '"');
}

/** A value with its encoding (RFC 8187): `UTF-8''a%20b`. */
function extendedValue(text) {
  const match = /^utf-8'[^']*'(.*)$/i.exec(text);
  if (match === null) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return null;
  }
}

function appendPart(form, head, content) {
  const bytes = head.encoding === 'base64' ? Buffer.from(content.latin1Slice(), 'base64') : content;
  if (head.filename === null) {
    appendEntry(form, head.name.toWellFormed(), new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    return;
  }
  const { File } = require('node:buffer');
  const type = head.contentType === null ? 'text/plain' : mimeTypeOfField(head.contentType) === null ? '' : head.contentType;
  appendEntry(form, head.name.toWellFormed(), new File([bytes], head.filename, { type }));
}

function malformed(reason) {
  return new TypeError('Failed to parse body as FormData.', { cause: new TypeError(reason) });
}

module.exports = { parseMultipart };
