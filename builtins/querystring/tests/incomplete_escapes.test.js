// Text without a whole escape is not decoded, so its other characters stay as they are.
'use strict';

const assert = require('node:assert');
const querystring = require('node:querystring');

for (const [text, expected] of [['%4é', { '%4é': '' }], ['%zz+b%é', { '%zz b%é': '' }], ['\u0130%=%\u0130', { '\u0130%': '%\u0130' }]]) {
  assert.deepStrictEqual({ ...querystring.parse(text) }, expected);
}
