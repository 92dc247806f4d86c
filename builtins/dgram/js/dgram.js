'use strict';

/** `node:dgram`: UDP sockets. */

const { Socket, createSocket } = require('internal:dgram/socket');
const { createBoundHandle } = require('internal:dgram/handle');

module.exports = { createSocket, Socket };

/** What a cluster's primary process binds for its workers: a handle, or the number of an error. */
Object.defineProperty(module.exports, '_createSocketHandle', {
  __proto__: null, configurable: true, enumerable: false, writable: true, value: createBoundHandle,
});
