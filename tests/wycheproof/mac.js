'use strict';

const crypto = require('node:crypto');
const { check, digestName, gives, hex } = require('./_vectors');

/** The tag of the vectors, which may be cut short, is how the computed one begins. */
function hmac(group, test, file) {
  const digest = digestName(file.replace('hmac_', '').replace(/^(sha\d+|sm\d)_/, '$1-').replace(/^sha(3-\d+)$/, 'sha$1'));
  return gives(test.tag, () => crypto.createHmac(digest, hex(test.key)).update(hex(test.msg)).digest().subarray(0, group.tagSize / 8));
}

/** GMAC is GCM over additional data alone. */
function gmac(group, test) {
  return gives(test.tag, () => {
    const cipher = crypto.createCipheriv(`aes-${group.keySize}-gcm`, hex(test.key), hex(test.iv), { authTagLength: group.tagSize / 8 });
    cipher.setAAD(hex(test.msg)).final();
    return cipher.getAuthTag();
  });
}

check(/^hmac_/, hmac);
check(/^aes_gmac$/, gmac);
