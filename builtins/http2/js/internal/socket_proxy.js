'use strict';

/** `session.socket`: the socket without what would break into the session's bytes. */

const { codes } = require('internal:shared/errors');
const { kSocket } = require('internal:http2/symbols');

const forbidden = new Set(['destroy', 'emit', 'end', 'pause', 'read', 'resume', 'write', 'setEncoding', 'setKeepAlive', 'setNoDelay']);
/** The idle time is the session's. */
const ofSession = new Set(['setTimeout', 'ref', 'unref']);

function socketOf(session) {
  const socket = session[kSocket];
  if (socket === undefined) throw new codes.ERR_HTTP2_SOCKET_UNBOUND();
  return socket;
}

/** @type {ProxyHandler<import('./session').Http2Session>} */
const handler = {
  get(session, name) {
    if (ofSession.has(name)) return session[name].bind(session);
    if (forbidden.has(name)) throw new codes.ERR_HTTP2_NO_SOCKET_MANIPULATION();
    const socket = socketOf(session);
    const value = socket[name];
    return typeof value === 'function' ? value.bind(socket) : value;
  },
  has(session, name) {
    return name in socketOf(session);
  },
  getPrototypeOf(session) {
    return Reflect.getPrototypeOf(socketOf(session));
  },
  set(session, name, value) {
    if (ofSession.has(name)) {
      session[name] = value;
      return true;
    }
    if (forbidden.has(name)) throw new codes.ERR_HTTP2_NO_SOCKET_MANIPULATION();
    socketOf(session)[name] = value;
    return true;
  },
};

module.exports = { handler };
