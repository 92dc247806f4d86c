'use strict';

/** `Certificate`: signed public keys as browsers once made them (SPKAC). */

const { toBuffer, toBytes } = require('internal:crypto/bytes');

/** Its methods are static too. */
function Certificate() {
  if (new.target === undefined) return new Certificate();
}

const methods = {
  verifySpkac(spkac, encoding) {
    return binding.verifySpkac(toBytes(spkac, 'spkac', encoding));
  },
  exportPublicKey(spkac, encoding) {
    const key = binding.spkacPublicKey(toBytes(spkac, 'spkac', encoding));
    return key === undefined ? '' : toBuffer(key.exportPublic('pem', 'spki'));
  },
  exportChallenge(spkac, encoding) {
    const challenge = binding.spkacChallenge(toBytes(spkac, 'spkac', encoding));
    return challenge === undefined ? '' : toBuffer(challenge);
  },
};

Object.assign(Certificate, methods);
Object.assign(Certificate.prototype, methods);

module.exports = { Certificate };
