'use strict';

/** `Http2Session`: what both ends share. */

const { setImmediate } = require('node:timers');
const { performance } = require('internal:perf_hooks/performance');
const { URL } = require('internal:url/url');
const process = require('internal:process/object');
const EventEmitter = require('node:events');
const { Buffer } = require('node:buffer');
const { inspect } = require('node:util');
const { OwnedResource, end } = require('internal:async_hooks/resources');
const { codes } = require('internal:shared/errors');
const { validateBuffer, validateFunction, validateInt32, validateNumber } = require('internal:shared/validators');
const { assertIsObject } = require('internal:http2/assertions');
const carrier = require('internal:http2/carrier');
const constants = require('internal:http2/constants');
const { NghttpError } = require('internal:http2/nghttp_error');
const { nativeOptions } = require('internal:http2/options');
const timeline = require('internal:http2/performance');
const { settingEntries, settingsOf, validateSettings } = require('internal:http2/settings');
const socketProxy = require('internal:http2/socket_proxy');
const { clearIdleTimeout, setIdleTimeout, timedOut } = require('internal:http2/timeouts');
const {
  kHandle, kMaybeDestroy, kOptions, kProxySocket, kSocket, kState, kTimeout, kUpdateTimer,
} = require('internal:http2/symbols');
require('internal:http2/callbacks').install();

const { NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR, NGHTTP2_SESSION_SERVER } = constants;

/** Pings and SETTINGS without an answer. */
const kDefaultOutstanding = 10;
const MAX_STREAM_ID = 2 ** 32 - 1;

class Http2Session extends EventEmitter {
  /** @param {0 | 1} type @param {object} options @param {import('node:stream').Duplex} socket */
  constructor(type, options, socket) {
    super();
    this[kHandle] = undefined;
    this[kSocket] = undefined;
    this[kProxySocket] = null;
    this[kTimeout] = null;
    this[kOptions] = options;
    this.timeout = undefined;
    this[kState] = {
      type,
      closed: false,
      destroyed: false,
      destroyCode: NGHTTP2_NO_ERROR,
      goawayCode: null,
      goawayLastStreamID: null,
      streams: new Map(),
      pendingStreams: new Set(),
      pings: [],
      pendingSettings: [],
      unacknowledged: 0,
      originSet: undefined,
      alpnProtocol: undefined,
      encrypted: undefined,
      localCustom: undefined,
      remoteCustom: undefined,
      localSettings: undefined,
      remoteSettings: undefined,
      bytesAtTimeout: -1,
      closingSocket: undefined,
      closingHandle: undefined,
      isServer: type === NGHTTP2_SESSION_SERVER,
      startTime: 0,
      /** What async hooks see; made with the handle. */
      resource: undefined,
      pingRTT: 0,
      streamCount: 0,
      streamTime: 0,
    };
    carrier.bind(this, socket);
    if (typeof socket.disableRenegotiation === 'function') socket.disableRenegotiation();
    if (socket.connecting || socket.secureConnecting) {
      const event = socket.secureConnecting || socket.encrypted ? 'secureConnect' : 'connect';
      socket.once(event, () => start(this, socket));
    } else {
      start(this, socket);
    }
  }

  get type() {
    return this[kState].type;
  }

  get encrypted() {
    return this[kState].encrypted;
  }

  get alpnProtocol() {
    return this[kState].alpnProtocol;
  }

  get originSet() {
    if (!this.encrypted || this.destroyed) return undefined;
    return Array.from(initOriginSet(this));
  }

  get connecting() {
    const socket = this[kSocket];
    return this[kHandle] === undefined && !this.destroyed && (socket === undefined || !this[kState].started);
  }

  get closed() {
    return this[kState].closed;
  }

  get destroyed() {
    return this[kState].destroyed;
  }

  get goawayCode() {
    return this[kState].goawayCode || NGHTTP2_NO_ERROR;
  }

  get goawayLastStreamID() {
    return this[kState].goawayLastStreamID || 0;
  }

  get pendingSettingsAck() {
    return this[kState].unacknowledged > 0;
  }

  /** The socket, guarded. */
  get socket() {
    const proxy = this[kProxySocket];
    if (proxy === null) return (this[kProxySocket] = new Proxy(this, socketProxy.handler));
    return proxy;
  }

  get state() {
    const values = this.connecting || this.destroyed ? null : this[kHandle].state();
    if (!values) return {};
    return {
      effectiveLocalWindowSize: values[0],
      effectiveRecvDataLength: values[1],
      nextStreamID: values[2],
      localWindowSize: values[3],
      lastProcStreamID: values[4],
      remoteWindowSize: values[5],
      outboundQueueSize: values[6],
      deflateDynamicTableSize: values[7],
      inflateDynamicTableSize: values[8],
    };
  }

  get localSettings() {
    const state = this[kState];
    if (state.localSettings !== undefined) return state.localSettings;
    if (this.destroyed || this.connecting) return {};
    return (state.localSettings = settingsOf(this[kHandle].localSettings(), state.localCustom));
  }

  get remoteSettings() {
    const state = this[kState];
    if (state.remoteSettings !== undefined) return state.remoteSettings;
    if (this.destroyed || this.connecting) return {};
    return (state.remoteSettings = settingsOf(this[kHandle].remoteSettings(), state.remoteCustom));
  }

  setNextStreamID(id) {
    checkAlive(this);
    validateNumber(id, 'id');
    if (id <= 0 || id > MAX_STREAM_ID) throw new codes.ERR_OUT_OF_RANGE('id', `> 0 and <= ${MAX_STREAM_ID}`, id);
    this[kHandle].setNextStreamId(id);
  }

  setLocalWindowSize(windowSize) {
    checkAlive(this);
    validateInt32(windowSize, 'windowSize', 0);
    const failed = this[kHandle].setLocalWindow(windowSize);
    if (failed < 0) this.destroy(new NghttpError(failed));
  }

  /** @param {Buffer | Function} [payload] eight bytes @param {(error: Error | null, duration: number, payload: Buffer) => void} [callback] */
  ping(payload, callback) {
    checkAlive(this);
    if (typeof payload === 'function') {
      callback = payload;
      payload = undefined;
    }
    if (payload) {
      validateBuffer(payload, 'payload');
      if (payload.byteLength !== 8) throw new codes.ERR_HTTP2_PING_LENGTH();
    }
    validateFunction(callback, 'callback');
    if (this.connecting || this.closed) {
      process.nextTick(callback, new codes.ERR_HTTP2_PING_CANCEL());
      return undefined;
    }
    return sendPing(this, payload, callback);
  }

  /** @param {object} settings @param {(error: Error | null, settings: object, duration: number) => void} [callback] */
  settings(settings, callback) {
    checkAlive(this);
    assertIsObject(settings, 'settings');
    validateSettings(settings);
    if (callback) validateFunction(callback, 'callback');
    const copy = { ...settings };
    const pending = { settings: copy, callback, began: 0 };
    this[kState].pendingSettings.push(pending);
    this[kState].unacknowledged++;
    if (this.connecting) this.once('connect', () => submitSettings(this, pending));
    else submitSettings(this, pending);
  }

  goaway(code = NGHTTP2_NO_ERROR, lastStreamID = 0, opaqueData) {
    checkAlive(this);
    if (opaqueData !== undefined) validateBuffer(opaqueData, 'opaqueData');
    validateNumber(code, 'code');
    validateNumber(lastStreamID, 'lastStreamID');
    if (this.connecting) this.once('connect', () => submitGoaway(this, code, lastStreamID, opaqueData));
    else submitGoaway(this, code, lastStreamID, opaqueData);
  }

  /** Ends the session now, with its streams. @param {Error | number} [error] @param {number} [code] */
  destroy(error = NGHTTP2_NO_ERROR, code) {
    if (this.destroyed) return;
    if (typeof error === 'number') {
      code = error;
      error = code !== NGHTTP2_NO_ERROR ? new codes.ERR_HTTP2_SESSION_ERROR(code) : undefined;
    }
    if (code === undefined && error != null) code = NGHTTP2_INTERNAL_ERROR;
    closeSession(this, code ?? NGHTTP2_NO_ERROR, error);
  }

  /** Lets the streams there are come to their end and takes no others. */
  close(callback) {
    if (this.closed || this.destroyed) return;
    this[kState].closed = true;
    if (typeof callback === 'function') this.once('close', callback);
    this.goaway();
    // The GOAWAY goes out first, and callers that look at the session in this turn still find its socket.
    if (this[kHandle] === undefined) this[kMaybeDestroy]();
    else setImmediate(maybeDestroy, this);
  }

  /** Destroys the session for an error, or once it is closed and has no streams. */
  [kMaybeDestroy](error) {
    if (error == null) {
      const state = this[kState];
      if (!state.closed || state.streams.size > 0 || state.pendingStreams.size > 0) return;
    }
    this.destroy(error);
  }

  [EventEmitter.captureRejectionSymbol](error, event, ...args) {
    if (event === 'stream') args[0].destroy(error);
    else this.destroy(error);
  }

  [kUpdateTimer]() {
    const timer = this[kTimeout];
    if (timer !== null) timer.refresh();
  }

  _onTimeout() {
    const state = this[kState];
    const waiting = this[kHandle]?.waiting() ?? 0;
    const moved = waiting !== state.bytesAtTimeout;
    state.bytesAtTimeout = waiting;
    timedOut(this, waiting > 0, moved);
  }

  ref() {
    const socket = this[kSocket];
    if (typeof socket?.ref === 'function') socket.ref();
  }

  unref() {
    const socket = this[kSocket];
    if (typeof socket?.unref === 'function') socket.unref();
  }

  [inspect.custom](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = {
      type: this.type,
      closed: this.closed,
      destroyed: this.destroyed,
      state: this.state,
      localSettings: this.localSettings,
      remoteSettings: this.remoteSettings,
    };
    return `Http2Session ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

Http2Session.prototype.setTimeout = setIdleTimeout;

function maybeDestroy(session) {
  session[kMaybeDestroy]();
}

function checkAlive(session) {
  if (session.destroyed) throw new codes.ERR_HTTP2_INVALID_SESSION();
}

// --- Beginning -----------------------------------------------------------------------------------------------------------

/** The socket is connected: makes the native session and sends the first SETTINGS. */
function start(session, socket) {
  const state = session[kState];
  state.started = true;
  // It may have been closed or destroyed in the meantime.
  if (session.destroyed) return;
  state.encrypted = Boolean(socket.encrypted);
  state.alpnProtocol = socket.encrypted ? socket.alpnProtocol : 'h2c';
  const options = session[kOptions];
  state.resource = new OwnedResource('HTTP2SESSION', session);
  session[kHandle] = new binding.Session(session, state.isServer, nativeOptions(options, state.isServer));
  timeline.sessionBegan(session);
  carrier.connect(session, socket);
  const settings = typeof options.settings === 'object' ? options.settings : {};
  session.settings(settings);
  if (state.closed) session.goaway();
  process.nextTick(emitConnect, session, socket);
}

function emitConnect(session, socket) {
  if (!session.destroyed) session.emit('connect', session, socket);
}

/** The origins a client may use the session for. */
function initOriginSet(session) {
  const state = session[kState];
  if (state.originSet !== undefined) return state.originSet;
  const socket = session[kSocket];
  const origins = (state.originSet = new Set());
  const host = socket.servername || (socket.remoteFamily === 'IPv6' ? `[${socket.remoteAddress}]` : socket.remoteAddress);
  const port = socket.remotePort == null ? '' : `:${socket.remotePort}`;
  origins.add(new URL(`https://${host}${port}`).origin);
  return origins;
}

// --- Frames of the session -----------------------------------------------------------------------------------------------

function submitSettings(session, pending) {
  if (session.destroyed) return;
  session[kUpdateTimer]();
  pending.began = performance.now();
  const { pendingSettings } = session[kState];
  const most = session[kOptions].maxOutstandingSettings ?? kDefaultOutstanding;
  if (pendingSettings.indexOf(pending) >= most) {
    pendingSettings.splice(pendingSettings.indexOf(pending), 1);
    session.destroy(new codes.ERR_HTTP2_MAX_PENDING_SETTINGS_ACK());
    return;
  }
  const failed = session[kHandle].settings(settingEntries(pending.settings));
  if (failed < 0) session.destroy(new NghttpError(failed));
}

/** The peer has taken the oldest settings that wait. False when none do. */
function settingsAcknowledged(session) {
  const state = session[kState];
  const pending = state.pendingSettings.shift();
  if (pending === undefined) return false;
  state.unacknowledged--;
  state.localSettings = undefined;
  if (pending.settings.customSettings !== undefined) {
    state.localCustom = { ...state.localCustom, ...pending.settings.customSettings };
  }
  if (typeof pending.callback === 'function') pending.callback(null, pending.settings, performance.now() - pending.began);
  session.emit('localSettings', session.localSettings);
  return true;
}

function sendPing(session, payload, callback) {
  const { pings } = session[kState];
  const bytes = payload ?? pingPayload();
  const most = session[kOptions].maxOutstandingPings ?? kDefaultOutstanding;
  if (pings.length >= most || !session[kHandle].hasMemory()) {
    process.nextTick(callback, new codes.ERR_HTTP2_PING_CANCEL());
    return false;
  }
  pings.push({ callback, began: performance.now() });
  session[kHandle].ping(new Uint8Array(bytes.buffer, bytes.byteOffset, 8));
  return true;
}

/** The time, so that no two are alike. */
function pingPayload() {
  const payload = Buffer.alloc(8);
  payload.writeBigUInt64LE(process.hrtime.bigint());
  return payload;
}

/** The peer has answered the oldest ping. False when it was not asked. */
function pingAcknowledged(session, payload) {
  const ping = session[kState].pings.shift();
  if (ping === undefined) return false;
  const duration = performance.now() - ping.began;
  session[kState].pingRTT = duration;
  ping.callback(null, duration, payload);
  return true;
}

function cancelPings(session) {
  for (const { callback } of session[kState].pings.splice(0)) callback(new codes.ERR_HTTP2_PING_CANCEL());
}

function submitGoaway(session, code, lastStreamID, opaqueData) {
  if (session.destroyed) return;
  session[kUpdateTimer]();
  const bytes = opaqueData && new Uint8Array(opaqueData.buffer, opaqueData.byteOffset, opaqueData.byteLength);
  session[kHandle].goAway(code, lastStreamID, bytes);
}

// --- End -----------------------------------------------------------------------------------------------------------------

function closeSession(session, code, error) {
  const state = session[kState];
  state.destroyed = true;
  state.destroyCode = code;
  clearIdleTimeout(session);
  session.removeAllListeners('timeout');
  if (state.pendingStreams.size > 0 || state.streams.size > 0) {
    const cancel = new codes.ERR_HTTP2_STREAM_CANCEL(error);
    for (const stream of [...state.pendingStreams]) stream.destroy(cancel);
    for (const stream of [...state.streams.values()]) stream.destroy(error);
  }
  const socket = session[kSocket];
  const handle = session[kHandle];
  if (handle !== undefined) {
    timeline.sessionEnded(session);
    end(session[kState].resource);
  }
  state.closingSocket = socket;
  state.closingHandle = handle;
  cleanUp(session, socket);
  const finish = () => finishClose(session, socket, error);
  if (handle === undefined || handle.close(code, socket.destroyed)) finish();
  else state.whenDrained = finish;
}

function cleanUp(session, socket) {
  session[kProxySocket] = null;
  session[kHandle] = undefined;
  carrier.release(session, socket);
  cancelPings(session);
  session[kState].pendingSettings.length = 0;
}

/** The last bytes are out, or cannot go. */
function finishClose(session, socket, error) {
  session[kState].whenDrained = undefined;
  session[kState].closingHandle?.release();
  if (socket.destroyed) {
    process.nextTick(emitClose, session, error);
    return;
  }
  socket.on('close', () => emitClose(session, error));
  if (session.closed) {
    // The peer's end is noticed only by who reads.
    socket.resume();
    socket.end();
  } else {
    socket.destroy(error);
  }
}

function emitClose(session, error) {
  session[kState].closingSocket = undefined;
  session[kState].closingHandle = undefined;
  if (error) session.emit('error', error);
  session.emit('close');
}

module.exports = { Http2Session, initOriginSet, pingAcknowledged, settingsAcknowledged };
