'use strict';

/** RSA's padding as native parameters. */

const { codes } = require('internal:shared/errors');

const kPssPadding = 6;

function integerOption(options, name) {
  const value = options[name];
  if (value === undefined) return undefined;
  if (value !== value >> 0) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  return value;
}

/**
 * What a signing or verifying function's key argument says besides the key.
 * @param {object} options
 */
function schemeOf(options) {
  const isPlain = typeof options === 'object' && options !== null;
  return {
    padding: isPlain ? integerOption(options, 'padding') : undefined,
    saltLength: isPlain ? integerOption(options, 'saltLength') : undefined,
    dsaEncoding: isPlain ? dsaEncodingOf(options) : undefined,
    context: isPlain ? contextOf(options) : undefined,
  };
}

function dsaEncodingOf({ dsaEncoding }) {
  if (dsaEncoding === undefined || dsaEncoding === 'der' || dsaEncoding === 'ieee-p1363') return dsaEncoding;
  throw new codes.ERR_INVALID_ARG_VALUE('options.dsaEncoding', dsaEncoding);
}

function contextOf({ context }) {
  if (context === undefined) return undefined;
  const bytes = require('internal:crypto/bytes').requireBytes(context, 'options.context');
  if (bytes.byteLength > 255) {
    throw Object.assign(new codes.ERR_OUT_OF_RANGE('context', '', 0), { message: 'context string must be at most 255 bytes' });
  }
  return bytes;
}

/**
 * Parameters of one signature with a key.
 * @param {object} handle @param {ReturnType<typeof schemeOf>} scheme
 */
function signatureParams(handle, scheme) {
  const params = [];
  if (isRsa(handle)) pushPadding(params, scheme, handle.typeName === 'RSA-PSS' ? kPssPadding : 1, handle.kind);
  if (scheme.context !== undefined) params.push('o', 'context-string', scheme.context);
  return params;
}

/** Without a length a salt is as long as the key allows when signing, and of any length when verifying: 'auto' does both. */
function pushPadding(params, { padding = undefined, saltLength }, usual) {
  const used = padding ?? usual;
  params.push('s', 'pad-mode', used);
  if (used !== kPssPadding) return;
  if (saltLength !== undefined) params.push('s', 'saltlen', saltLength);
  else if (usual !== kPssPadding) params.push('t', 'saltlen', 'auto');
}

function isRsa(handle) {
  return handle.typeName === 'RSA' || handle.typeName === 'RSA-PSS';
}

module.exports = { isRsa, schemeOf, signatureParams };
