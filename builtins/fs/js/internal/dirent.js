'use strict';

/** A name in a directory, with its kind. */

const { codes } = require('internal:shared/errors');
const constants = require('internal:fs/constants');
const { asBuffer, decodeName } = require('internal:fs/paths');

const {
  UV_DIRENT_BLOCK,
  UV_DIRENT_CHAR,
  UV_DIRENT_DIR,
  UV_DIRENT_FIFO,
  UV_DIRENT_FILE,
  UV_DIRENT_LINK,
  UV_DIRENT_SOCKET,
} = constants;

const kType = Symbol('type');

class Dirent {
  constructor(name, path, type) {
    this.name = name;
    this.parentPath = path;
    this[kType] = type;
  }

  isDirectory() {
    return this[kType] === UV_DIRENT_DIR;
  }

  isFile() {
    return this[kType] === UV_DIRENT_FILE;
  }

  isBlockDevice() {
    return this[kType] === UV_DIRENT_BLOCK;
  }

  isCharacterDevice() {
    return this[kType] === UV_DIRENT_CHAR;
  }

  isSymbolicLink() {
    return this[kType] === UV_DIRENT_LINK;
  }

  isFIFO() {
    return this[kType] === UV_DIRENT_FIFO;
  }

  isSocket() {
    return this[kType] === UV_DIRENT_SOCKET;
  }
}

/**
 * The entries an op listed.
 * @param {[names: (string | Uint8Array)[], kinds: Uint8Array]} listing
 * @param {string | Uint8Array} path of the directory
 */
function toDirents([names, kinds], path, encoding) {
  return names.map((name, i) => new Dirent(decodeName(name, encoding), path, kinds[i]));
}

/** As `toDirents`, for names with the directories below `path` that they are in. */
function toNestedDirents([names, kinds], path, encoding) {
  const { join } = require('node:path');
  return names.map((name, i) => {
    const text = typeof name === 'string' ? name : asBuffer(name).toString('latin1');
    const slash = text.lastIndexOf('/');
    if (slash === -1) return new Dirent(decodeName(name, encoding), path, kinds[i]);
    const own = typeof name === 'string' ? name.slice(slash + 1) : name.subarray(slash + 1);
    return new Dirent(decodeName(own, encoding), join(path, text.slice(0, slash)), kinds[i]);
  });
}

/** A recursive listing joins names to paths, which bytes cannot be. */
function refuseBytes(path) {
  if (typeof path !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('path', 'string', path);
}

module.exports = { Dirent, refuseBytes, toDirents, toNestedDirents };
