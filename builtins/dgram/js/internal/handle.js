'use strict';

/** The native handles, and what comes on them. */

const { Buffer } = require('node:buffer');
const { announce, counts, endAtClose, runIn } = require('internal:async_hooks/resources');
const { codes, errnoException } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');
const { isIP } = require('internal:net/ip');
const { kOwner, opened } = require('internal:async_hooks/open_handles');

const kState = Symbol('dgram.state');

const ANY_ADDRESS = { udp4: '0.0.0.0', udp6: '::' };
const OWN_ADDRESS = { udp4: '127.0.0.1', udp6: '::1' };

/**
 * A handle without a descriptor. Its `lookup(address, callback)` finds the address of a name in the socket's family.
 * @param {'udp4' | 'udp6'} type @param {Function} [lookup]
 */
function createHandle(type, lookup) {
  if (lookup === undefined) lookup = require('node:dns').lookup;
  else validateFunction(lookup, 'lookup');
  if (type !== 'udp4' && type !== 'udp6') throw new codes.ERR_SOCKET_BAD_TYPE();
  const handle = new binding.UDP(onMessage);
  const family = type === 'udp4' ? 4 : 6;
  handle[kOwner] = null;
  announce(handle, 'UDPWRAP');
  opened(handle, 'UDPWrap');
  handle.lookup = (address, callback) => lookup(address || OWN_ADDRESS[type], family, callback);
  return handle;
}

endAtClose(binding.UDP.prototype);

/**
 * @param {string} address @param {number} port @param {'udp4' | 'udp6'} type @param {number} [fd] @param {number} [flags]
 * @returns {object | number} the handle, or the number of an error
 */
function createBoundHandle(address, port, type, fd, flags) {
  const handle = createHandle(type);
  let errno = 0;
  if (Number.isInteger(fd) && fd > 0) {
    const kind = require('internal:tty/handle_type').guessHandleType(fd);
    errno = kind === 'UDP' ? handle.open(fd) : UV_EINVAL;
  } else if (port || address) {
    errno = handle.bind(address || ANY_ADDRESS[type], port || 0, flags ?? 0);
  }
  if (!errno) return handle;
  handle.close();
  return errno;
}

const UV_EINVAL = -22;

/** Whether a value is one of the handles that are made here. */
function isNative(value) {
  return value instanceof binding.UDP;
}

/** Called with the handle as `this`; a negative count is an error. */
function onMessage(count, bytes, address, port, family) {
  if (counts.hooks === 0) takeMessage(this[kOwner], count, bytes, address, port, family);
  else runIn(this, takeMessage, undefined, this[kOwner], count, bytes, address, port, family);
}

function takeMessage(socket, count, bytes, address, port, family) {
  if (count < 0) {
    socket.emit('error', errnoException(count, 'recvmsg'));
    return;
  }
  if (socket[kState].receiveBlockList?.check(address, `ipv${isIP(address)}`)) return;
  socket.emit('message', Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { address, family, port, size: count });
}

module.exports = { ANY_ADDRESS, createBoundHandle, createHandle, isNative, kOwner, kState };
