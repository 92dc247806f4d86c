'use strict';

const { both } = require('./_both');

both(__filename, {
  async bcrypt() {
    const bcrypt = require('bcrypt');
    const hash = await bcrypt.hash('pw', 4);
    return [await bcrypt.compare('pw', hash), bcrypt.compareSync('x', hash), bcrypt.hashSync('pw', '$2b$04$abcdefghijklmnopqrstuu')];
  },
  async argon2() {
    const argon2 = require('argon2');
    const hash = await argon2.hash('pw', { timeCost: 2, memoryCost: 1024 });
    return [await argon2.verify(hash, 'pw'), await argon2.verify(hash, 'x'), hash.slice(0, 20)];
  },
  async nodeRsArgon2() {
    const argon2 = require('@node-rs/argon2');
    return [await argon2.verify(await argon2.hash('pw'), 'pw'), argon2.verifySync(argon2.hashSync('pw'), 'x')];
  },
});
