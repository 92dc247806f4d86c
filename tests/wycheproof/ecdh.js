'use strict';

const crypto = require('node:crypto');
const { check, gives, hex } = require('./_vectors');

const spki = (bytes) => crypto.createPublicKey({ key: hex(bytes), format: 'der', type: 'spki' });

/** ECDH of points: the class that takes them as they are. */
function points(group, test) {
  return gives(test.shared, () => {
    const own = crypto.createECDH(curveName(group.curve));
    own.setPrivateKey(scalar(test.private));
    return own.computeSecret(hex(test.public));
  });
}

/** The vectors write scalars as signed integers. */
const scalar = (text) => hex(text.replace(/^00(?=.)/, '').padStart(2, '0'));

const curveName = (curve) => ({ secp256r1: 'prime256v1' })[curve] ?? curve;

/** ECDH of keys as certificates hold them. */
function keys(group, test) {
  return gives(test.shared, () => {
    const publicKey = spki(test.public);
    const own = crypto.createECDH(curveName(group.curve));
    own.setPrivateKey(scalar(test.private));
    const point = own.getPublicKey();
    const half = (point.length - 1) / 2;
    const encoded = (bytes) => bytes.toString('base64url');
    const [x, y] = [point.subarray(1, 1 + half), point.subarray(1 + half)].map(encoded);
    const jwk = { kty: 'EC', crv: JWK_NAMES[group.curve], x, y, d: encoded(padded(scalar(test.private), half)) };
    return crypto.diffieHellman({ publicKey, privateKey: crypto.createPrivateKey({ key: jwk, format: 'jwk' }) });
  });
}

const padded = (bytes, length) => Buffer.concat([Buffer.alloc(length), bytes]).subarray(-length);

const JWK_NAMES = { secp256r1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521', secp256k1: 'secp256k1' };

check(/^ecdh_.*ecpoint$/, points);
check(/^ecdh_secp(?!224)(?!.*ecpoint)/, keys, { UnnamedCurve: 'OpenSSL recognises a named curve by its parameters' });
