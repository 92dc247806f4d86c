'use strict';

/** `node:_stream_readable`, the module of its own that `stream.Readable` was once. */

module.exports = require('node:stream').Readable;
