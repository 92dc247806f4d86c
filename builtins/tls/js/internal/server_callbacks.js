'use strict';

/** What a server's program decides during a handshake: the protocol, the session to resume, the certificate, the OCSP response. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { namesOf } = require('internal:tls/alpn');

/** Lets the program choose among the protocols the client offers. */
function chooseProtocol(socket, servername, offered) {
  const protocols = namesOf(offered);
  if (protocols.length === 0) return;
  const chosen = Reflect.apply(socket._tlsOptions.ALPNCallback, socket, [{ servername: servername ?? false, protocols }]);
  if (chosen === undefined) {
    socket.ssl?.answerProtocol(undefined);
    return;
  }
  if (!protocols.includes(chosen)) throw new codes.ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(chosen, protocols);
  socket.ssl?.answerProtocol(chosen);
}

/** Lets the program bring the session a client would like to resume. A ticket holds the session itself. */
function findSession(socket, sessionId, hasTicket) {
  const { server } = socket;
  const asks = sessionId.length > 0 && !hasTicket && server?.listenerCount('resumeSession') > 0;
  if (!asks) {
    socket.ssl.answerHello(undefined);
    return;
  }
  const done = callableOnce(socket, (session) => socket.ssl.answerHello(session ?? undefined));
  server.emit('resumeSession', Buffer.from(sessionId), done);
}

/** A callback `(error, value)` that may come once, and to a connection that is gone by then. */
function callableOnce(socket, use) {
  let called = false;
  return (error, value) => {
    if (called) {
      socket.destroy(new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    if (error) socket.destroy(error);
    else if (socket.ssl === null) socket.destroy(new codes.ERR_SOCKET_CLOSED());
    else {
      try {
        use(value);
      } catch (failure) {
        socket.destroy(failure);
      }
    }
  };
}

/** Lets the program choose keys and certificates by the name the client wants to talk to. */
function chooseContext(socket, servername, wantsOcsp) {
  if (!servername || !socket._SNICallback) {
    stapleResponse(socket, undefined, wantsOcsp);
    return;
  }
  const done = callableOnce(socket, (context) => {
    stapleResponse(socket, nativeContext(context), wantsOcsp);
  });
  Reflect.apply(socket._SNICallback, socket, [servername, done]);
}

/** A SecureContext, or the native one in it. What is no object leaves the context as it is. */
function nativeContext(context) {
  const native = context?.context || context;
  if (native instanceof binding.SecureContext) return native;
  if ((typeof native === 'object' && native !== null) || typeof native === 'function') throw new TypeError('Invalid SNI context');
  return undefined;
}

function stapleResponse(socket, context, wantsOcsp) {
  const { server } = socket;
  const own = context ?? server?._sharedCreds?.context;
  if (!wantsOcsp || !own || !(server?.listenerCount('OCSPRequest') > 0)) {
    socket.ssl.certCbDone(context);
    return;
  }
  const done = callableOnce(socket, (response) => {
    if (response) socket.ssl.setOcspResponse(response);
    socket.ssl.certCbDone(context);
  });
  server.emit('OCSPRequest', bufferOrNull(own.getCertificate()), bufferOrNull(own.getIssuer()), done);
}

function bufferOrNull(bytes) {
  return bytes === undefined ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Lets the program store a session before the client may use it. */
function storeSession(socket, id, session) {
  const { ssl, server } = socket;
  let called = false;
  const done = () => {
    if (called) throw new codes.ERR_MULTIPLE_CALLBACK();
    called = true;
    socket._newSessionPending = false;
    ssl.newSessionDone();
    if (socket._securePending) socket._finishInit();
    socket._securePending = false;
  };
  socket._newSessionPending = true;
  ssl.holdOutput();
  if (!server?.emit('newSession', Buffer.from(id), Buffer.from(session), done)) done();
}

module.exports = { chooseContext, chooseProtocol, findSession, storeSession };
