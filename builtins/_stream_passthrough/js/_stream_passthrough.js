'use strict';

/** `node:_stream_passthrough`, the module of its own that `stream.PassThrough` was once. */

require('internal:process/object').emitWarning('The _stream_passthrough module is deprecated. Use `node:stream` instead.', 'DeprecationWarning', 'DEP0193');

module.exports = require('node:stream').PassThrough;
