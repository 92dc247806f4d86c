'use strict';

/** A server that listens in the primary process and gives its connections to the workers in turn. */

const assert = require('node:assert');
const net = require('node:net');
const { send } = require('internal:cluster/messages');
const { kIpv6Only } = require('internal:net/handles');

class RoundRobinHandle {
  /** @param {string} key @param {string} address @param {object} query what the first worker asked for */
  constructor(key, address, query) {
    this.key = key;
    /** Workers that share the server. @type {Map<number, object>} */
    this.all = new Map();
    /** Those of them that wait for a connection, longest first. */
    this.free = new Map();
    /** The connection that a worker was given and has not answered for, by its id. */
    this.given = new Map();
    /** Connections that wait for a worker. */
    this.waiting = new Set();
    this.handle = null;
    this.server = net.createServer(assert.fail);
    this.server.listen(placeOf(address, query));
    this.server.once('listening', () => this.#takeHandle());
  }

  /** The server was only needed to listen: its connections never become sockets here. */
  #takeHandle() {
    this.handle = this.server._handle;
    this.handle.onconnection = (status, connection) => this.distribute(status, connection);
    this.server._handle = null;
    this.server = null;
  }

  /** @param {object} worker @param {(errno: number | null, reply: object | null, handle: null) => void} answer */
  add(worker, answer) {
    assert(!this.all.has(worker.id));
    this.all.set(worker.id, worker);
    const listening = () => {
      const name = this.handle.getsockname();
      if (Array.isArray(name)) answer(null, { sockname: { address: name[0], family: name[2], port: name[1] } }, null);
      else answer(null, null, null);
      this.handOff(worker);
    };
    if (this.server === null) {
      listening();
      return;
    }
    this.server.once('listening', listening);
    this.server.once('error', (error) => answer(error.errno, null));
  }

  has(worker) {
    return this.all.has(worker.id);
  }

  /** Whether that was the last worker, with whom the server ends. */
  remove(worker) {
    if (!this.all.delete(worker.id)) return false;
    this.free.delete(worker.id);
    this.takeBack(worker);
    if (this.all.size > 0) return false;
    for (const connection of this.waiting) connection.close(undefined);
    this.waiting.clear();
    this.handle?.close(undefined);
    this.handle = null;
    return true;
  }

  /** The connection that a dead worker was given and did not take goes to another one. */
  takeBack(worker) {
    const connection = this.given.get(worker.id);
    if (connection === undefined) return;
    this.given.delete(worker.id);
    this.distribute(0, connection);
  }

  distribute(status, connection) {
    // A failed accept has no connection; the next one comes by itself.
    if (status) return;
    this.waiting.add(connection);
    const [next] = this.free;
    if (next === undefined) return;
    const [id, worker] = next;
    this.free.delete(id);
    this.handOff(worker);
  }

  /** Gives a worker the next connection, or has it wait for one. */
  handOff(worker) {
    if (!this.all.has(worker.id)) return;
    const [connection] = this.waiting;
    if (connection === undefined) {
      this.free.set(worker.id, worker);
      return;
    }
    this.waiting.delete(connection);
    this.given.set(worker.id, connection);
    const { key } = this;
    send(worker.process, { act: 'newconn', key }, connection, ({ accepted }) => {
      // A worker that was removed has it no more.
      if (this.given.get(worker.id) !== connection) return;
      this.given.delete(worker.id);
      if (accepted) connection.close(undefined);
      else this.distribute(0, connection);
      this.handOff(worker);
    });
  }
}

function placeOf(address, { port, fd, flags, backlog, readableAll, writableAll }) {
  if (fd >= 0) return { fd, backlog };
  if (port >= 0) return { port, host: address, ipv6Only: Boolean(flags & kIpv6Only), backlog };
  return { path: address, backlog, readableAll, writableAll };
}

module.exports = { RoundRobinHandle };
