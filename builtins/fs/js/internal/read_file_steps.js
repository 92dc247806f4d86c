'use strict';

/**
 * `readFile` while async hooks are enabled: the requests that Node makes of it (open, look, read, close), each triggered by the one before. Without
 * hooks the whole file is one job of the pool.
 */

const { Buffer } = require('node:buffer');
const { CURRENT } = require('internal:fs/descriptor');
const { isFd } = require('internal:fs/paths');
const { toStats } = require('internal:fs/stats');

/** The most bytes of one request. */
const kChunk = 512 * 1024;
/** The most bytes of a file, as of one read of the system. */
const kLargest = 2 ** 31 - 1;
const NO_MODE = 0;

/** @param {string | Uint8Array | number} source @param {number} flags @param {(error: Error | null, bytes?: Uint8Array) => void} callback */
function readInSteps(source, flags, callback) {
  if (isFd(source)) {
    look(source, callback);
    return;
  }
  binding.open(source, flags, NO_MODE, (error, fd) => {
    if (error) callback(error);
    else look(fd, (failed, bytes) => binding.close(fd, (closing) => callback(failed ?? closing ?? null, bytes)));
  });
}

/** The size of a file is what it has at first; what is no regular file is read to its end. */
function look(fd, callback) {
  binding.fstat(fd, false, (error, fields) => {
    if (error) {
      callback(error);
      return;
    }
    const stats = toStats(fields);
    const size = stats.isFile() ? stats.size : 0;
    if (size > kLargest) {
      const { codes } = require('internal:shared/errors');
      callback(new codes.ERR_FS_FILE_TOO_LARGE(size));
      return;
    }
    new Reading(fd, size, callback).next();
  });
}

class Reading {
  constructor(fd, size, callback) {
    this.fd = fd;
    this.size = size;
    this.callback = callback;
    this.chunks = [];
    this.total = 0;
    this.advance = (error, count) => this.took(error, count);
  }

  next() {
    const left = this.size === 0 ? kChunk : Math.min(kChunk, this.size - this.total);
    this.chunk = Buffer.allocUnsafeSlow(left);
    binding.read(this.fd, this.chunk, 0, left, CURRENT, this.advance);
  }

  took(error, count) {
    if (error) {
      this.callback(error);
      return;
    }
    if (count > 0) this.chunks.push(this.chunk.subarray(0, count));
    this.total += count;
    if (count === 0 || this.total === this.size) this.callback(null, Buffer.concat(this.chunks, this.total));
    else this.next();
  }
}

module.exports = { readInSteps };
