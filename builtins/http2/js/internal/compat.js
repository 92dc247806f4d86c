'use strict';

/** The API of `node:http` over streams: `request` events with `Http2ServerRequest` and `Http2ServerResponse`. */

const constants = require('internal:http2/constants');
const { Http2ServerRequest } = require('internal:http2/compat_request');
const { Http2ServerResponse } = require('internal:http2/compat_response');

/** A listener of `stream`, bound to its server and the classes to make. */
function onServerStream(ServerRequest, ServerResponse, stream, headers, flags, rawHeaders) {
  const request = new ServerRequest(stream, headers, undefined, rawHeaders);
  const response = new ServerResponse(stream);
  if (headers[':method'] === 'CONNECT') {
    if (!this.emit('connect', request, response)) answer(response, constants.HTTP_STATUS_METHOD_NOT_ALLOWED);
  } else if (headers.expect === undefined) {
    this.emit('request', request, response);
  } else {
    expect(this, headers.expect, request, response);
  }
}

function expect(server, expectation, request, response) {
  if (expectation === '100-continue') {
    if (server.listenerCount('checkContinue') > 0) {
      server.emit('checkContinue', request, response);
    } else {
      response.writeContinue();
      server.emit('request', request, response);
    }
  } else if (server.listenerCount('checkExpectation') > 0) {
    server.emit('checkExpectation', request, response);
  } else {
    answer(response, constants.HTTP_STATUS_EXPECTATION_FAILED);
  }
}

function answer(response, status) {
  response.statusCode = status;
  response.end();
}

module.exports = { Http2ServerRequest, Http2ServerResponse, onServerStream };
