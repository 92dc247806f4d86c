'use strict';

/** `node:http2`. */

const { connect } = require('internal:http2/connect');
const { createSecureServer, createServer, performServerHandshake } = require('internal:http2/server');
const { Http2ServerRequest, Http2ServerResponse } = require('internal:http2/compat');
const { kSensitiveHeaders } = require('internal:http2/header_block');
const { getDefaultSettings, getPackedSettings, getUnpackedSettings } = require('internal:http2/settings');

module.exports = {
  connect,
  constants: require('internal:http2/constants'),
  createServer,
  createSecureServer,
  getDefaultSettings,
  getPackedSettings,
  getUnpackedSettings,
  performServerHandshake,
  sensitiveHeaders: kSensitiveHeaders,
  Http2ServerRequest,
  Http2ServerResponse,
};
