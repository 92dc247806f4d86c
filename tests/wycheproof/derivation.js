'use strict';

const crypto = require('node:crypto');
const { check, gives, hex } = require('./_vectors');

const digestOf = (file) => /(?:hmac)?(sha\d+)/.exec(file)[1];

function hkdf(group, test, file) {
  return gives(test.okm, () => crypto.hkdfSync(digestOf(file), hex(test.ikm), hex(test.salt), hex(test.info), test.size));
}

function pbkdf2(group, test, file) {
  return gives(test.dk, () => crypto.pbkdf2Sync(hex(test.password), hex(test.salt), test.iterationCount, test.dkLen, digestOf(file)));
}

/** The encryption scheme of PKCS #5: a derived key, then AES in CBC mode. */
function pbes2(group, test, file) {
  return gives(test.msg, () => {
    const bits = Number(/aes_(\d+)/.exec(file)[1]);
    const key = crypto.pbkdf2Sync(hex(test.password), hex(test.salt), test.iterationCount, bits / 8, digestOf(file));
    const decipher = crypto.createDecipheriv(`aes-${bits}-cbc`, key, hex(test.iv));
    return Buffer.concat([decipher.update(hex(test.ct)), decipher.final()]);
  });
}

check(/^hkdf_/, hkdf);
check(/^pbkdf2_/, pbkdf2);
check(/^pbes2_/, pbes2);
