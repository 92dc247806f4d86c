'use strict';

/** `http2.connect`. */

const { URL } = require('internal:url/url');
const net = require('node:net');
const { promisify } = require('node:util');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateNumber } = require('internal:shared/validators');
const { assertIsObject } = require('internal:http2/assertions');
const { ClientHttp2Session } = require('internal:http2/client_session');
const { customIds } = require('internal:http2/server');
const { kAuthority, kProtocol } = require('internal:http2/symbols');

/**
 * @param {string | URL | object} authority
 * @param {object | Function} [options]
 * @param {(session: ClientHttp2Session, socket: net.Socket) => void} [listener]
 */
function connect(authority, options, listener) {
  if (typeof options === 'function') {
    listener = options;
    options = undefined;
  }
  assertIsObject(options, 'options');
  options = { ...options };
  options.remoteCustomSettings = customIds(options.remoteCustomSettings);
  if (options.maxOriginSetSize != null) validateNumber(options.maxOriginSetSize, 'options.maxOriginSetSize', 0);
  if (options.strictSingleValueFields !== undefined) validateBoolean(options.strictSingleValueFields, 'options.strictSingleValueFields');
  if (typeof authority === 'string') authority = new URL(authority);
  assertIsObject(authority, 'authority', ['string', 'Object', 'URL']);
  const { protocol, host, port } = targetOf(authority, options);
  const socket = openSocket(authority, options, protocol, host, port);
  const session = new ClientHttp2Session(options, socket);
  session[kAuthority] = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  session[kProtocol] = protocol;
  if (typeof listener === 'function') session.once('connect', listener);
  return session;
}

function targetOf(authority, options) {
  const protocol = authority.protocol || options.protocol || 'https:';
  const port = String(authority.port !== '' ? (authority.port ?? defaultPort(authority)) : defaultPort(authority));
  let host = 'localhost';
  if (authority.hostname) {
    host = authority.hostname;
    if (host[0] === '[') host = host.slice(1, -1);
  } else if (authority.host) {
    host = authority.host;
  }
  return { protocol, host, port };
}

function defaultPort({ protocol }) {
  return protocol === 'http:' ? 80 : 443;
}

function openSocket(authority, options, protocol, host, port) {
  if (typeof options.createConnection === 'function') return options.createConnection(authority, options);
  switch (protocol) {
    case 'http:':
      return net.connect({ port, host, ...options });
    case 'https:':
      return require('node:tls').connect(port, host, tlsOptions(options, net.isIP(host) ? undefined : host));
    default:
      throw new codes.ERR_HTTP2_UNSUPPORTED_PROTOCOL(protocol);
  }
}

function tlsOptions(options, servername) {
  const result = { ...options };
  result.ALPNProtocols ??= ['h2'];
  if (servername !== undefined && !result.servername) result.servername = servername;
  return result;
}

/** Promised, `connect` gives the session once it is connected. */
Object.defineProperty(connect, promisify.custom, { __proto__: null, value: connectPromised });
Object.defineProperty(connectPromised, 'name', { __proto__: null, value: 'connect' });

function connectPromised(authority, options) {
  return new Promise((resolve, reject) => {
    const session = connect(authority, options, () => {
      session.removeListener('error', reject);
      resolve(session);
    });
    session.once('error', reject);
  });
}

module.exports = { connect };
