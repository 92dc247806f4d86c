'use strict';

/** Keys of what sessions, streams and sockets know of each other. */
module.exports = {
  /** The native session. */
  kHandle: Symbol('http2.handle'),
  /** A stream's session, a session's server. */
  kSession: Symbol('http2.session'),
  /** The session of the socket that carries it. */
  kBound: Symbol('http2.bound'),
  kServer: Symbol('http2.server'),
  kSocket: Symbol('http2.socket'),
  kProxySocket: Symbol('http2.proxySocket'),
  kSessions: Symbol('http2.sessions'),
  kOptions: Symbol('options'),
  kState: Symbol('http2.state'),
  kInit: Symbol('http2.init'),
  kSentHeaders: Symbol('http2.sentHeaders'),
  kSentTrailers: Symbol('http2.sentTrailers'),
  kInfoHeaders: Symbol('http2.infoHeaders'),
  kOrigin: Symbol('http2.origin'),
  kAuthority: Symbol('http2.authority'),
  kProtocol: Symbol('http2.protocol'),
  kProceed: Symbol('http2.proceed'),
  kMaybeDestroy: Symbol('http2.maybeDestroy'),
  kUpdateTimer: Symbol('http2.updateTimer'),
  kTimeout: Symbol('http2.timeout'),
  kRequest: Symbol('http2.request'),
  kResponse: Symbol('http2.response'),
};
