'use strict';

/**
 * The parts of `node:fs` that few programs use, loaded by their first call: `require('node:fs')` is on the way of every start.
 */

function cp(src, dest, options, callback) {
  require('internal:fs/cp').cp(src, dest, options, callback);
}

function cpSync(src, dest, options) {
  require('internal:fs/cp').cpSync(src, dest, options);
}

function glob(pattern, options, callback) {
  require('internal:fs/glob').glob(pattern, options, callback);
}

function globSync(pattern, options) {
  return require('internal:fs/glob').globSync(pattern, options);
}

function openAsBlob(path, options = undefined) {
  return require('internal:fs/blob').openAsBlob(path, options);
}

function openAsBlobSync(path, options = undefined) {
  return require('internal:fs/blob').openAsBlobSync(path, options);
}

function opendir(path, options, callback) {
  require('internal:fs/dir').opendir(path, options, callback);
}

function opendirSync(path, options) {
  return require('internal:fs/dir').opendirSync(path, options);
}

function watch(filename, options, listener) {
  return require('internal:fs/watch').watch(filename, options, listener);
}

function watchFile(filename, options, listener) {
  return require('internal:fs/watch_file').watchFile(filename, options, listener);
}

function unwatchFile(filename, listener) {
  require('internal:fs/watch_file').unwatchFile(filename, listener);
}

/** The classes are those that `node:fs` has at the time, which programs replace to change the streams of others. */
function createReadStream(path, options) {
  const { ReadStream } = require('node:fs');
  return new ReadStream(path, options);
}

function createWriteStream(path, options) {
  const { WriteStream } = require('node:fs');
  return new WriteStream(path, options);
}

const promises = {
  async cp(src, dest, options) {
    await require('internal:fs/cp').promises.cp(src, dest, options);
  },
  async *glob(pattern, options) {
    yield* require('internal:fs/glob').promises.glob(pattern, options);
  },
  async *watch(filename, options = {}) {
    yield* require('internal:fs/watch').promises.watch(filename, options);
  },
};

/** Classes of `node:fs` as properties that load their module and may be assigned. */
const CLASSES = [
  ['ReadStream', 'internal:fs/streams', 'ReadStream'],
  ['WriteStream', 'internal:fs/streams', 'WriteStream'],
  ['FileReadStream', 'internal:fs/streams', 'ReadStream'],
  ['FileWriteStream', 'internal:fs/streams', 'WriteStream'],
  ['Utf8Stream', 'internal:fs/utf8_stream', 'Utf8Stream'],
  ['Dir', 'internal:fs/dir', 'Dir'],
];

/** @param {object} target the exports of `node:fs` */
function defineClasses(target) {
  for (const [name, module, exported] of CLASSES) {
    let assigned;
    Object.defineProperty(target, name, {
      __proto__: null,
      get: () => (assigned ??= require(module)[exported]),
      set: (value) => {
        assigned = value;
      },
      enumerable: true,
      configurable: true,
    });
  }
}

module.exports = {
  cp,
  cpSync,
  createReadStream,
  createWriteStream,
  defineClasses,
  glob,
  globSync,
  openAsBlob,
  openAsBlobSync,
  opendir,
  opendirSync,
  promises,
  unwatchFile,
  watch,
  watchFile,
};
