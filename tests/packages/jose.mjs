// jose: signed and encrypted tokens with every kind of key, key sets from a server.
import http from 'node:http';
import * as jose from 'jose';

const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
const token = await new jose.SignJWT({ a: 1 }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt(1_700_000_000).setIssuer('me').setExpirationTime(4_000_000_000).sign(secret);
console.log(token, (await jose.jwtVerify(token, secret, { issuer: 'me' })).payload);
console.log(await jose.jwtVerify(`${token}x`, secret).catch((error) => [error.code, error.message]));

for (const alg of ['RS256', 'PS512', 'ES256', 'ES384', 'EdDSA', 'ML-DSA-44']) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const signed = await new jose.SignJWT({ alg }).setProtectedHeader({ alg, kid: 'k' }).sign(privateKey);
  const jwk = await jose.exportJWK(publicKey);
  const set = jose.createLocalJWKSet({ keys: [{ ...jwk, kid: 'k', alg }] });
  console.log((await jose.jwtVerify(signed, set)).payload, Object.keys(jwk).sort(), (await jose.exportPKCS8(privateKey)).split('\n')[0], (await jose.calculateJwkThumbprint(jwk)).length);
}
for (const [alg, enc] of [['dir', 'A256GCM'], ['A256KW', 'A128CBC-HS256'], ['A256GCMKW', 'A192GCM']]) {
  const sealed = await new jose.CompactEncrypt(new TextEncoder().encode('hi')).setProtectedHeader({ alg, enc }).encrypt(secret);
  console.log(alg, enc, new TextDecoder().decode((await jose.compactDecrypt(sealed, secret)).plaintext));
}
for (const alg of ['RSA-OAEP-256', 'ECDH-ES+A256KW', 'ECDH-ES']) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg);
  const sealed = await new jose.EncryptJWT({ alg }).setProtectedHeader({ alg, enc: 'A256GCM' }).encrypt(publicKey);
  console.log((await jose.jwtDecrypt(sealed, privateKey)).payload);
}

const { publicKey, privateKey } = await jose.generateKeyPair('ES256', { extractable: true });
const keys = [{ ...await jose.exportJWK(publicKey), kid: '1', alg: 'ES256' }];
const server = http.createServer((req, res) => res.end(JSON.stringify({ keys })));
await new Promise((resolve) => server.listen(0, resolve));
const remote = jose.createRemoteJWKSet(new URL(`http://127.0.0.1:${server.address().port}`));
const signed = await new jose.SignJWT({ from: 'afar' }).setProtectedHeader({ alg: 'ES256', kid: '1' }).sign(privateKey);
console.log((await jose.jwtVerify(signed, remote)).payload);
server.close();
server.closeAllConnections();
