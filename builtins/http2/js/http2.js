'use strict';

/** `node:http2`: its constants and classes. Sessions need the nghttp2 side, which is not here yet. */

const { Readable, Stream } = require('node:stream');
const { unavailableClass, unavailableFunctions } = require('internal:shared/unavailable');

module.exports = {
  constants: require('internal:http2/constants'),
  sensitiveHeaders: Symbol('sensitiveHeaders'),
  Http2ServerRequest: unavailableClass('http2.Http2ServerRequest', Readable),
  Http2ServerResponse: unavailableClass('http2.Http2ServerResponse', Stream),
  ...unavailableFunctions('http2', [
    'connect', 'createServer', 'createSecureServer', 'getDefaultSettings', 'getPackedSettings', 'getUnpackedSettings', 'performServerHandshake',
  ]),
};
