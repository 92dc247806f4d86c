'use strict';

/** `node:wasi`. WebAssembly System Interface instances are not here yet. */

const { unavailableClass } = require('internal:shared/unavailable');

module.exports = { WASI: unavailableClass('wasi.WASI') };
