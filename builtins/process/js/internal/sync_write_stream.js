'use strict';

const { Writable } = require('node:stream');
const { errnoException } = require('internal:shared/errors');

/** A Writable whose every write has reached the descriptor when it returns. */
class SyncWriteStream extends Writable {
  /** @param {number} fd */
  constructor(fd) {
    super({ autoDestroy: true, decodeStrings: true });
    this.fd = fd;
    this.readable = false;
  }

  _write(chunk, encoding, callback) {
    const errno = binding.writeFully(this.fd, chunk);
    callback(errno === 0 ? null : errnoException(errno, 'write'));
  }
}

module.exports = { SyncWriteStream };
