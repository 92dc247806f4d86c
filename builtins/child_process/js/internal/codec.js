'use strict';

/** How a message becomes one line of text. */

const { Buffer } = require('node:buffer');

const json = { encode: JSON.stringify, decode: JSON.parse };

/** Everything structured cloning can copy. Only our own processes speak it, so its form is ours: base64 of `v8.serialize`. */
const advanced = {
  encode(message) {
    return require('node:v8').serialize(message).toString('base64');
  },
  decode(text) {
    return require('node:v8').deserialize(Buffer.from(text, 'base64'));
  },
};

/** @param {'json' | 'advanced'} serialization */
function codecOf(serialization) {
  return serialization === 'advanced' ? advanced : json;
}

module.exports = { codecOf };
