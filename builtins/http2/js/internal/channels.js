'use strict';

/** The diagnostics channels of streams. Nothing is made for a channel without subscribers. */

const { channel } = require('node:diagnostics_channel');
const { kSession, kState } = require('internal:http2/symbols');

const client = {
  created: channel('http2.client.stream.created'),
  start: channel('http2.client.stream.start'),
  error: channel('http2.client.stream.error'),
  finish: channel('http2.client.stream.finish'),
  bodyChunkSent: channel('http2.client.stream.bodyChunkSent'),
  bodySent: channel('http2.client.stream.bodySent'),
  close: channel('http2.client.stream.close'),
};
const server = {
  created: channel('http2.server.stream.created'),
  start: channel('http2.server.stream.start'),
  error: channel('http2.server.stream.error'),
  finish: channel('http2.server.stream.finish'),
  close: channel('http2.server.stream.close'),
};

function clientStreamCreated(stream, headers) {
  if (client.created.hasSubscribers) client.created.publish({ stream, headers });
}

function clientStreamStarted(stream, headers) {
  if (client.start.hasSubscribers) client.start.publish({ stream, headers });
}

function serverStreamCreated(stream, headers) {
  if (server.created.hasSubscribers) server.created.publish({ stream, headers });
}

function serverStreamStarted(stream, headers) {
  if (server.start.hasSubscribers) server.start.publish({ stream, headers });
}

/** A piece, or several, of a request's body was given to the native side. */
function chunkSent(stream, writev, data, encoding) {
  if (!client.bodyChunkSent.hasSubscribers || !isOfClient(stream)) return;
  const areBuffers = writev && data.every(({ chunk }) => typeof chunk !== 'string');
  client.bodyChunkSent.publish({ stream, writev, data: areBuffers ? data.map(({ chunk }) => chunk) : data, encoding });
}

/** The body is complete. */
function finished(stream) {
  if (client.bodySent.hasSubscribers && isOfClient(stream)) client.bodySent.publish({ stream });
}

function clientStreamAnswered(stream, headers, flags) {
  if (client.finish.hasSubscribers) client.finish.publish({ stream, headers, flags });
}

function serverStreamAnswered(stream, headers, flags) {
  if (server.finish.hasSubscribers) server.finish.publish({ stream, headers, flags });
}

function failed(stream, error) {
  const { error: channelOfErrors } = isOfClient(stream) ? client : server;
  if (channelOfErrors.hasSubscribers) channelOfErrors.publish({ stream, error });
}

function closed(stream) {
  const { close } = isOfClient(stream) ? client : server;
  if (close.hasSubscribers) close.publish({ stream });
}

function isOfClient(stream) {
  return !stream[kSession][kState].isServer;
}

module.exports = {
  chunkSent,
  clientStreamAnswered,
  clientStreamCreated,
  clientStreamStarted,
  closed,
  failed,
  finished,
  serverStreamAnswered,
  serverStreamCreated,
  serverStreamStarted,
};
