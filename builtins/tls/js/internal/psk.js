'use strict';

/** Pre-shared keys: what the program's callback answers, checked. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateBuffer, validateObject, validateString } = require('internal:shared/validators');

/** The key of an identity; nothing refuses it. */
function serverKey(socket, identity, most) {
  const answer = socket._tlsOptions.pskCallback(socket, identity);
  if (answer === null || answer === undefined) return undefined;
  if (!ArrayBuffer.isView(answer) && typeof answer !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('ret', ['Object', 'Buffer', 'TypedArray', 'DataView'], answer);
  }
  return checkedKey(ArrayBuffer.isView(answer) ? answer : answer.psk, most);
}

/** `[identity, key]`; nothing offers none. */
function clientKey(socket, hint, mostIdentity, mostKey) {
  const answer = socket._tlsOptions.pskCallback(hint);
  if (answer === null || answer === undefined) return undefined;
  validateObject(answer, 'ret');
  const key = checkedKey(answer.psk, mostKey);
  validateString(answer.identity, 'identity');
  if (Buffer.byteLength(answer.identity) > mostIdentity) {
    throw new codes.ERR_INVALID_ARG_VALUE('identity', answer.identity, `PSK identity exceeds ${mostIdentity} bytes`);
  }
  return [answer.identity, key];
}

function checkedKey(key, most) {
  validateBuffer(key, 'psk');
  if (key.byteLength > most) throw new codes.ERR_INVALID_ARG_VALUE('psk', key, `Pre-shared key exceeds ${most} bytes`);
  return key;
}

module.exports = { clientKey, serverKey };
