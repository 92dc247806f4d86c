'use strict';

const crypto = require('node:crypto');
const { accepts, check } = require('./_vectors');

check(/^primality$/, (group, test) => accepts(() => crypto.checkPrimeSync(BigInt(`0x${test.value}`))), {
  'primality#8': 'the sign, in the form of two\'s complement, is not read',
});
