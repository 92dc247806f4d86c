'use strict';

/** Subresource integrity (https://w3c.github.io/webappsec-subresource-integrity/). */

const kStrength = ['sha256', 'sha384', 'sha512'];

/** @param {string} metadata @param {Uint8Array} bytes @returns {boolean} also true when nothing is asked for */
function matchesIntegrity(metadata, bytes) {
  const items = [...metadata.matchAll(/(?:^|\s)(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?\S*)?(?=\s|$)/gi)]
    .map(([, algorithm, digest]) => ({ algorithm: algorithm.toLowerCase(), digest }));
  if (items.length === 0) return true;
  const strongest = kStrength.findLast((algorithm) => items.some((item) => item.algorithm === algorithm));
  const actual = plain(require('node:crypto').createHash(strongest).update(bytes).digest('base64'));
  return items.some(({ algorithm, digest }) => algorithm === strongest && plain(digest) === actual);
}

function plain(base64) {
  return base64.replace(/=+$/, '').replace(/-/g, '+').replace(/_/g, '/');
}

module.exports = { matchesIntegrity };
