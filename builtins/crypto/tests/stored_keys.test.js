'use strict';

// Private keys that a URL leads to: whatever reads one takes it, what is no key is an error, and a passphrase is asked for by an error.

const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stored-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

function stored(name, contents) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, contents);
  return pathToFileURL(file);
}

const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
const plain = stored('plain.pem', privateKey.export({ type: 'pkcs1', format: 'pem' }));
const der = stored('key.der', privateKey.export({ type: 'pkcs8', format: 'der' }));
const secret = stored('secret.pem', privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'words' }));

for (const key of [plain, { key: plain }, der, { key: plain, format: 'der', type: 'none' }, { key: secret, passphrase: 'words' }, { key: secret, passphrase: Buffer.from('words') }]) {
  assert.ok(crypto.createPrivateKey(key).equals(privateKey));
  assert.ok(crypto.verify('sha256', 'text', publicKey, crypto.sign('sha256', 'text', key)));
  assert.ok(crypto.verify('sha256', 'text', publicKey, crypto.createSign('sha256').update('text').sign(key)));
  assert.strictEqual(`${crypto.privateDecrypt(key, crypto.publicEncrypt(publicKey, Buffer.from('text')))}`, 'text');
}

assert.throws(() => crypto.createPrivateKey(secret), { name: 'TypeError', code: 'ERR_MISSING_PASSPHRASE' });
assert.throws(() => crypto.createPrivateKey({ key: secret, passphrase: 'others' }), Error);
assert.throws(() => crypto.createPrivateKey({ key: secret, passphrase: 1 }), { code: 'ERR_INVALID_ARG_VALUE' });
const failed = (message) => ({ code: 'ERR_CRYPTO_OPERATION_FAILED', message });
assert.throws(() => crypto.createPrivateKey(stored('junk', 'junk')), failed('Failed to load private key through an OpenSSL STORE loader'));
assert.throws(() => crypto.createPrivateKey(pathToFileURL(folder)), failed('No private key found through the OpenSSL STORE loader'));
assert.throws(() => crypto.createPrivateKey(stored('public.pem', publicKey.export({ type: 'spki', format: 'pem' }))), { code: 'ERR_OSSL_OSSL_STORE_UNSUPPORTED' });
assert.throws(() => crypto.createPrivateKey(new URL('http://localhost/key')), { code: 'ERR_OSSL_OSSL_STORE_UNSUPPORTED' });
assert.throws(() => crypto.createPrivateKey(new URL('file:///nowhere/key')), { message: 'error:80000002:system library::No such file or directory' });
// Public keys come from nowhere.
for (const take of [crypto.createPublicKey, (key) => crypto.publicEncrypt(key, Buffer.from('x')), (key) => crypto.verify('sha256', 'x', key, Buffer.alloc(1))]) {
  for (const key of [plain, { key: plain }]) assert.throws(() => take(key), { code: 'ERR_INVALID_ARG_TYPE' });
}
