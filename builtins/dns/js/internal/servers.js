'use strict';

/** The name servers that queries go to, and the channel of a resolver that asks them. */

const { inspect } = require('node:util');
const { announce } = require('internal:async_hooks/resources');
const { codes } = require('internal:shared/errors');
const { validateArray, validateInt32, validateString, validateUint32 } = require('internal:shared/validators');
const { isIP } = require('internal:net/ip');

const kPort = 53;
/** `[address]:port` and `address:port`. */
const BRACKETED = /^\[([^\]]*)\](?::(\d+))?$/;
const WITH_PORT = /^([^:]*):(\d+)$/;

/** A resolver's native side with its servers; `_handle` of a resolver. */
class ChannelWrap {
  /** @type {[address: string, port: number][] | undefined} none set: the system's */
  #servers;
  #native;

  constructor(timeout, tries, maxTimeout) {
    this.#native = new binding.Resolver(timeout, tries, maxTimeout);
    announce(this, 'DNSCHANNEL');
  }

  /** @returns {[address: string, port: number][]} */
  getServers() {
    return this.#servers ?? serversOfSystem();
  }

  /** @param {[address: string, port: number][]} servers */
  setServers(servers) {
    this.#servers = servers;
  }

  get isBusy() {
    return this.#native.isBusy;
  }

  cancel() {
    this.#native.cancel();
  }

  /** @param {(code: string | undefined, records?: unknown[][]) => void} done @returns {boolean} false for a name that is none */
  query(name, kind, done) {
    const servers = this.getServers();
    return this.#native.query(name, kind, servers.map(([address]) => address), servers.map(([, port]) => port), done);
  }

  setLocalAddress(v4, v6) {
    this.#native.setLocalAddress(v4, v6);
  }
}

/** What both kinds of resolvers have. */
class ResolverBase {
  /** @param {{ timeout?: number, tries?: number, maxTimeout?: number }} [options] */
  constructor(options = undefined) {
    const { timeout = -1, tries = 4, maxTimeout = 0 } = options ?? {};
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    validateUint32(maxTimeout, 'options.maxTimeout');
    this._handle = new ChannelWrap(timeout, tries, maxTimeout);
  }

  cancel() {
    this._handle.cancel();
  }

  getServers() {
    return (this._handle.getServers() ?? []).map(([address, port]) => written(address, port));
  }

  setServers(servers) {
    validateArray(servers, 'servers');
    const parsed = servers.map((server, index) => {
      validateString(server, `servers[${index}]`);
      return parse(server);
    });
    if (this._handle.isBusy) throw new codes.ERR_DNS_SET_SERVERS_FAILED('There are pending queries.', inspect(servers));
    this._handle.setServers(withoutRepeats(parsed));
  }

  setLocalAddress(ipv4, ipv6) {
    validateString(ipv4, 'ipv4');
    if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
    const [first, second] = [isIP(ipv4), ipv6 === undefined ? undefined : isIP(ipv6)];
    if (first === 0 || second === 0) throw invalid('Invalid IP address.');
    if (first === second) throw invalid(first === 4 ? 'Cannot specify two IPv4 addresses.' : 'Cannot specify two IPv6 addresses.');
    this._handle.setLocalAddress(first === 4 ? ipv4 : ipv6, first === 6 ? ipv4 : ipv6);
  }
}

/** @param {[address: string, port: number][]} servers */
function withoutRepeats(servers) {
  return [...new Map(servers.map((server) => [server.join(), server])).values()];
}

function invalid(message) {
  const error = new TypeError(message);
  error.code = 'ERR_INVALID_ARG_VALUE';
  return error;
}

/** @param {string} server @returns {[address: string, port: number]} */
function parse(server) {
  if (isIP(server)) return [withoutZone(server), kPort];
  const bracketed = BRACKETED.exec(server);
  if (bracketed && isIP(bracketed[1]) === 6) return [withoutZone(bracketed[1]), portOf(bracketed[2])];
  const plain = WITH_PORT.exec(server);
  if (plain && isIP(plain[1]) === 4) return [plain[1], portOf(plain[2])];
  throw new codes.ERR_INVALID_IP_ADDRESS(server);
}

function portOf(text) {
  if (text === undefined) return kPort;
  const port = Number(text);
  if (port > 65535) throw new codes.ERR_SOCKET_BAD_PORT('Port', port);
  return port;
}

function withoutZone(address) {
  return address.replace(/%.*$/, '');
}

/** The usual port is not written. */
function written(address, port) {
  if (!port || port === kPort) return address;
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

function serversOfSystem() {
  let text;
  try {
    text = binding.readResolverSettings();
  } catch {
    // A system without the file asks the name server on its own machine.
    text = '';
  }
  const found = [...text.matchAll(/^[ \t]*nameserver[ \t]+(\S+)/gm)].map(([, server]) => server).filter(isIP);
  return (found.length > 0 ? found : ['127.0.0.1']).map((server) => [withoutZone(server), kPort]);
}

module.exports = { ResolverBase };
