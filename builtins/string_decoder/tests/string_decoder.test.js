'use strict';

const assert = require('assert');
const { StringDecoder } = require('string_decoder');

// However the bytes are cut, the text is the same.
const samples = {
  'utf8': ['aé€😀', 'c328', 'eda0', 'f09f98', 'e282e282ac'],
  'utf16le': ['a😀b'],
  'base64': ['any old bytes'],
  'hex': ['ab'],
  'latin1': ['é'],
};
for (const [encoding, texts] of Object.entries(samples)) {
  for (const text of texts) {
    const bytes = /^[0-9a-f]+$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, encoding === 'utf16le' ? encoding : 'utf8');
    for (let i = 0; i <= bytes.length; i++) {
      for (let j = i; j <= bytes.length; j++) {
        const decoder = new StringDecoder(encoding);
        const parts = [bytes.subarray(0, i), bytes.subarray(i, j), bytes.subarray(j)];
        assert.strictEqual(parts.map((part) => decoder.write(part)).join('') + decoder.end(), bytes.toString(encoding));
      }
    }
  }
}

const decoder = new StringDecoder();
assert.strictEqual(decoder.write(Buffer.from([0xe2, 0x82])), '');
assert.deepStrictEqual([decoder.lastNeed, decoder.lastTotal, decoder.lastChar.toString('hex')], [1, 3, 'e2820000']);
assert.strictEqual(decoder.end(), '\ufffd');
assert.deepStrictEqual([decoder.lastNeed, decoder.lastTotal], [0, 0]);

assert.strictEqual(new StringDecoder('UCS-2').encoding, 'utf16le');
assert.throws(() => new StringDecoder('nothing'), { code: 'ERR_UNKNOWN_ENCODING' });
assert.throws(() => decoder.write(1), { code: 'ERR_INVALID_ARG_TYPE' });
