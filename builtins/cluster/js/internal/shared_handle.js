'use strict';

/** A bound socket of the primary process of which every worker gets a descriptor: the system decides who takes a connection. */

const assert = require('node:assert');
const { createServerHandle, openAny } = require('internal:net/server');

class SharedHandle {
  /** @param {string} key @param {string | null} address @param {object} query */
  constructor(key, address, query) {
    this.key = key;
    this.workers = new Map();
    const bound = bind(address, query);
    this.errno = typeof bound === 'number' ? bound : 0;
    this.handle = typeof bound === 'number' ? null : bound;
  }

  /** @param {object} worker @param {(errno: number, reply: null, handle: object | null) => void} answer */
  add(worker, answer) {
    assert(!this.workers.has(worker.id));
    this.workers.set(worker.id, worker);
    answer(this.errno, null, this.handle);
  }

  has(worker) {
    return this.workers.has(worker.id);
  }

  /** Whether that was the last worker, with whom the socket is closed. */
  remove(worker) {
    if (!this.workers.delete(worker.id) || this.workers.size > 0) return false;
    this.handle?.close(undefined);
    this.handle = null;
    return true;
  }
}

/** The handle, or the number of the error. */
function bind(address, { port, addressType, fd, flags }) {
  if (addressType === 'udp4' || addressType === 'udp6') {
    return require('node:dgram')._createSocketHandle(address, port, addressType, fd, flags);
  }
  if (address || fd >= 0) return createServerHandle(address, port, addressType, fd, flags);
  return openAny(port, flags)[0];
}

module.exports = { SharedHandle };
