'use strict';

/** `node:_stream_duplex`, the module of its own that `stream.Duplex` was once. */

module.exports = require('node:stream').Duplex;
