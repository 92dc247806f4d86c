'use strict';

/** `node:_stream_readable`, the module of its own that `stream.Readable` was once. */

require('internal:process/object').emitWarning('The _stream_readable module is deprecated. Use `node:stream` instead.', 'DeprecationWarning', 'DEP0193');

module.exports = require('node:stream').Readable;
