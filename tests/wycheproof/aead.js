'use strict';

const crypto = require('node:crypto');
const { check, gives, hex } = require('./_vectors');

/** Opens the sealed message and seals the opened one. */
function verdict(name, group, test) {
  const options = { authTagLength: group.tagSize / 8 };
  const [key, iv, aad, message, sealed, tag] = [test.key, test.iv, test.aad, test.msg, test.ct, test.tag].map(hex);
  const isOpened = gives(test.msg, () => {
    const decipher = crypto.createDecipheriv(name, key, iv, options);
    decipher.setAuthTag(tag);
    decipher.setAAD(aad, { plaintextLength: sealed.length });
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  });
  const isSealed = gives(test.ct + test.tag, () => {
    const cipher = crypto.createCipheriv(name, key, iv, options);
    cipher.setAAD(aad, { plaintextLength: message.length });
    return Buffer.concat([cipher.update(message), cipher.final(), cipher.getAuthTag()]);
  });
  if (isOpened && !isSealed) throw new Error(`${test.tcId} is opened but not sealed`);
  return isOpened;
}

for (const family of ['aes', 'aria', 'sm4']) {
  for (const mode of ['gcm', 'ccm']) {
    check(new RegExp(`^${family}_${mode}$`), (group, test) => {
      const name = family === 'sm4' ? `sm4-${mode}` : `${family}-${group.keySize}-${mode}`;
      return crypto.getCiphers().includes(name) ? verdict(name, group, test) : undefined;
    }, { LongIv: 'OpenSSL takes vectors of at most 128 bytes' });
  }
}
check(/^chacha20_poly1305$/, (group, test) => verdict('chacha20-poly1305', group, test));
