'use strict';

// What createSecureContext refuses, and what is told of it.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');

const fixture = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name));
const refuses = (options, expected) => assert.throws(() => tls.createSecureContext(options), expected, JSON.stringify(options));

// OpenSSL's errors: the first is the message, those that came after it the stack.
refuses({ cert: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }, {
  message: 'error:068000A8:asn1 encoding routines::wrong tag',
  code: 'ERR_OSSL_ASN1_WRONG_TAG',
  library: 'asn1 encoding routines',
  opensslErrorStack: ['error:0488000D:PEM routines::ASN1 lib', 'error:0688010A:asn1 encoding routines::nested asn1 error'],
});
refuses({ key: fixture('other.key'), cert: fixture('server.pem') }, { code: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' });
refuses({ sigalgs: 'nope' }, { message: 'error:00000000:lib(0)::reason(0)' });

// Values of options.
for (const [version, shown] of [['tlsv1.2', '"tlsv1.2"'], [1, '1'], [{}, '{}'], [['x'], '["x"]'], [Symbol('s'), 'undefined'], [NaN, 'null']]) {
  refuses({ minVersion: version }, { message: `${shown} is not a valid minimum TLS protocol version`, code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' });
  refuses({ maxVersion: version }, { message: `${shown} is not a valid maximum TLS protocol version` });
}
for (const method of ['SSLv2_method', 'SSLv3_client_method', 'nope']) refuses({ secureProtocol: method }, { code: 'ERR_TLS_INVALID_PROTOCOL_METHOD' });
for (const method of [1, {}, true, Symbol('s')]) tls.createSecureContext({ secureProtocol: method });
for (const bits of [null, false, NaN, '', 0]) tls.createSecureContext({ secureOptions: bits });
for (const bits of [true, 'x', {}]) refuses({ secureOptions: bits }, { code: 'ERR_INVALID_ARG_TYPE' });
for (const pfx of [true, 1, {}, Symbol('s'), new ArrayBuffer(1)]) {
  refuses({ pfx }, { message: 'Unable to load PFX certificate', code: 'ERR_CRYPTO_OPERATION_FAILED' });
}
refuses({ ciphers: ':' }, { message: "The property 'options.ciphers' is invalid. Received [ '', '' ]" });
tls.createSecureContext({ dhparam: 'no group' });

// Protocols for ALPN.
const convert = (protocols) => {
  const out = {};
  tls.convertALPNProtocols(protocols, out);
  return out.ALPNProtocols;
};
assert.deepStrictEqual(convert(['a', 'bc']), Buffer.from('\x01a\x02bc'));
assert.deepStrictEqual(convert(Buffer.from('\x01a\x02bc')), Buffer.from('\x01a\x02bc'));
assert.deepStrictEqual(convert(new Uint8Array(0)), Buffer.alloc(0));
assert.throws(() => convert(['a', '']), { message: "The argument 'protocols[1]' must be a non-empty string. Received ''" });
for (const bytes of ['\x02a', '\x01a\x05b', '\x01']) assert.throws(() => convert(Buffer.from(bytes)), { code: 'ERR_INVALID_ARG_VALUE', message: /truncated/ });
for (const bytes of ['\x00', '\x01a\x00']) assert.throws(() => convert(Buffer.from(bytes)), { code: 'ERR_INVALID_ARG_VALUE', message: /zero-length/ });
assert.throws(() => convert(['a'.repeat(256)]), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => tls.connect({ port: 1, ALPNProtocols: Buffer.from('\x05a') }), { code: 'ERR_INVALID_ARG_VALUE' });

// Options of connections are refused before anything connects.
for (const secureContext of [1, {}, { context: {} }, 'x']) {
  assert.throws(() => tls.connect({ port: 1, secureContext }), { message: 'context must be a SecureContext', code: 'ERR_TLS_INVALID_CONTEXT' });
}
assert.throws(() => tls.connect({ port: 1, enableTrace: 1 }), { message: /^The "options\.enableTrace" property must be of type boolean/ });
assert.throws(() => tls.connect({ port: 1, session: 1 }), { message: 'Session must be a buffer', code: 'ERR_INVALID_ARG_TYPE' });

// What is false in a server's options says nothing; elsewhere it is a wrong value.
for (const name of ['pfx', 'clientCertEngine', 'minVersion', 'maxVersion', 'secureProtocol', 'crl', 'ciphers', 'dhparam', 'sessionTimeout', 'ticketKeys', 'handshakeTimeout', 'SNICallback']) {
  for (const value of [0, NaN, '', false, null]) tls.createServer({ [name]: value });
}
assert.throws(() => tls.createSecureContext({ minVersion: '' }), { code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' });
assert.throws(() => tls.createServer([]), { code: 'ERR_INVALID_ARG_TYPE' });
for (const ALPNProtocols of [1, 's', {}, new ArrayBuffer(2)]) {
  assert.throws(() => new tls.TLSSocket(undefined, { ALPNProtocols }), { name: 'TypeError', message: 'Must give a Buffer as first argument' });
}
for (const nothing of [null, 0, '', false]) new tls.TLSSocket(nothing, { secureContext: nothing }).setServername('');
for (const [localAddress, words] of [[{}, '{}'], [['s'], "[ 's' ]"], [1n, '1n'], ['x', 'x']]) {
  assert.throws(() => tls.connect({ port: 1, localAddress }), { code: 'ERR_INVALID_IP_ADDRESS', message: `Invalid IP address: ${words}` });
}

// Certificates may be compressed; what asks for it is checked.
{
  const { getCertificateCompressionAlgorithms } = tls;
  assert.ok(getCertificateCompressionAlgorithms().every((name) => ['zlib', 'brotli', 'zstd'].includes(name)));
  assert.notStrictEqual(getCertificateCompressionAlgorithms(), getCertificateCompressionAlgorithms());
  const message = "The property 'options.certificateCompression[1]' must be 'zlib', 'brotli', or 'zstd'. Received 'x'";
  for (const take of [tls.createSecureContext, tls.createServer, (options) => tls.createServer().setSecureContext(options)]) {
    for (const certificateCompression of [undefined, null, [], ['zlib'], ['zlib', 'brotli', 'zstd']]) take({ certificateCompression });
    for (const certificateCompression of [1, 'zlib', {}]) assert.throws(() => take({ certificateCompression }), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => take({ certificateCompression: ['zlib', 'x'] }), { code: 'ERR_INVALID_ARG_VALUE', message });
  }
}
