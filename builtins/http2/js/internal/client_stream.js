'use strict';

/** `ClientHttp2Stream`: a request and its response. */

const process = require('internal:process/object');
const channels = require('internal:http2/channels');
const constants = require('internal:http2/constants');
const { codes } = require('internal:shared/errors');
const { NghttpError, streamError } = require('internal:http2/nghttp_error');
const { Http2Stream, kClose, kOpen, pack } = require('internal:http2/stream');
const { checkPseudo } = require('internal:http2/header_block');
const { kHandle, kInit, kSession, kState, kUpdateTimer } = require('internal:http2/symbols');

class ClientHttp2Stream extends Http2Stream {
  /** @param {import('./client_session').ClientHttp2Session} session @param {number} [id] of a stream the server promised */
  constructor(session, id) {
    super(session);
    this[kState].headersSent = true;
    if (id !== undefined) {
      this[kInit](id);
      // Only the server sends on it.
      this[kState].endTold = true;
      this.end();
      return;
    }
    session[kState].pendingStreams.add(this);
    // What is written before the connection stands leaves together.
    this.cork();
  }

  [kInit](id) {
    this[kSession][kState].pendingStreams.delete(this);
    super[kInit](id);
    this.uncork();
    this.emit('ready');
  }

  /** Headers came. The program hears of them in the context of its request. */
  _heard(event, headers, flags, list) {
    process.nextTick(emitHeaders, this, event, headers, flags, list);
  }
}

function emitHeaders(stream, event, headers, flags, list) {
  if (event === 'response' || event === 'push') channels.clientStreamAnswered(stream, headers, flags);
  if (event === 'headers' && headers[':status'] === constants.HTTP_STATUS_CONTINUE) stream.emit('continue');
  stream.emit(event, headers, flags, list);
}

/** Sends the request of a stream, once its session is connected. */
function sendRequest(stream, block, options) {
  const session = stream[kSession];
  // The session's end has ended it already.
  if (session === undefined || session.destroyed) return;
  if (session.closed) {
    stream.destroy(new codes.ERR_HTTP2_GOAWAY_SESSION());
    return;
  }
  session[kUpdateTimer]();
  const id = session[kHandle].request(block.packed, block.count, options.endStream ? kClose : kOpen);
  if (id > 0) stream[kInit](id);
  else if (id === constants.NGHTTP2_ERR_STREAM_ID_NOT_AVAILABLE) stream.destroy(new codes.ERR_HTTP2_OUT_OF_STREAMS());
  // A NUL in a field.
  else if (id === constants.NGHTTP2_ERR_INVALID_ARGUMENT) stream.destroy(streamError(constants.NGHTTP2_PROTOCOL_ERROR));
  else session.destroy(new NghttpError(id));
}

/** @param {object | unknown[]} headers */
function packRequest(headers, strict) {
  return pack(headers, checkPseudo, strict);
}

module.exports = { ClientHttp2Stream, packRequest, sendRequest };
