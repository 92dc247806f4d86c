'use strict';

/** `net.SocketAddress`: an immutable address with its port. */

const { codes } = require('internal:shared/errors');
const { validateObject, validatePort, validateString, validateUint32 } = require('internal:shared/validators');
const { kClone, markCloneable } = require('internal:web/transferable');
const { customInspectSymbol } = require('internal:shared/constants');

const FAMILIES = { __proto__: null, ipv4: 4, ipv6: 6 };
const DEFAULT_ADDRESS = { __proto__: null, ipv4: '127.0.0.1', ipv6: '::' };

class SocketAddress {
  #address;
  #port;
  #family;
  #flowlabel;

  /** Whether `value` is one of ours. */
  static isSocketAddress(value) {
    return typeof value === 'object' && value !== null && #address in value;
  }

  /**
   * Reads `address[:port]` or `[address]:port`; undefined for any other text.
   * @param {string} input
   */
  static parse(input) {
    validateString(input, 'input');
    const { URL } = require('node:url');
    let url;
    try {
      url = new URL(`http://${input}`);
    } catch {
      return undefined;
    }
    const isV6 = url.hostname.startsWith('[');
    const address = isV6 ? url.hostname.slice(1, -1) : url.hostname;
    const family = isV6 ? 'ipv6' : 'ipv4';
    if (binding.canonicalIp(address, FAMILIES[family]) === undefined) return undefined;
    return new SocketAddress({ address, port: Number(url.port), family });
  }

  /** @param {{ address?: string, port?: number, family?: 'ipv4' | 'ipv6', flowlabel?: number }} [options] */
  constructor(options = {}) {
    validateObject(options, 'options');
    let { family = 'ipv4' } = options;
    const { port = 0, flowlabel = 0 } = options;
    if (typeof family?.toLowerCase === 'function') family = family.toLowerCase();
    if (FAMILIES[family] === undefined) throw new codes.ERR_INVALID_ARG_VALUE('options.family', options.family);
    const { address = DEFAULT_ADDRESS[family] } = options;
    validateString(address, 'options.address');
    validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel', false);
    const canonical = binding.canonicalIp(address, FAMILIES[family]);
    if (canonical === undefined) throw new codes.ERR_INVALID_ADDRESS();
    markCloneable(this);
    this.#address = canonical;
    this.#port = port | 0;
    this.#family = family;
    this.#flowlabel = flowlabel;
  }

  get address() {
    return this.#address;
  }

  get port() {
    return this.#port;
  }

  get family() {
    return this.#family;
  }

  /** Only IPv6 has flow labels. */
  get flowlabel() {
    return this.#family === 'ipv6' ? this.#flowlabel : 0;
  }

  toJSON() {
    return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel };
  }

  [kClone]() {
    return { data: this.toJSON(), deserializeInfo: 'internal:net/socket_address#reviveSocketAddress' };
  }

  [customInspectSymbol](depth, options, inspect) {
    if (depth < 0) return this;
    return `SocketAddress ${inspect(this.toJSON(), { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

/** @param {{ address: string, port: number, family: 'ipv4' | 'ipv6', flowlabel: number }} options */
function reviveSocketAddress(options) {
  return new SocketAddress(options);
}

module.exports = { SocketAddress, reviveSocketAddress };
