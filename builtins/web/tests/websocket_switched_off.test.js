// Flags: --no-experimental-websocket
'use strict';

const assert = require('node:assert');

assert.strictEqual(typeof WebSocket, 'undefined');
assert.strictEqual(typeof CloseEvent, 'undefined');
assert.strictEqual(typeof ErrorEvent, 'function');
