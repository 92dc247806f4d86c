'use strict';

/** The diagnostics channels of streams. Nothing is made for a channel without subscribers. */

const { channel } = require('node:diagnostics_channel');

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

module.exports = { client, clientStreamCreated, clientStreamStarted, server, serverStreamCreated, serverStreamStarted };
