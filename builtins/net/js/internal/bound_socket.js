'use strict';

/** `net.BoundSocket`: an address that is taken before a server listens at it or a socket connects from it, perhaps on another thread. */

const { Buffer } = require('node:buffer');
const { codes, errnoException } = require('internal:shared/errors');
const { validateBoolean, validateObject, validatePort, validateString } = require('internal:shared/validators');
const { isIP } = require('internal:net/ip');
const { kIpv6Only, kReusePort, kTakeListener, kTakeStream, PIPE, TCP, createListener, createStream } = require('internal:net/handles');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');

const kRevive = Symbol('net.boundSocket.revive');

class BoundSocket {
  #handle;
  #path = null;

  /**
   * @param {{ host?: string, port?: number, ipv6Only?: boolean, reusePort?: boolean, path?: string }} [options] a numeric address, every one without
   *   `host`, or the path of a Unix domain socket
   */
  constructor(options = {}) {
    markCloneable(this);
    if (options?.[kRevive] !== undefined) {
      this.#handle = options[kRevive];
      return;
    }
    validateObject(options, 'options');
    const failed = options.path === undefined ? this.#bindAddress(options) : this.#bindPath(options);
    if (!failed) return;
    this.#handle.close(undefined);
    throw errnoException(failed, 'bind');
  }

  #bindPath(options) {
    validateString(options.path, 'options.path');
    if (['host', 'port', 'ipv6Only', 'reusePort'].some((name) => options[name] !== undefined)) {
      throw new codes.ERR_INVALID_ARG_VALUE('options', options, 'path is mutually exclusive with host, port, ipv6Only, and reusePort');
    }
    this.#path = options.path;
    this.#handle = createListener(PIPE);
    return this.#handle.bindPath(Buffer.from(options.path));
  }

  #bindAddress({ host, port, ipv6Only = false, reusePort = false }) {
    if (host !== undefined) validateString(host, 'options.host');
    const number = validatePort(port ?? 0, 'options.port');
    validateBoolean(ipv6Only, 'options.ipv6Only');
    validateBoolean(reusePort, 'options.reusePort');
    if (host !== undefined && isIP(host) === 0) {
      throw new codes.ERR_INVALID_ARG_VALUE('options.host', host, 'must be a numeric IP address; net.BoundSocket does not perform DNS resolution');
    }
    this.#handle = createListener(TCP);
    const flags = (ipv6Only ? kIpv6Only : 0) | (reusePort ? kReusePort : 0);
    return this.#handle.bind(host ?? (ipv6Only ? '::' : '0.0.0.0'), number, flags);
  }

  /** @returns {{ address: string, family: string, port: number } | string} the path of a Unix domain socket */
  address() {
    const name = this.#own().getsockname();
    if (typeof name === 'number') throw errnoException(name, 'address');
    if (this.#path !== null) return this.#path;
    const [address, port, family] = name;
    return { address, family, port };
  }

  /** @returns {number} the descriptor, which stays this object's */
  fd() {
    return this.#own().fd;
  }

  /** Gives the address up. */
  close() {
    this.#own().close(undefined);
    this.#handle = null;
  }

  /** Whether this is a Unix domain socket. */
  get isPipe() {
    return this.#path !== null;
  }

  [Symbol.dispose]() {
    if (this.#handle !== null) this.close();
  }

  [kTakeListener]() {
    const handle = this.#own();
    this.#handle = null;
    return handle;
  }

  [kTakeStream]() {
    const handle = createStream(this.isPipe ? PIPE : TCP);
    handle.open(this[kTakeListener]().detach());
    return handle;
  }

  [kRequireTransferable]() {
    if (this.#handle === null || this.isPipe) throw new codes.ERR_WORKER_HANDLE_NOT_TRANSFERABLE('net.BoundSocket');
  }

  /** The address moves; this object has it no more. */
  [kTransfer]() {
    const parcel = require('internal:fs/file_handle').packDescriptor(this[kTakeListener]().detach());
    return { data: undefined, parcel, deserializeInfo: 'internal:net/bound_socket#reviveBoundSocket' };
  }

  #own() {
    if (this.#handle === null) throw new codes.ERR_SOCKET_HANDLE_ADOPTED();
    return this.#handle;
  }
}

/** @param {undefined} _data @param {object} parcel with the descriptor */
function reviveBoundSocket(_data, parcel) {
  const handle = createListener(TCP);
  handle.open(require('internal:fs/file_handle').unpackDescriptor(parcel));
  return new BoundSocket({ [kRevive]: handle });
}

module.exports = { BoundSocket, reviveBoundSocket };
