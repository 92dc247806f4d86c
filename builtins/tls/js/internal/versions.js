'use strict';

/** Versions of TLS by their names, and the methods of OpenSSL that stand for versions. */

const { codes } = require('internal:shared/errors');

const TLS1 = 0x301;
const TLS1_1 = 0x302;
const TLS1_2 = 0x303;
const TLS1_3 = 0x304;

const kNumbers = { __proto__: null, TLSv1: TLS1, 'TLSv1.1': TLS1_1, 'TLSv1.2': TLS1_2, 'TLSv1.3': TLS1_3 };

/** The bounds of each method; 0 leaves one open, undefined keeps the one of the options. */
const kMethods = {
  __proto__: null,
  SSLv23: [undefined, TLS1_2],
  TLS: [0, TLS1_3],
  TLSv1: [TLS1, TLS1],
  TLSv1_1: [TLS1_1, TLS1_1],
  TLSv1_2: [TLS1_2, TLS1_2],
};

/** No method was named. */
const kKeepsVersions = Symbol('tls.keepsVersions');

/** @param {string} name @param {'minimum' | 'maximum'} which @returns {number} */
function versionNumber(name, which) {
  const number = kNumbers[name];
  if (number === undefined) throw new codes.ERR_TLS_INVALID_PROTOCOL_VERSION(JSON.stringify(name), which);
  return number;
}

/** The end that a method such as `TLS_client_method` is for. @returns {'client' | 'server' | 'both'} */
function methodEnds(name) {
  return typeof name === 'string' ? /_(client|server)_method$/.exec(name)?.[1] ?? 'both' : 'both';
}

/** The lowest and the highest version of a method such as `TLSv1_2_method`. */
function methodVersions(name) {
  if (typeof name !== 'string') return kKeepsVersions;
  const match = /^(\w+?)(_server|_client)?_method$/.exec(name);
  if (match !== null && (match[1] === 'SSLv2' || match[1] === 'SSLv3')) throw methodError(`${match[1]} methods disabled`);
  const versions = match === null ? undefined : kMethods[match[1]];
  if (versions === undefined) throw methodError(`Unknown method: ${name}`);
  return versions;
}

function methodError(message) {
  return Object.assign(new TypeError(message), { code: 'ERR_TLS_INVALID_PROTOCOL_METHOD' });
}

module.exports = { kKeepsVersions, methodEnds, methodVersions, versionNumber, TLS1_2, TLS1_3 };
