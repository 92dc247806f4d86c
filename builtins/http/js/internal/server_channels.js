'use strict';

/** What servers publish on `node:diagnostics_channel`. */

const diagnostics = require('node:diagnostics_channel');

const created = diagnostics.channel('http.server.response.created');
const requestStart = diagnostics.channel('http.server.request.start');
const responseFinish = diagnostics.channel('http.server.response.finish');

function announceRequest(request, response, connection) {
  if (created.hasSubscribers) created.publish({ request, response });
  if (requestStart.hasSubscribers) requestStart.publish({ request, response, socket: connection.socket, server: connection.server });
}

function announceResponse(request, response, connection) {
  if (responseFinish.hasSubscribers) responseFinish.publish({ request, response, socket: connection.socket, server: connection.server });
}

module.exports = { announceRequest, announceResponse };
