'use strict';

// Connections and TLS sessions are for those who have made them: never for another name, another certificate or another trust.

const assert = require('node:assert');
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');
const { once } = require('node:events');

const fixtures = path.join(__dirname, '../../tls/tests/fixtures');
const read = (name) => fs.readFileSync(path.join(fixtures, name));
const ca = read('ca.pem');
const server = { key: read('server.key'), cert: read('server.pem') };
const other = { key: read('hostile/server.key'), cert: read('hostile/good.pem') };

/** Says who asked, and whether the session was known. */
function answer({ socket }, response) {
  response.end(JSON.stringify([socket.getPeerCertificate().fingerprint256 ?? null, socket.isSessionReused()]));
}

async function ask(agent, port, options) {
  const request = https.get({ host: '127.0.0.1', port, agent, servername: 'localhost', ca, ...options });
  const [response] = await once(request, 'response');
  const told = JSON.parse((await response.toArray()).join(''));
  // The session comes after the handshake, and the connection into the pool after the answer.
  await new Promise(setImmediate);
  return [...told, request.reusedSocket];
}

const outcome = (...values) => ask(...values).catch((error) => error.code);

async function main() {
  const listening = https.createServer({ ...server, requestCert: true, rejectUnauthorized: false }, answer);
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  const { port } = listening.address();
  for (const keepAlive of [false, true]) {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
      const agent = new https.Agent({ keepAlive, maxVersion });
      const known = keepAlive ? [false, true] : [true, false];
      const [first] = await ask(agent, port, server);
      assert.notStrictEqual(first, null);
      assert.deepStrictEqual(await ask(agent, port, server), [first, ...known]);
      // Another certificate, none, another name.
      const [second, ...fresh] = await ask(agent, port, other);
      assert.ok(second !== first && second !== null);
      assert.deepStrictEqual(fresh, [false, false]);
      assert.deepStrictEqual(await ask(agent, port, {}), [null, false, false]);
      const named = { ...server, servername: 'other.test', checkServerIdentity: () => undefined };
      assert.deepStrictEqual(await ask(agent, port, named), [first, false, false]);
      // Who trusts nobody is not content with what another has trusted, nor with a name that another did not check.
      assert.strictEqual(await outcome(agent, port, { ...server, ca: [] }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
      assert.strictEqual(await outcome(agent, port, { ...server, servername: 'other.test' }), 'ERR_TLS_CERT_ALTNAME_INVALID');
      assert.deepStrictEqual(await ask(agent, port, { ...server, ca: [], rejectUnauthorized: false }), [first, false, false]);
      assert.strictEqual(await outcome(agent, port, { ...server, ca: [] }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
      assert.deepStrictEqual(await ask(agent, port, server), [first, ...known]);
      agent.destroy();
    }
  }
  listening.close();
}

main();
