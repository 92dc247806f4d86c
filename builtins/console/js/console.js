'use strict';

/** `node:console` is the global console; `Console` is a property of it. */

module.exports = require('internal:console/global').createGlobalConsole();
