'use strict';

/** `node:tls`: names, checks and constants. Connections need the OpenSSL side, which is not here yet. */

const net = require('node:net');
const { Buffer } = require('node:buffer');
const { unavailableClass, unavailableFunctions } = require('internal:shared/unavailable');

/** Protocol names as the wire format of ALPN, each with its length before it. @param {string[] | ArrayBufferView} protocols @param {object} out */
function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols)) {
    out.ALPNProtocols = Buffer.concat(protocols.map((name) => Buffer.from([name.length, ...Buffer.from(name, 'latin1')])));
  } else if (ArrayBuffer.isView(protocols)) {
    out.ALPNProtocols = Buffer.from(protocols.buffer.slice(protocols.byteOffset, protocols.byteOffset + protocols.byteLength));
  }
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS:
    'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:' +
    'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:' +
    'ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:ECDHE-RSA-AES256-SHA256:' +
    'DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA',
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: 'TLSv1.2',
  DEFAULT_MAX_VERSION: 'TLSv1.3',
  convertALPNProtocols,
  SecureContext: unavailableClass('tls.SecureContext'),
  TLSSocket: unavailableClass('tls.TLSSocket', net.Socket),
  Server: unavailableClass('tls.Server', net.Server),
  ...unavailableFunctions('tls', [
    'getCiphers', 'getCACertificates', 'setDefaultCACertificates', 'checkServerIdentity', 'createSecureContext', 'createServer', 'connect',
  ]),
};
