'use strict';

/** What `stat` returns: values of the system as numbers or bigints, with names. */

const process = require('internal:process/object');
const constants = require('internal:fs/constants');

const { S_IFMT, S_IFDIR, S_IFREG, S_IFBLK, S_IFCHR, S_IFLNK, S_IFIFO, S_IFSOCK } = constants;
const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/** Nanoseconds of a time beyond its whole seconds, which its milliseconds as a number round. */
const kAtimeRest = Symbol('partialAtimeNs');
const kMtimeRest = Symbol('partialMtimeNs');
const kCtimeRest = Symbol('partialCtimeNs');
const kBirthtimeRest = Symbol('kPartialBirthtimeNs');

/** What both kinds of stats can say of the file's type. */
function StatsBase(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
}

StatsBase.prototype.isDirectory = function isDirectory() {
  return this._checkModeProperty(S_IFDIR);
};
StatsBase.prototype.isFile = function isFile() {
  return this._checkModeProperty(S_IFREG);
};
StatsBase.prototype.isBlockDevice = function isBlockDevice() {
  return this._checkModeProperty(S_IFBLK);
};
StatsBase.prototype.isCharacterDevice = function isCharacterDevice() {
  return this._checkModeProperty(S_IFCHR);
};
StatsBase.prototype.isSymbolicLink = function isSymbolicLink() {
  return this._checkModeProperty(S_IFLNK);
};
StatsBase.prototype.isFIFO = function isFIFO() {
  return this._checkModeProperty(S_IFIFO);
};
StatsBase.prototype.isSocket = function isSocket() {
  return this._checkModeProperty(S_IFSOCK);
};

/** Plain functions rather than classes: `fs.Stats` can be called without `new`. */
function Stats(
  dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs,
  atimeRest = 0, mtimeRest = 0, ctimeRest = 0, birthtimeRest = 0,
) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeMs;
  this.mtimeMs = mtimeMs;
  this.ctimeMs = ctimeMs;
  this.birthtimeMs = birthtimeMs;
  this[kAtimeRest] = atimeRest;
  this[kMtimeRest] = mtimeRest;
  this[kCtimeRest] = ctimeRest;
  this[kBirthtimeRest] = birthtimeRest;
}
inherit(Stats, StatsBase);

Stats.prototype._checkModeProperty = function _checkModeProperty(kind) {
  return (this.mode & S_IFMT) === kind;
};

function BigIntStats(
  dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeNs, mtimeNs, ctimeNs, birthtimeNs,
) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeNs / NANOSECONDS_PER_MILLISECOND;
  this.mtimeMs = mtimeNs / NANOSECONDS_PER_MILLISECOND;
  this.ctimeMs = ctimeNs / NANOSECONDS_PER_MILLISECOND;
  this.birthtimeMs = birthtimeNs / NANOSECONDS_PER_MILLISECOND;
  this.atimeNs = atimeNs;
  this.mtimeNs = mtimeNs;
  this.ctimeNs = ctimeNs;
  this.birthtimeNs = birthtimeNs;
}
inherit(BigIntStats, StatsBase);

BigIntStats.prototype._checkModeProperty = function _checkModeProperty(kind) {
  return (this.mode & BigInt(S_IFMT)) === BigInt(kind);
};

function inherit(Class, Base) {
  Object.setPrototypeOf(Class.prototype, Base.prototype);
  Object.setPrototypeOf(Class, Base);
}

for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
  defineDate(Stats.prototype, name);
  defineDate(BigIntStats.prototype, name);
}

/** Most users of stats look at no date, so one is made when it is asked for and kept from then on. */
function defineDate(prototype, name) {
  const milliseconds = `${name}Ms`;
  Object.defineProperty(prototype, name, {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get() {
      // Half a millisecond more, so that a time set from a Date reads as the same Date in spite of the rounding.
      return keep(this, name, new Date(Math.floor(Number(this[milliseconds]) + 0.5)));
    },
    set(value) {
      keep(this, name, value);
    },
  });
}

for (const [name, rest] of [['atime', kAtimeRest], ['mtime', kMtimeRest], ['ctime', kCtimeRest], ['birthtime', kBirthtimeRest]]) {
  const key = `${name}Ms`;
  defineInstant(Stats.prototype, `${name}Instant`, (stats) => {
    return nanoseconds(BigInt(Math.floor(stats[key] / 1000)), BigInt(stats[rest]));
  });
  defineInstant(BigIntStats.prototype, `${name}Instant`, (stats) => stats[`${name}Ns`]);
}

/** The same time in full precision, made when it is asked for. */
function defineInstant(prototype, key, epochNanoseconds) {
  Object.defineProperty(prototype, key, {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get() {
      return keep(this, key, Temporal.Instant.fromEpochNanoseconds(epochNanoseconds(this)));
    },
    set(value) {
      keep(this, key, value);
    },
  });
}

function keep(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
  return value;
}

function milliseconds(seconds, nanoseconds) {
  return seconds * 1000 + nanoseconds / 1_000_000;
}

function nanoseconds(seconds, rest) {
  return seconds * NANOSECONDS_PER_SECOND + rest;
}

/**
 * Stats from the fields of an op: ten values, then seconds and nanoseconds of four times.
 * @param {number[] | bigint[]} f
 */
function toStats(f) {
  if (typeof f[0] === 'bigint') {
    return new BigIntStats(
      f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9],
      nanoseconds(f[10], f[11]), nanoseconds(f[12], f[13]), nanoseconds(f[14], f[15]), nanoseconds(f[16], f[17]),
    );
  }
  return new Stats(
    f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9],
    milliseconds(f[10], f[11]), milliseconds(f[12], f[13]), milliseconds(f[14], f[15]), milliseconds(f[16], f[17]),
    f[11], f[13], f[15], f[17],
  );
}

/** What `statfs` returns. */
class StatFs {
  constructor(type, bsize, frsize, blocks, bfree, bavail, files, ffree) {
    this.type = type;
    this.bsize = bsize;
    this.frsize = frsize;
    this.blocks = blocks;
    this.bfree = bfree;
    this.bavail = bavail;
    this.files = files;
    this.ffree = ffree;
  }
}

/** @param {number[] | bigint[]} fields */
function toStatFs(fields) {
  return new StatFs(...fields);
}

let hasWarned = false;

/** The public constructor, which user code has no reason to call. */
function deprecated(
  dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs,
) {
  if (!hasWarned) {
    hasWarned = true;
    process.emitWarning('fs.Stats constructor is deprecated.', 'DeprecationWarning', 'DEP0180', deprecated);
  }
  return Reflect.construct(Stats, arguments, new.target ?? Stats);
}
deprecated.prototype = Stats.prototype;
Object.setPrototypeOf(deprecated, Stats);

module.exports = { BigIntStats, PublicStats: deprecated, Stats, toStatFs, toStats };
