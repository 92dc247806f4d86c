'use strict';

/** `net.BlockList`: addresses not to talk to. The rules are matched natively; their texts are kept for reading. */

const { codes } = require('internal:shared/errors');
const { validateInt32, validateString } = require('internal:shared/validators');
const { SocketAddress } = require('internal:net/socket_address');
const { customInspectSymbol } = require('internal:shared/constants');

const FAMILY_NAMES = { __proto__: null, ipv4: 'IPv4', ipv6: 'IPv6' };
const LONGEST_PREFIX = { __proto__: null, ipv4: 32, ipv6: 128 };
/** `Address: IPv4 1.1.1.1`, `Range: IPv4 1.1.1.1-1.1.1.9`, `Subnet: IPv6 ::/64`. */
const RULE = /^(Address|Range|Subnet): (IPv4|IPv6) ([^-/]+)(?:[-/](.+))?$/;

class BlockList {
  #native = new binding.BlockList();
  /** Newest first. */
  #rules = [];

  static isBlockList(value) {
    return typeof value === 'object' && value !== null && #native in value;
  }

  /** @param {string | SocketAddress} address @param {'ipv4' | 'ipv6'} [family] */
  addAddress(address, family = 'ipv4') {
    const entry = socketAddress(address, family, 'address');
    this.#native.addAddress(entry.address);
    this.#note('Address', entry, entry.address);
  }

  /** @param {string | SocketAddress} start @param {string | SocketAddress} end @param {'ipv4' | 'ipv6'} [family] */
  addRange(start, end, family = 'ipv4') {
    const first = socketAddress(start, family, 'start');
    const last = socketAddress(end, family, 'end');
    if (!this.#native.addRange(first.address, last.address)) {
      throw new codes.ERR_INVALID_ARG_VALUE('start', first, 'must come before end');
    }
    this.#note('Range', first, `${first.address}-${last.address}`);
  }

  /** @param {string | SocketAddress} network @param {number} prefix @param {'ipv4' | 'ipv6'} [family] */
  addSubnet(network, prefix, family = 'ipv4') {
    const entry = socketAddress(network, family, 'network');
    validateInt32(prefix, 'prefix', 0, LONGEST_PREFIX[entry.family]);
    this.#native.addSubnet(entry.address, prefix);
    this.#note('Subnet', entry, `${entry.address}/${prefix}`);
  }

  /** Whether a rule holds for the address. */
  check(address, family = 'ipv4') {
    if (SocketAddress.isSocketAddress(address)) return this.#native.check(address.address);
    validateString(address, 'address');
    validateString(family, 'family');
    const entry = tryAddress(address, family);
    return entry !== undefined && this.#native.check(entry.address);
  }

  get rules() {
    return [...this.#rules];
  }

  toJSON() {
    return this.rules;
  }

  /** Adds the rules that `toJSON` gave. @param {string | string[]} data */
  fromJSON(data) {
    if (typeof data === 'string') data = parseRules(data);
    if (!Array.isArray(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'string[]'], data);
    if (!data.every((rule) => typeof rule === 'string')) {
      throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'string[]'], data);
    }
    for (const rule of data.toReversed()) this.#parse(rule);
  }

  #parse(rule) {
    const [, kind, familyName, first, second] = RULE.exec(rule) ?? [];
    const family = familyName === 'IPv6' ? 'ipv6' : 'ipv4';
    if (kind === 'Address') this.addAddress(first, family);
    else if (kind === 'Range') this.addRange(first, second, family);
    else if (kind === 'Subnet') this.addSubnet(first, Number(second), family);
    else throw new codes.ERR_INVALID_ARG_VALUE('data', rule);
  }

  #note(kind, { family }, text) {
    this.#rules.unshift(`${kind}: ${FAMILY_NAMES[family]} ${text}`);
  }

  [customInspectSymbol](depth, options, inspect) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `BlockList ${inspect({ rules: this.rules }, inner)}`;
  }
}

function parseRules(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new codes.ERR_INVALID_ARG_VALUE('data', text);
  }
}

function socketAddress(address, family, name) {
  if (SocketAddress.isSocketAddress(address)) return address;
  validateString(address, name);
  validateString(family, 'family');
  return new SocketAddress({ address, family });
}

/** The address, or undefined for a text that is none: such a one is not blocked. */
function tryAddress(address, family) {
  try {
    return new SocketAddress({ address, family });
  } catch {
    return undefined;
  }
}

module.exports = { BlockList };
