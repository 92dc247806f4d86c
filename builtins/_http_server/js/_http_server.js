'use strict';

const server = require('internal:http/server');

module.exports = {
  STATUS_CODES: require('internal:http/status_codes'),
  Server: server.Server,
  ServerResponse: server.ServerResponse,
  setupConnectionsTracking: server.setupConnectionsTracking,
  _connectionListener: server.connectionListener,
  httpServerPreClose: server.httpServerPreClose,
  kConnectionsCheckingInterval: server.kConnectionsCheckingInterval,
};
