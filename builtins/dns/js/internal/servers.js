'use strict';

/** The name servers that queries go to. */

const { codes } = require('internal:shared/errors');
const { validateArray, validateString } = require('internal:shared/validators');
const { isIP } = require('internal:net/ip');

const kPort = 53;
/** `[address]:port` and `address:port`. */
const BRACKETED = /^\[([^\]]*)\](?::(\d+))?$/;
const WITH_PORT = /^([^:]*):(\d+)$/;

let current;

/** @returns {string[]} */
function getServers() {
  current ??= serversOfSystem();
  return [...current];
}

/** @param {string[]} servers */
function setServers(servers) {
  current = checkServers(servers);
}

/** Checks the servers and gives them in their usual form. */
function checkServers(servers) {
  validateArray(servers, 'servers');
  return servers.map((server, index) => {
    validateString(server, `servers[${index}]`);
    return normalize(server);
  });
}

function normalize(server) {
  if (isIP(server)) return server;
  const bracketed = BRACKETED.exec(server);
  if (bracketed && isIP(bracketed[1]) === 6) return withPort(`[${bracketed[1]}]`, bracketed[1], bracketed[2]);
  const plain = WITH_PORT.exec(server);
  if (plain && isIP(plain[1]) === 4) return withPort(plain[1], plain[1], plain[2]);
  throw new codes.ERR_INVALID_IP_ADDRESS(server);
}

/** The usual port is not written. */
function withPort(quoted, address, port = kPort) {
  return Number(port) === kPort ? address : `${quoted}:${Number(port)}`;
}

function serversOfSystem() {
  const { readFileSync } = require('node:fs');
  let text;
  try {
    text = readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    // A system without the file asks the name server on its own machine.
    text = '';
  }
  const servers = [...text.matchAll(/^nameserver[ \t]+(\S+)/gm)].map(([, server]) => server.replace(/%.*$/, ''));
  return servers.length > 0 ? servers : ['127.0.0.1'];
}

module.exports = { getServers, setServers, checkServers };
