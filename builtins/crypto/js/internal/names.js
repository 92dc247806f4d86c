'use strict';

/** `getHashes()`, `getCiphers()`, `getCurves()`, `getMacs()`, `getCipherInfo()`. */

const { codes } = require('internal:shared/errors');
const { validateInt32, validateObject } = require('internal:shared/validators');

/** Lists do not change while the process runs. @param {() => string[]} load */
function cached(load) {
  let list;
  return () => {
    list ??= load();
    return list.slice();
  };
}

function byCodeUnit(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names without repetitions, in order. OpenSSL's own in capitals are listed in lower case; numbers of objects are left out. */
function listed(names, keep) {
  const known = new Set();
  for (const name of names) {
    if (/^\d+(?:\.\d+)+$/.test(name)) continue;
    const shown = keep(name) ? name : name.toLowerCase();
    known.add(shown);
  }
  return [...known].sort(byCodeUnit);
}

/** Names of digests that are in mixed case by long custom. */
const kCustomaryDigest = /^RSA-|Encryption$|WithRSA$/;

const getHashes = cached(() => {
  const names = binding.digestNames().filter((name) => !/^(?:null|undef)$/i.test(name));
  return listed(names, (name) => kCustomaryDigest.test(name));
});

const getCiphers = cached(() => {
  return listed(binding.cipherNames().filter((name) => getCipherInfo(name) !== undefined), () => false);
});

/** AES joined with a digest serves TLS records only. @param {string} name */
function isComposite(name) {
  return /^AES-.*-(?:HMAC-|ETM)/i.test(name);
}

const getCurves = cached(() => binding.curveNames().sort(byCodeUnit));

const getMacs = cached(() => listed(binding.macNames(), () => false));

/**
 * @param {string | number} nameOrNid
 * @param {{ keyLength?: number, ivLength?: number }} [options]
 */
function getCipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') validateInt32(nameOrNid, 'nameOrNid');
  if (options !== undefined) validateObject(options, 'options');
  const { keyLength, ivLength } = options ?? {};
  if (keyLength !== undefined) validateInt32(keyLength, 'options.keyLength');
  if (ivLength !== undefined) validateInt32(ivLength, 'options.ivLength');
  const byName = typeof nameOrNid === 'string';
  const name = byName ? nameOrNid : undefined;
  const nid = byName ? 0 : nameOrNid;
  const usual = binding.cipherInfo(name, nid);
  if (usual === undefined || isComposite(usual[1]) || usual[5] === 0 || !takesLength(usual, ivLength)) return undefined;
  return describe(binding.cipherInfo(name, nid, keyLength, ivLength));
}

/** Only authenticated modes choose their vector's length, each within its limits. */
function takesLength([mode, , , , usualIv, , isAuthenticated], ivLength = usualIv) {
  if (ivLength === usualIv) return true;
  if (mode === 'ccm') return ivLength >= 7 && ivLength <= 13;
  if (mode === 'ocb') return ivLength > 0 && ivLength <= 15;
  if (mode === 'siv' || mode === 'gcm-siv') return false;
  return isAuthenticated && ivLength > 0;
}

/** Fields that say nothing are undefined. */
function describe(info) {
  if (info === undefined) return undefined;
  const [mode, name, nid, blockSize, ivLength, keyLength] = info;
  return {
    __proto__: null,
    mode,
    name: name.toLowerCase(),
    nid: nid || undefined,
    keyLength,
    blockSize: mode === 'stream' ? undefined : blockSize,
    ivLength: ivLength || undefined,
  };
}

module.exports = { getCipherInfo, getCiphers, getCurves, getHashes, getMacs, isComposite };
