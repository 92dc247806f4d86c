'use strict';

/** `node:_stream_duplex`, the module of its own that `stream.Duplex` was once. */

require('internal:process/object').emitWarning('The _stream_duplex module is deprecated. Use `node:stream` instead.', 'DeprecationWarning', 'DEP0193');

module.exports = require('node:stream').Duplex;
