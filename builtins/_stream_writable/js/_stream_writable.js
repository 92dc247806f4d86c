'use strict';

/** `node:_stream_writable`, the module of its own that `stream.Writable` was once. */

require('internal:process/object').emitWarning('The _stream_writable module is deprecated. Use `node:stream` instead.', 'DeprecationWarning', 'DEP0193');

module.exports = require('node:stream').Writable;
