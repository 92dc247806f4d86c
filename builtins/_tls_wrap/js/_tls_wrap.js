'use strict';

/** `node:_tls_wrap`, deprecated: parts of `node:tls`. */

const tls = require('node:tls');

require('internal:process/object').emitWarning(
  'The _tls_wrap module is deprecated. Use `node:tls` instead.', 'DeprecationWarning', 'DEP0192');

module.exports = { Server: tls.Server, TLSSocket: tls.TLSSocket, connect: tls.connect, createServer: tls.createServer };
