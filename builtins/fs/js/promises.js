'use strict';

/** `node:fs/promises`: the promise forms of the families. */

const { codes } = require('internal:shared/errors');
const constants = require('internal:fs/constants');
const dir = require('internal:fs/dir');
const { open } = require('internal:fs/file_handle');
const metadata = require('internal:fs/metadata');
const names = require('internal:fs/names');
const onDemand = require('internal:fs/on_demand');
const readFile = require('internal:fs/read_file');
const readdir = require('internal:fs/readdir');
const rm = require('internal:fs/rm');
const writeFile = require('internal:fs/write_file');

/** Links have no mode of their own on Linux. */
async function lchmod(path, mode) {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
}

module.exports = {
  access: metadata.promises.access,
  copyFile: names.promises.copyFile,
  cp: onDemand.promises.cp,
  glob: onDemand.promises.glob,
  open,
  opendir: dir.promises.opendir,
  rename: names.promises.rename,
  truncate: names.promises.truncate,
  rm: rm.promises.rm,
  rmdir: names.promises.rmdir,
  mkdir: names.promises.mkdir,
  readdir: readdir.promises.readdir,
  readlink: names.promises.readlink,
  symlink: names.promises.symlink,
  lstat: metadata.promises.lstat,
  stat: metadata.promises.stat,
  statfs: metadata.promises.statfs,
  link: names.promises.link,
  unlink: names.promises.unlink,
  chmod: metadata.promises.chmod,
  lchmod,
  lchown: metadata.promises.lchown,
  chown: metadata.promises.chown,
  utimes: metadata.promises.utimes,
  lutimes: metadata.promises.lutimes,
  realpath: names.promises.realpath,
  mkdtemp: names.promises.mkdtemp,
  mkdtempDisposable: names.promises.mkdtempDisposable,
  writeFile: writeFile.promises.writeFile,
  appendFile: writeFile.promises.appendFile,
  readFile: readFile.promises.readFile,
  watch: onDemand.promises.watch,
  constants,
};
