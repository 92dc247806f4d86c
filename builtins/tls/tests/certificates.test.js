'use strict';

// Certificates that mean harm are refused with Node's codes, as no option of the client asks for. `fixtures/hostile` holds certificates of one
// authority for one key; their names say what is wrong with them.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');

const fixture = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', 'hostile', name));
const key = fixture('server.key');
const ca = fixture('ca.pem');

const kAltName = 'ERR_TLS_CERT_ALTNAME_INVALID';

/** What a client that wants `host` makes of a server with this certificate: `ok` or a code. */
function verdict(certificate, host) {
  const { promise, resolve } = Promise.withResolvers();
  const server = tls.createServer({ key, cert: fixture(`${certificate}.pem`) });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1', () => {
    let outcome;
    const identity = (name, cert) => tls.checkServerIdentity(host, cert);
    const client = tls.connect({ port: server.address().port, host: '127.0.0.1', ca, checkServerIdentity: identity });
    client.on('secureConnect', () => {
      outcome = client.authorized ? 'ok' : 'not authorized';
      client.destroy();
    });
    client.on('error', (error) => {
      assert.ok(!client.authorized);
      outcome = error.code;
    });
    client.on('close', () => server.close(() => resolve(outcome)));
  });
  return promise;
}

/** Certificates, names, and what is made of them. */
const kCases = [
  ['good', ['good.example', 'GOOD.Example', 'good.example.', '127.0.0.1'], 'ok'],
  ['good', ['evil.example', 'a.good.example', 'good.example\0.evil.example', '', '0177.0.0.1', '2130706433', '127.1', '::ffff:127.0.0.1'], kAltName],
  // A NUL within a name, and a name that looks like two.
  ['nul', ['good.example', 'evil.example', 'good.example.evil.example'], kAltName],
  ['injected', ['good.example', 'evil.example'], kAltName],
  // Names of other kinds: of a URI and of mail, an address as a name, an address of five bytes.
  ['uri', ['good.example', 'https://good.example/'], kAltName],
  ['address', ['127.0.0.1', 'https://127.0.0.1/'], kAltName],
  ['oddaddress', ['127.0.0.1', 'good.example'], kAltName],
  ['expired', ['good.example'], 'CERT_HAS_EXPIRED'],
  ['early', ['good.example'], 'CERT_NOT_YET_VALID'],
  ['own', ['good.example'], 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  // Signed by a certificate that may not sign; meant for clients.
  ['below', ['good.example'], 'INVALID_PURPOSE'],
  ['client', ['good.example'], 'INVALID_PURPOSE'],
];

// Names by themselves: internationalized ones, wildcards, addresses of the sixth version.
const kNames = [
  ['DNS:xn--bcher-kva.example', 'bücher.example', true],
  ['DNS:xn--bcher-kva.example', 'BÜCHER.example', true],
  ['DNS:bücher.example', 'bücher.example', false],
  ['DNS:*.good.example', 'a.good.example', true],
  ['DNS:*.good.example', 'a.b.good.example', false],
  ['DNS:*.good.example', 'good.example', false],
  ['DNS:*', 'example', false],
  ['DNS:*.example', 'good.example', false],
  ['DNS:f*o.good.example', 'foo.good.example', true],
  ['DNS:*.*.example', 'a.b.example', false],
  ['DNS:xn--*.good.example', 'xn--bcher-kva.good.example', false],
  ['IP Address:::1', '0:0:0:0:0:0:0:1', true],
  ['IP Address:0:0:0:0:0:0:0:1', '::1', true],
  ['IP Address:127.0.0.1', '127.0.0.01', false],
  ['IP Address:<invalid length=5>', '<invalid length=5>', false],
  ['URI:http://[a.b.a.com]/', 'a.b.a.com', false],
  ['DNS:good.example\0.evil.example', 'good.example', false],
];

for (const [subjectaltname, host, matches] of kNames) {
  const error = tls.checkServerIdentity(host, { subject: { CN: 'other.example' }, subjectaltname });
  assert.strictEqual(error === undefined, matches, `${host} and ${subjectaltname}`);
  if (!matches) assert.deepStrictEqual([error.code, error.host], [kAltName, host]);
}
// Only where there are no such names the common one counts, and never an address in it.
assert.strictEqual(tls.checkServerIdentity('good.example', { subject: { CN: 'good.example' } }), undefined);
assert.strictEqual(tls.checkServerIdentity('127.0.0.1', { subject: { CN: '127.0.0.1' } }).code, kAltName);
assert.strictEqual(tls.checkServerIdentity('good.example', { subject: {} }).code, kAltName);
assert.strictEqual(tls.checkServerIdentity('good.example', {}).code, kAltName);
assert.throws(() => tls.checkServerIdentity('good.example', { subject: {}, subjectaltname: 'DNS:"\\q"' }), { code: 'ERR_TLS_CERT_ALTNAME_FORMAT' });

(async () => {
  for (const [certificate, hosts, expected] of kCases) {
    for (const host of hosts) assert.strictEqual(await verdict(certificate, host), expected, `${host} and ${certificate}`);
  }
})();
