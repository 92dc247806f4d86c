'use strict';

/** `node:_stream_transform`, the module of its own that `stream.Transform` was once. */

module.exports = require('node:stream').Transform;
