'use strict';

const crypto = require('node:crypto');
const { check, gives, hex } = require('./_vectors');

function montgomery(group, test) {
  const crv = { curve25519: 'X25519', curve448: 'X448' }[group.curve];
  const encoded = (text) => hex(text).toString('base64url');
  return gives(test.shared, () => {
    const publicKey = crypto.createPublicKey({ key: { kty: 'OKP', crv, x: encoded(test.public) }, format: 'jwk' });
    const bytes = Buffer.concat([PKCS8_HEADS[crv], hex(test.private)]);
    const privateKey = crypto.createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
    return crypto.diffieHellman({ privateKey, publicKey });
  });
}

/** What comes before the scalar in PKCS #8 (RFC 8410). */
const PKCS8_HEADS = { X25519: hex('302e020100300506032b656e04220420'), X448: hex('3046020100300506032b656f043a0438') };

/** The seed makes a key pair, whose private half opens what was encapsulated. */
function mlkem(group, test) {
  return gives(test.K, () => {
    const jwk = { kty: 'AKP', alg: group.parameterSet, priv: hex(test.seed).toString('base64url'), pub: hex(test.ek).toString('base64url') };
    return crypto.decapsulate(crypto.createPrivateKey({ key: jwk, format: 'jwk' }), hex(test.c));
  });
}

check(/^x(25519|448)$/, montgomery);
check(/^mlkem_\d+$/, mlkem);
