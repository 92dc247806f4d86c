'use strict';

/** Protocol names in the wire format of ALPN (RFC 7301): each with its length before it. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');

/**
 * Sets `out.ALPNProtocols` from a list of names or from bytes in the wire format.
 * @param {string[] | ArrayBufferView} protocols
 * @param {object} out
 */
function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols)) {
    out.ALPNProtocols = wireFormat(protocols);
  } else if (ArrayBuffer.isView(protocols)) {
    const bytes = Buffer.from(protocols.buffer.slice(protocols.byteOffset, protocols.byteOffset + protocols.byteLength));
    checkWireFormat(bytes);
    out.ALPNProtocols = bytes;
  }
}

function wireFormat(protocols) {
  return Buffer.concat(protocols.map((protocol, index) => {
    if (protocol === '') throw new codes.ERR_INVALID_ARG_VALUE(`protocols[${index}]`, protocol, 'must be a non-empty string');
    const length = Buffer.byteLength(protocol);
    if (length > 255) {
      throw new codes.ERR_OUT_OF_RANGE(`The byte length of the protocol at index ${index} exceeds the maximum length.`, '<= 255', length, true);
    }
    return Buffer.concat([Buffer.from([length]), Buffer.from(protocol)]);
  }));
}

function checkWireFormat(bytes) {
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes[offset] === 0) throw new codes.ERR_INVALID_ARG_VALUE('ALPNProtocols', bytes, 'must not contain zero-length protocol');
    offset += 1 + bytes[offset];
  }
  if (offset > bytes.length) throw new codes.ERR_INVALID_ARG_VALUE('ALPNProtocols', bytes, 'contains truncated protocol');
}

/** The names in bytes of the wire format. @param {Uint8Array} bytes @returns {string[]} */
function namesOf(bytes) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = [];
  for (let offset = 0; offset < buffer.length; offset += buffer[offset] + 1) {
    names.push(buffer.latin1Slice(offset + 1, offset + 1 + buffer[offset]));
  }
  return names;
}

module.exports = { convertALPNProtocols, namesOf };
