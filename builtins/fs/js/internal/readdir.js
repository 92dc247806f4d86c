'use strict';

/** `readdir`: the names in a directory, or in all directories below it. */

const { validateBoolean } = require('internal:shared/validators');
const { toCallback, toOptions } = require('internal:fs/arguments');
const { refuseBytes, toDirents, toNestedDirents } = require('internal:fs/dirent');
const { decodeName, isUtf8, toPath } = require('internal:fs/paths');
const { promised } = require('internal:fs/promised');

function readdir(path, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  options = toReaddirOptions(options);
  path = toPath(path);
  const done = (error, listing) => {
    if (error) callback(error);
    else callback(null, toResult(listing, path, options));
  };
  if (options.recursive) {
    refuseBytes(path);
    binding.readTree(path, true, !isUtf8(options.encoding), done);
  } else {
    binding.readdir(path, !isUtf8(options.encoding), done);
  }
}

function readdirSync(path, options) {
  options = toReaddirOptions(options);
  path = toPath(path);
  const raw = !isUtf8(options.encoding);
  if (!options.recursive) return toResult(binding.readdir(path, raw), path, options);
  refuseBytes(path);
  return toResult(binding.readTree(path, true, raw), path, options);
}

function toReaddirOptions(options) {
  options = toOptions(options, {});
  if (options.recursive != null) validateBoolean(options.recursive, 'options.recursive');
  return options;
}

function toResult(listing, path, { encoding, recursive, withFileTypes }) {
  if (withFileTypes) return recursive ? toNestedDirents(listing, path, encoding) : toDirents(listing, path, encoding);
  const names = listing[0];
  return isUtf8(encoding) ? names : names.map((name) => decodeName(name, encoding));
}

const promises = {
  async readdir(path, options) {
    options = toReaddirOptions(options);
    path = toPath(path);
    const raw = !isUtf8(options.encoding);
    if (!options.recursive) return toResult(await promised(binding.readdir, path, raw), path, options);
    refuseBytes(path);
    // This form alone does not enter links when it lists kinds.
    const followLinks = !options.withFileTypes;
    return toResult(await promised(binding.readTree, path, followLinks, raw), path, options);
  },
};

module.exports = { promises, readdir, readdirSync };
