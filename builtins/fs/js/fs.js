'use strict';

/** `node:fs`: what its families export, under one roof. */

const constants = require('internal:fs/constants');
const { toUnixTime } = require('internal:fs/arguments');
const descriptor = require('internal:fs/descriptor');
const { Dirent } = require('internal:fs/dirent');
const metadata = require('internal:fs/metadata');
const names = require('internal:fs/names');
const onDemand = require('internal:fs/on_demand');
const { readFile, readFileSync } = require('internal:fs/read_file');
const { readdir, readdirSync } = require('internal:fs/readdir');
const { rm, rmSync } = require('internal:fs/rm');
const { PublicStats } = require('internal:fs/stats');
const { appendFile, appendFileSync, writeFile, writeFileSync } = require('internal:fs/write_file');

module.exports = {
  appendFile,
  appendFileSync,
  access: metadata.access,
  accessSync: metadata.accessSync,
  chown: metadata.chown,
  chownSync: metadata.chownSync,
  chmod: metadata.chmod,
  chmodSync: metadata.chmodSync,
  close: descriptor.close,
  closeSync: descriptor.closeSync,
  copyFile: names.copyFile,
  copyFileSync: names.copyFileSync,
  cp: onDemand.cp,
  cpSync: onDemand.cpSync,
  createReadStream: onDemand.createReadStream,
  createWriteStream: onDemand.createWriteStream,
  exists: metadata.exists,
  existsSync: metadata.existsSync,
  fchown: metadata.fchown,
  fchownSync: metadata.fchownSync,
  fchmod: metadata.fchmod,
  fchmodSync: metadata.fchmodSync,
  fdatasync: descriptor.fdatasync,
  fdatasyncSync: descriptor.fdatasyncSync,
  fstat: metadata.fstat,
  fstatSync: metadata.fstatSync,
  fsync: descriptor.fsync,
  fsyncSync: descriptor.fsyncSync,
  ftruncate: descriptor.ftruncate,
  ftruncateSync: descriptor.ftruncateSync,
  futimes: metadata.futimes,
  futimesSync: metadata.futimesSync,
  glob: onDemand.glob,
  globSync: onDemand.globSync,
  lchown: metadata.lchown,
  lchownSync: metadata.lchownSync,
  // Links have no mode of their own on Linux.
  lchmod: undefined,
  lchmodSync: undefined,
  link: names.link,
  linkSync: names.linkSync,
  lstat: metadata.lstat,
  lstatSync: metadata.lstatSync,
  lutimes: metadata.lutimes,
  lutimesSync: metadata.lutimesSync,
  mkdir: names.mkdir,
  mkdirSync: names.mkdirSync,
  mkdtemp: names.mkdtemp,
  mkdtempSync: names.mkdtempSync,
  mkdtempDisposableSync: names.mkdtempDisposableSync,
  open: descriptor.open,
  openSync: descriptor.openSync,
  openAsBlob: onDemand.openAsBlob,
  openAsBlobSync: onDemand.openAsBlobSync,
  readdir,
  readdirSync,
  read: descriptor.read,
  readSync: descriptor.readSync,
  readv: descriptor.readv,
  readvSync: descriptor.readvSync,
  readFile,
  readFileSync,
  readlink: names.readlink,
  readlinkSync: names.readlinkSync,
  realpath: names.realpath,
  realpathSync: names.realpathSync,
  rename: names.rename,
  renameSync: names.renameSync,
  rm,
  rmSync,
  rmdir: names.rmdir,
  rmdirSync: names.rmdirSync,
  stat: metadata.stat,
  statfs: metadata.statfs,
  statSync: metadata.statSync,
  statfsSync: metadata.statfsSync,
  symlink: names.symlink,
  symlinkSync: names.symlinkSync,
  truncate: names.truncate,
  truncateSync: names.truncateSync,
  unwatchFile: onDemand.unwatchFile,
  unlink: names.unlink,
  unlinkSync: names.unlinkSync,
  utimes: metadata.utimes,
  utimesSync: metadata.utimesSync,
  watch: onDemand.watch,
  watchFile: onDemand.watchFile,
  writeFile,
  writeFileSync,
  write: descriptor.write,
  writeSync: descriptor.writeSync,
  writev: descriptor.writev,
  writevSync: descriptor.writevSync,
  Dirent,
  Stats: PublicStats,
  _toUnixTimestamp: toUnixTime,
  opendir: onDemand.opendir,
  opendirSync: onDemand.opendirSync,
};

onDemand.defineClasses(module.exports);

Object.defineProperties(module.exports, {
  constants: { __proto__: null, value: constants, enumerable: true },
  promises: {
    __proto__: null,
    get() {
      return require('node:fs/promises');
    },
    enumerable: true,
    configurable: true,
  },
});
