'use strict';

// `node:path`: both flavours, and the one of this platform as the module.

const process = require('internal:process/object');
const posix = require('internal:path/posix');
const win32 = require('internal:path/win32');

posix.win32 = win32.win32 = win32;
posix.posix = win32.posix = posix;
// The name `toNamespacedPath` had before Node 9; programs still call it.
posix._makeLong = posix.toNamespacedPath;
win32._makeLong = win32.toNamespacedPath;

module.exports = process.platform === 'win32' ? win32 : posix;
