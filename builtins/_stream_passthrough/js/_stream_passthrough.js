'use strict';

/** `node:_stream_passthrough`, the module of its own that `stream.PassThrough` was once. */

module.exports = require('node:stream').PassThrough;
