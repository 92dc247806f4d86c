'use strict';

/** The diagnostics channels by which tracing packages and the inspector follow WebSockets. */

const diagnostics = require('node:diagnostics_channel');

const open = diagnostics.channel('undici:websocket:open');
const close = diagnostics.channel('undici:websocket:close');
const socketError = diagnostics.channel('undici:websocket:socket_error');
const ping = diagnostics.channel('undici:websocket:ping');
const pong = diagnostics.channel('undici:websocket:pong');

/** @param {WebSocket} websocket @param {import('./handshake').Agreement} agreement */
function opened(websocket, { socket, protocol, extensions, response }) {
  if (!open.hasSubscribers) return;
  open.publish({ address: socket.address?.(), protocol, extensions, websocket, handshakeResponse: response });
}

function closed(websocket, code, reason) {
  if (close.hasSubscribers) close.publish({ websocket, code, reason });
}

function failed(error) {
  if (socketError.hasSubscribers) socketError.publish(error);
}

function pinged(websocket, payload) {
  if (ping.hasSubscribers) ping.publish({ payload: bufferOf(payload), websocket });
}

function ponged(websocket, payload) {
  if (pong.hasSubscribers) pong.publish({ payload: bufferOf(payload), websocket });
}

function bufferOf({ buffer, byteOffset, byteLength }) {
  return require('node:buffer').Buffer.from(buffer, byteOffset, byteLength);
}

module.exports = { closed, failed, opened, pinged, ponged };
