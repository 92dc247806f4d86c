'use strict';

/** `node:dgram`. UDP sockets are not here yet. */

const { unavailable, unavailableClass } = require('internal:shared/unavailable');

module.exports = {
  createSocket: unavailable('dgram.createSocket'),
  Socket: unavailableClass('dgram.Socket', require('node:events')),
};
