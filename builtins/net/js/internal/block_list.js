'use strict';

/** `net.BlockList`: addresses not to talk to. The rules are kept and matched natively. */

const { codes } = require('internal:shared/errors');
const { validateArray, validateInt32, validateString } = require('internal:shared/validators');
const { kClone, markCloneable } = require('internal:web/transferable');
const { SocketAddress } = require('internal:net/socket_address');
const { customInspectSymbol } = require('internal:shared/constants');

const LONGEST_PREFIX = { __proto__: null, ipv4: 32, ipv6: 128 };
/** `Address: IPv4 1.1.1.1`, `Range: IPv4 1.1.1.1-1.1.1.9`, `Subnet: IPv6 ::/64`. */
const RULE = /^(Address|Range|Subnet): (IPv4|IPv6) ([^-/]+)(?:[-/](.+))?$/;
/** Passed to the constructor together with the rules of another list. */
const kShared = Symbol('shared');
const WHOLE_NUMBER = /^-?(?:0|[1-9]\d*)$/;

class BlockList {
  #native;

  /** What must not be reached from a server that fetches what others name: private, loopback and link-local networks (RFC 1918, 3927, 4193). */
  static PRIVATE_RANGES = Object.freeze([
    '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '::1/128', '169.254.0.0/16', 'fe80::/10', 'fc00::/7',
  ]);

  constructor() {
    markCloneable(this);
    // Every construction gets here without arguments but that of a clone; the parameter would show in `length`.
    this.#native = new binding.BlockList(arguments[0] === kShared ? arguments[1] : undefined);
  }

  static isBlockList(value) {
    return typeof value === 'object' && value !== null && #native in value;
  }

  /** @param {string | SocketAddress} address @param {'ipv4' | 'ipv6'} [family] */
  addAddress(address, family = 'ipv4') {
    this.#native.addAddress(socketAddress(address, family, 'address').address);
  }

  /** All of them or, when one is none, nothing. @param {(string | SocketAddress)[]} addresses @param {'ipv4' | 'ipv6'} [family] */
  addAddresses(addresses, family = 'ipv4') {
    validateArray(addresses, 'addresses');
    const entries = addresses.map((address, index) => socketAddress(address, family, `addresses[${index}]`));
    for (const entry of entries) this.#native.addAddress(entry.address);
  }

  /** @param {string | SocketAddress} address @param {'ipv4' | 'ipv6'} [family] */
  removeAddress(address, family = 'ipv4') {
    this.#native.removeAddress(socketAddress(address, family, 'address').address);
  }

  /** @param {string | SocketAddress} start @param {string | SocketAddress} end @param {'ipv4' | 'ipv6'} [family] */
  addRange(start, end, family = 'ipv4') {
    const first = socketAddress(start, family, 'start');
    const last = socketAddress(end, family, 'end');
    if (!this.#native.addRange(first.address, last.address)) {
      throw new codes.ERR_INVALID_ARG_VALUE('start', first, 'must come before end');
    }
  }

  /** @param {string | SocketAddress} start @param {string | SocketAddress} end @param {'ipv4' | 'ipv6'} [family] */
  removeRange(start, end, family = 'ipv4') {
    this.#native.removeRange(socketAddress(start, family, 'start').address, socketAddress(end, family, 'end').address);
  }

  /** @param {string | SocketAddress} network @param {number} prefix @param {'ipv4' | 'ipv6'} [family] */
  addSubnet(network, prefix, family = 'ipv4') {
    const subnet = subnetOf(network, prefix, family);
    this.#native.addSubnet(subnet.address, subnet.prefix);
  }

  /** @param {string | SocketAddress} network @param {number} prefix @param {'ipv4' | 'ipv6'} [family] */
  removeSubnet(network, prefix, family = 'ipv4') {
    const subnet = subnetOf(network, prefix, family);
    this.#native.removeSubnet(subnet.address, subnet.prefix);
  }

  /** @param {string} cidr such as `10.0.0.0/8` */
  addCIDR(cidr) {
    this.addSubnet(...parseCidr(cidr, 'cidr'));
  }

  /** @param {string[]} cidrs read to the end before the first is added */
  addCIDRs(cidrs) {
    validateArray(cidrs, 'cidrs');
    const subnets = cidrs.map((cidr, index) => parseCidr(cidr, `cidrs[${index}]`));
    for (const subnet of subnets) this.addSubnet(...subnet);
  }

  /** @param {string} cidr */
  removeCIDR(cidr) {
    this.removeSubnet(...parseCidr(cidr, 'cidr'));
  }

  clear() {
    this.#native.clear();
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
    return this.#native.rules();
  }

  /** How many rules there are. */
  get size() {
    return this.#native.size();
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
    for (const rule of data) this.#parse(rule);
  }

  #parse(rule) {
    const [, kind, familyName, first, second] = RULE.exec(rule) ?? [];
    const family = familyName === 'IPv6' ? 'ipv6' : 'ipv4';
    if (kind === 'Address') this.addAddress(first, family);
    else if (kind === 'Range') this.addRange(first, second, family);
    else if (kind === 'Subnet') this.addSubnet(first, Number(second), family);
    else throw new codes.ERR_INVALID_ARG_VALUE('data', rule);
  }

  [kClone]() {
    return { data: undefined, parcel: this.#native.pack(), deserializeInfo: 'internal:net/block_list#reviveBlockList' };
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

/** @returns {{ address: string, prefix: number }} with a prefix that its family can have. */
function subnetOf(network, prefix, family) {
  const entry = socketAddress(network, family, 'network');
  validateInt32(prefix, 'prefix', 0, LONGEST_PREFIX[entry.family]);
  return { address: entry.address, prefix };
}

/** @returns {[network: string, prefix: number, family: 'ipv4' | 'ipv6']} The argument is called `cidr` in errors about what it holds. */
function parseCidr(cidr, name) {
  validateString(cidr, name);
  const slash = cidr.lastIndexOf('/');
  if (slash === -1) throw new codes.ERR_INVALID_ARG_VALUE('cidr', cidr, 'must contain a prefix length (e.g. "10.0.0.0/8")');
  const prefix = cidr.slice(slash + 1);
  if (!WHOLE_NUMBER.test(prefix)) throw new codes.ERR_INVALID_ARG_VALUE('cidr', cidr, 'prefix length must be a valid integer');
  const network = cidr.slice(0, slash);
  return [network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4'];
}

/** A list that shares its rules with the one it is a clone of. @param {undefined} _data @param {binding.Parcel} parcel */
function reviveBlockList(_data, parcel) {
  return new BlockList(kShared, parcel);
}

/** The address, or undefined for a text that is none: such a one is not blocked. */
function tryAddress(address, family) {
  try {
    return new SocketAddress({ address, family });
  } catch {
    return undefined;
  }
}

module.exports = { BlockList, reviveBlockList };
