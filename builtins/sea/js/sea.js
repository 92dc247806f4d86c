'use strict';

/** `node:sea`. No program is part of this executable, so there are no assets. */

const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');

/** Whether the program is part of the executable. */
function isSea() {
  return false;
}

/** @param {string} key @param {string} [encoding] */
function getAsset(key, encoding) {
  if (encoding !== undefined) validateString(encoding, 'encoding');
  return getRawAsset(key);
}

/** @param {string} key */
function getRawAsset(key) {
  validateString(key, 'key');
  throw new codes.ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
}

/** @param {string} key @param {object} [_options] of the Blob */
function getAssetAsBlob(key, _options) {
  return getRawAsset(key);
}

function getAssetKeys() {
  throw new codes.ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
}

module.exports = { isSea, getAsset, getRawAsset, getAssetAsBlob, getAssetKeys };
