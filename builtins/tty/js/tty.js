'use strict';

/** `node:tty`: terminals as streams. */

const net = require('node:net');
const { codes, errnoException } = require('internal:shared/errors');
const { TTY, createStream } = require('internal:net/handles');
const { getColorDepth, hasColors } = require('internal:tty/colors');
const { methods } = require('internal:tty/terminal_handle');

const LARGEST_FD = 2 ** 31 - 1;

/** Whether the descriptor is a terminal. @param {number} fd */
function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= LARGEST_FD && binding.isTerminal(fd);
}

/** Opens the terminal anew for a stream of ours, which then owns the descriptor. */
function openTerminal(fd) {
  if (fd >> 0 !== fd || fd < 0) throw new codes.ERR_INVALID_FD(fd);
  if (!binding.isTerminal(fd)) {
    throw new codes.ERR_TTY_INIT_FAILED({ errno: -22, code: 'EINVAL', message: 'invalid argument', syscall: 'uv_tty_init' });
  }
  const handle = createStream(TTY);
  const failed = handle.open(binding.openTerminal(fd));
  if (failed) throw errnoException(failed, 'open');
  return Object.assign(handle, methods);
}

// --- Input ---------------------------------------------------------------------------------------------------------------

/** @param {number} fd @param {object} [options] of net.Socket */
function ReadStream(fd, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(fd, options);
  const handle = openTerminal(fd);
  net.Socket.call(this, { highWaterMark: 0, handle, manualStart: true, ...options });
  this.isRaw = false;
  this.isTTY = true;
}
Object.setPrototypeOf(ReadStream.prototype, net.Socket.prototype);
Object.setPrototypeOf(ReadStream, net.Socket);

/** Raw: every key at once, without echo and signals. @param {boolean} flag */
ReadStream.prototype.setRawMode = function setRawMode(flag) {
  flag = Boolean(flag);
  const failed = this._handle.setRawMode(flag);
  if (failed) {
    this.emit('error', errnoException(failed, 'setRawMode'));
    return this;
  }
  this.isRaw = flag;
  return this;
};

// --- Output --------------------------------------------------------------------------------------------------------------

/** @param {number} fd */
function WriteStream(fd) {
  if (!(this instanceof WriteStream)) return new WriteStream(fd);
  const handle = openTerminal(fd);
  net.Socket.call(this, { handle, manualStart: true });
  // A program that prints and exits has printed.
  handle.setBlocking(true);
  const size = [];
  if (handle.getWindowSize(size) === 0) [this.columns, this.rows] = size;
}
Object.setPrototypeOf(WriteStream.prototype, net.Socket.prototype);
Object.setPrototypeOf(WriteStream, net.Socket);

WriteStream.prototype.isTTY = true;
WriteStream.prototype.getColorDepth = getColorDepth;
WriteStream.prototype.hasColors = hasColors;

/** Reads the size of the terminal again; emits `resize` when it changed. */
WriteStream.prototype._refreshSize = function _refreshSize() {
  const size = [];
  const failed = this._handle.getWindowSize(size);
  if (failed) {
    this.emit('error', errnoException(failed, 'getWindowSize'));
    return;
  }
  const [columns, rows] = size;
  if (columns === this.columns && rows === this.rows) return;
  this.columns = columns;
  this.rows = rows;
  this.emit('resize');
};

WriteStream.prototype.getWindowSize = function getWindowSize() {
  return [this.columns, this.rows];
};

WriteStream.prototype.cursorTo = function cursorTo(x, y, callback) {
  return require('node:readline').cursorTo(this, x, y, callback);
};

WriteStream.prototype.moveCursor = function moveCursor(dx, dy, callback) {
  return require('node:readline').moveCursor(this, dx, dy, callback);
};

WriteStream.prototype.clearLine = function clearLine(direction, callback) {
  return require('node:readline').clearLine(this, direction, callback);
};

WriteStream.prototype.clearScreenDown = function clearScreenDown(callback) {
  return require('node:readline').clearScreenDown(this, callback);
};

module.exports = { isatty, ReadStream, WriteStream };
