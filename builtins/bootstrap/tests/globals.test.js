'use strict';

// What V8 has of its own does not reach programs: packages take it for a standard.

const assert = require('node:assert');

assert.strictEqual('v8BreakIterator' in Intl, false);
assert.strictEqual(typeof Intl.Segmenter, 'function');
