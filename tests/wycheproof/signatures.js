'use strict';

const crypto = require('node:crypto');
const { accepts, check, digestName, hex, spki } = require('./_vectors');

/** `options` are those of `crypto.verify`. */
function verifies(digest, group, test, options) {
  return accepts(() => crypto.verify(digest, hex(test.msg), { ...spki(group), ...options }, hex(test.sig)));
}

const hashes = new Set(crypto.getHashes());

/** ECDSA and DSA: `der` signatures, or two numbers of the same length (IEEE P1363). OpenSSL signs no digest of open length. */
function withNumbers(group, test, file) {
  const digest = digestName(group.sha);
  if (!hashes.has(digest) || digest.startsWith('shake')) return undefined;
  return verifies(digest, group, test, { dsaEncoding: file.includes('p1363') ? 'ieee-p1363' : 'der' });
}

check(/^ecdsa_(?!.*bitcoin)/, withNumbers);
check(/^dsa_/, withNumbers);
check(/^ed(25519|448)$/, (group, test) => verifies(null, group, test));
check(/^mldsa_\d+_verify$/, (group, test) => verifies(null, group, test, test.ctx === undefined ? {} : { context: hex(test.ctx) }));
