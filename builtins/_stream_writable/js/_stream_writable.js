'use strict';

/** `node:_stream_writable`, the module of its own that `stream.Writable` was once. */

module.exports = require('node:stream').Writable;
