'use strict';

/** `node:sea`: what a program that is packed into its executable may ask of it. */

const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');

/** Whether the program is part of the executable. */
function isSea() {
  return binding.assetKeys() !== undefined;
}

/**
 * @param {string} key
 * @param {string} [encoding] of a text
 * @returns {ArrayBuffer | string} a copy of the asset, or its text
 */
function getAsset(key, encoding) {
  if (encoding !== undefined) validateString(encoding, 'encoding');
  const asset = getRawAsset(key);
  if (encoding === undefined) return asset;
  return new (require('node:util').TextDecoder)(encoding).decode(asset);
}

/** A copy as well: the executable is nothing to write into. @param {string} key @returns {ArrayBuffer} */
function getRawAsset(key) {
  validateString(key, 'key');
  const asset = binding.asset(key);
  if (asset !== undefined) return asset.buffer;
  if (!isSea()) throw new codes.ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
  throw new codes.ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND(key);
}

/** @param {string} key @param {{ type?: string }} [options] of the Blob */
function getAssetAsBlob(key, options) {
  return new (require('node:buffer').Blob)([getRawAsset(key)], options);
}

/** @returns {string[]} in the order of the configuration */
function getAssetKeys() {
  const keys = binding.assetKeys();
  if (keys === undefined) throw new codes.ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
  return keys;
}

module.exports = { isSea, getAsset, getRawAsset, getAssetAsBlob, getAssetKeys };
