'use strict';

const crypto = require('node:crypto');
const { check, gives, hex } = require('./_vectors');

/** What a cipher without authentication makes of the encrypted message. */
function deciphers(name, key, iv, test) {
  return gives(test.msg, () => {
    const decipher = crypto.createDecipheriv(name, key, iv);
    return Buffer.concat([decipher.update(hex(test.ct)), decipher.final()]);
  });
}

/** The fixed values that RFC 3394 and RFC 5649 begin with. */
const WRAP_IV = Buffer.alloc(8, 0xa6);
const PADDED_WRAP_IV = hex('a65959a6');

for (const family of ['aes', 'aria', 'camellia']) {
  check(new RegExp(`^${family}_cbc_pkcs5$`), (group, test) => deciphers(`${family}-${group.keySize}-cbc`, hex(test.key), hex(test.iv), test));
}
check(/^aes_xts$/, (group, test) => {
  const name = `aes-${group.keySize / 2}-xts`;
  return crypto.getCiphers().includes(name) && test.iv.length === 32 ? deciphers(name, hex(test.key), hex(test.iv), test) : undefined;
});
check(/^aes_wrap$/, (group, test) => deciphers(`aes${group.keySize}-wrap`, hex(test.key), WRAP_IV, test), { InvalidWrappingSize: 'OpenSSL wraps also keys of a single block' });
check(/^aes_kwp$/, (group, test) => deciphers(`aes${group.keySize}-wrap-pad`, hex(test.key), PADDED_WRAP_IV, test));
