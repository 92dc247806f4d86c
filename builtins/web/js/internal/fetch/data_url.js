'use strict';

/** https://fetch.spec.whatwg.org/#data-url-processor */

const { atob, Buffer } = require('node:buffer');
const { parseMimeType, serializeMimeType } = require('internal:web/mime_type');

const kDefaultType = 'text/plain;charset=US-ASCII';

/** @param {URL} url @returns {{ type: string, body: Uint8Array } | null} null when it is malformed */
function readDataUrl(url) {
  const end = url.href.length - url.hash.length;
  const input = url.href.slice('data:'.length, end);
  const comma = input.indexOf(',');
  if (comma === -1) return null;
  let type = input.slice(0, comma).trim();
  let body = percentDecoded(input.slice(comma + 1));
  const base64 = / *; *base64$/i.exec(type);
  if (base64 !== null && /;/.test(base64[0])) {
    body = forgivingBase64(body.latin1Slice());
    if (body === null) return null;
    type = type.slice(0, base64.index);
  }
  if (type.startsWith(';')) type = `text/plain${type}`;
  const parsed = parseMimeType(type);
  return { type: parsed === null ? kDefaultType : serializeMimeType(parsed), body };
}

function percentDecoded(text) {
  const bytes = Buffer.from(text, 'utf8');
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i] === 0x25 ? hexPair(bytes[i + 1], bytes[i + 2]) : -1;
    if (code >= 0) i += 2;
    bytes[length++] = code >= 0 ? code : bytes[i];
  }
  return bytes.subarray(0, length);
}

function hexPair(high, low) {
  const text = String.fromCharCode(high, low);
  return /^[0-9a-fA-F]{2}$/.test(text) ? parseInt(text, 16) : -1;
}

function forgivingBase64(text) {
  try {
    return Buffer.from(atob(text), 'latin1');
  } catch {
    return null;
  }
}

module.exports = { readDataUrl };
