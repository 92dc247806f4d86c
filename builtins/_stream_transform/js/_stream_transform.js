'use strict';

/** `node:_stream_transform`, the module of its own that `stream.Transform` was once. */

require('internal:process/object').emitWarning('The _stream_transform module is deprecated. Use `node:stream` instead.', 'DeprecationWarning', 'DEP0193');

module.exports = require('node:stream').Transform;
