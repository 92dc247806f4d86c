'use strict';

/** What servers publish on `node:diagnostics_channel`, and the entries of the performance timeline. */

const diagnostics = require('node:diagnostics_channel');
const { beginning, offerSpan } = require('internal:perf_hooks/observed');

const created = diagnostics.channel('http.server.response.created');
const requestStart = diagnostics.channel('http.server.request.start');
const responseFinish = diagnostics.channel('http.server.response.finish');

/** When the request of a response came; only while somebody observes. */
const kBegan = Symbol('http.server.began');

function announceRequest(request, response, connection) {
  const began = beginning('http');
  if (began) response[kBegan] = began;
  if (created.hasSubscribers) created.publish({ request, response });
  if (requestStart.hasSubscribers) requestStart.publish({ request, response, socket: connection.socket, server: connection.server });
}

function announceResponse(request, response, connection) {
  if (response[kBegan]) offerSpan('HttpRequest', 'http', response[kBegan], detailOf(request, request.url, request.headers, response, response.getHeaders()));
  if (responseFinish.hasSubscribers) responseFinish.publish({ request, response, socket: connection.socket, server: connection.server });
}

/** What an entry says about an exchange. */
function detailOf({ method }, url, headers, { statusCode, statusMessage }, responseHeaders) {
  return { req: { method, url, headers }, res: { statusCode, statusMessage, headers: responseHeaders } };
}

module.exports = { announceRequest, announceResponse, detailOf };
