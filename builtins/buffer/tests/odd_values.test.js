// Values that a random search found to be taken otherwise than by Node.
'use strict';

const assert = require('node:assert');

// No bits of the engine's own are written for what is no number.
const float = Buffer.alloc(4);
float.writeFloatBE(undefined);
assert.strictEqual(float.toString('hex'), '7fc00000');
const double = Buffer.alloc(8);
double.writeDoubleLE({});
assert.strictEqual(double.toString('hex'), '000000000000f87f');

// The length is looked at before the list's items.
assert.throws(() => Buffer.concat(['x'], null), { code: 'ERR_INVALID_ARG_TYPE', message: /^The "length" argument/ });
