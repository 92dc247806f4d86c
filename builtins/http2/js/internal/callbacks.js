'use strict';

/** What the native side calls, each function with the session first. */

const { setImmediate } = require('node:timers');
const process = require('internal:process/object');
const { runWithin } = require('internal:async_hooks/resources');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const carrier = require('internal:http2/carrier');
const constants = require('internal:http2/constants');
const { NghttpError } = require('internal:http2/nghttp_error');
const timeline = require('internal:http2/performance');
const { splitBlock, toHeaderObject } = require('internal:http2/header_block');
const { kHandle, kMaybeDestroy, kOptions, kOrigin, kState, kUpdateTimer } = require('internal:http2/symbols');

const {
  NGHTTP2_FLAG_END_STREAM, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM, HTTP_STATUS_MISDIRECTED_REQUEST,
} = constants;

/** nghttp2's number for a breach of the protocol. */
const NGHTTP2_ERR_PROTO = -505;

/** What a HEADERS frame means for its stream; the native side knows the same numbers. */
const kResponse = 1;
const kPushResponse = 2;

/** The origins that a session knows of at most, where the program does not say. */
const kMostOrigins = 128;

function streamOf(session, id) {
  const stream = session[kState].streams.get(id);
  return stream === undefined || stream.destroyed ? undefined : stream;
}

/** A header block came: a stream begins, or hears its next headers. */
function headers(session, id, category, flags, text, sensitive) {
  if (session.destroyed) return;
  session[kUpdateTimer]();
  const list = splitBlock(text);
  const object = toHeaderObject(list, sensitive);
  const isLast = (flags & NGHTTP2_FLAG_END_STREAM) !== 0;
  const stream = session[kState].streams.get(id);
  if (stream === undefined) begin(session, id, object, flags, list, isLast);
  else proceed(session, stream, category, object, flags, list, isLast);
}

function begin(session, id, object, flags, list, isLast) {
  if (session.closed) {
    session[kHandle].reset(id, NGHTTP2_REFUSED_STREAM);
    return;
  }
  const stream = session._makeStream(id, object);
  timeline.headersCame(stream[kState]);
  if (isLast) {
    stream[kState].endAfterHeaders = true;
    stream.push(null);
  }
  process.nextTick(emitStream, session, stream, object, flags, list);
}

function emitStream(session, stream, object, flags, list) {
  session.emit('stream', stream, object, flags, list);
}

function proceed(session, stream, category, object, flags, list, isLast) {
  if (stream.destroyed) return;
  timeline.headersCame(stream[kState]);
  const status = object[':status'];
  const event = eventOf(category, status, isLast);
  if (status === HTTP_STATUS_MISDIRECTED_REQUEST && session.encrypted) {
    require('internal:http2/session').initOriginSet(session).delete(stream[kOrigin]);
  }
  stream._heard(event, object, flags, list);
  if (isLast) stream.push(null);
}

function eventOf(category, status, isLast) {
  if (category === kPushResponse) return 'push';
  const isFinal = status !== undefined && status >= 200;
  if (category === kResponse) return !isLast && !isFinal ? 'headers' : 'response';
  if (isFinal) return 'response';
  return isLast ? 'trailers' : 'headers';
}

/** @returns {boolean} whether more of the body may come */
function data(session, id, bytes) {
  const stream = streamOf(session, id);
  if (stream === undefined) return true;
  session[kUpdateTimer]();
  stream[kUpdateTimer]();
  timeline.bytesCame(stream[kState], bytes.byteLength);
  if (stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) return true;
  stream[kState].held = true;
  return false;
}

function end(session, id) {
  streamOf(session, id)?._bodyEnded();
}

function closed(session, id, code) {
  streamOf(session, id)?._streamClosed(code);
}

function written(session, id) {
  streamOf(session, id)?._written();
}

function wantTrailers(session, id) {
  streamOf(session, id)?._wantTrailers();
}

function settings(session, ack, entries) {
  if (session.destroyed) return;
  session[kUpdateTimer]();
  if (ack) {
    if (!require('internal:http2/session').settingsAcknowledged(session)) failed(session, NGHTTP2_ERR_PROTO, false);
    return;
  }
  const state = session[kState];
  state.remoteSettings = undefined;
  noteCustom(session, entries);
  if (session.listenerCount('remoteSettings') > 0) session.emit('remoteSettings', session.remoteSettings);
}

/** Settings that HTTP/2 does not name are kept if the program asked for them. */
function noteCustom(session, entries) {
  const wanted = session[kOptions].remoteCustomSettings;
  if (wanted === undefined) return;
  const state = session[kState];
  for (let i = 0; i < entries.length; i += 2) {
    if (!wanted.includes(entries[i])) continue;
    state.remoteCustom ??= {};
    state.remoteCustom[entries[i]] = entries[i + 1];
  }
}

function ping(session, ack, payload) {
  if (session.destroyed) return;
  session[kUpdateTimer]();
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (!ack) {
    if (session.listenerCount('ping') > 0) session.emit('ping', bytes);
  } else if (!require('internal:http2/session').pingAcknowledged(session, bytes)) {
    failed(session, NGHTTP2_ERR_PROTO, false);
  }
}

/** The peer ends the session: with an error at once, else when the open streams have ended. */
function goAway(session, code, lastStream, bytes) {
  if (session.destroyed) return;
  const state = session[kState];
  state.goawayCode = code;
  state.goawayLastStreamID = lastStream;
  const opaqueData = bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  session.emit('goaway', code, lastStream, opaqueData);
  if (code === NGHTTP2_NO_ERROR) session.close();
  // On this side nothing is wrong, so the answer is a GOAWAY without an error.
  else session.destroy(new codes.ERR_HTTP2_SESSION_ERROR(code), NGHTTP2_NO_ERROR);
}

function priority(session, id, parent, weight, exclusive) {
  if (session.destroyed) return;
  const emitter = streamOf(session, id) ?? session;
  if (emitter === session) session.emit('priority', id, parent, weight, exclusive);
  else emitter.emit('priority', parent, weight, exclusive);
}

function altSvc(session, id, serviceOrigin, value) {
  if (session.destroyed) return;
  session[kUpdateTimer]();
  session.emit('altsvc', value, serviceOrigin, id);
}

/** A server that names origins without end would fill the memory of its client. */
function origin(session, origins) {
  if (session.destroyed) return;
  session[kUpdateTimer]();
  if (!session.encrypted) return;
  const originSet = require('internal:http2/session').initOriginSet(session);
  const most = session[kOptions].maxOriginSetSize ?? kMostOrigins;
  for (const one of origins) {
    if (originSet.size >= most) {
      session.destroy(new codes.ERR_HTTP2_TOO_MANY_ORIGINS(most));
      return;
    }
    originSet.add(one);
  }
  session.emit('origin', origins);
}

/** A frame could not be sent: its stream, or the session, hears of it and ends. */
function notSent(session, id, type, code) {
  if (session.destroyed) return;
  const stream = streamOf(session, id);
  const emitter = stream ?? session;
  if (stream !== undefined) stream[kState].unsentCode = code;
  emitter[kUpdateTimer]();
  emitter.emit('frameError', type, code, id);
  // A GOAWAY that tells more may be on its way.
  setImmediate(() => {
    stream?.close(code);
    session.close();
  });
}

function failed(session, errno, hadTooManyInvalidFrames) {
  if (session.destroyed) return;
  const error = new NghttpError(errno, hadTooManyInvalidFrames ? 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES' : undefined);
  session.destroy(error);
}

function output(session, bytes) {
  carrier.write(session, bytes);
}

/** Neither end has anything more to say. @param {number} errno 0, or what the peer did to end it */
function finished(session, errno) {
  if (session.destroyed) return;
  session[kState].closed = true;
  if (errno !== 0) session.destroy(new NghttpError(errno));
  else session[kMaybeDestroy]();
}

function drained(session) {
  session[kState].whenDrained?.();
}

let installed = false;

function install() {
  if (installed) return;
  installed = true;
  const ofStreams = { headers, data, end, closed, written, wantTrailers, priority, notSent };
  const ofSessions = { settings, ping, goAway, altSvc, origin, failed, output, finished, drained, peerEnded: carrier.peerEnded };
  for (const [name, callback] of Object.entries(ofStreams)) ofStreams[name] = inStream(callback);
  for (const [name, callback] of Object.entries(ofSessions)) ofSessions[name] = inSession(callback);
  binding.setCallbacks({ ...ofStreams, ...ofSessions });
}

/** The function in the async context of the stream that it is told of; of the session while there is no such stream. */
function inStream(callback) {
  return (session, id, ...args) => {
    const { streams, resource } = session[kState];
    return runWithin(streams.get(id)?.[kState].resource ?? resource, callback, session, id, ...args);
  };
}

function inSession(callback) {
  return (session, ...args) => runWithin(session[kState].resource, callback, session, ...args);
}

module.exports = { install };
