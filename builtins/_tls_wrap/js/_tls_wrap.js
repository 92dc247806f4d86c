'use strict';

const tls = require('node:tls');

module.exports = { Server: tls.Server, TLSSocket: tls.TLSSocket, connect: tls.connect, createServer: tls.createServer };
