'use strict';

const assert = require('assert');

const encoder = new TextEncoder();
assert.deepStrictEqual([...encoder.encode('é\ud800')], [0xc3, 0xa9, 0xef, 0xbf, 0xbd]);
assert.deepStrictEqual(encoder.encodeInto('é€', new Uint8Array(4)), { read: 1, written: 2 });

const bytes = encoder.encode('\ufeffa€😀');
assert.strictEqual(new TextDecoder().decode(bytes), 'a€😀');
assert.strictEqual(new TextDecoder('utf8', { ignoreBOM: true }).decode(bytes), '\ufeffa€😀');

// However the bytes are cut, the text is the same.
const decoder = new TextDecoder();
for (let cut = 0; cut <= bytes.length; cut++) {
  const text = decoder.decode(bytes.subarray(0, cut), { stream: true }) + decoder.decode(bytes.subarray(cut));
  assert.strictEqual(text, 'a€😀');
}

assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])),
              { name: 'TypeError', code: 'ERR_ENCODING_INVALID_ENCODED_DATA' });
assert.throws(() => new TextDecoder('nothing'), { name: 'RangeError', code: 'ERR_ENCODING_NOT_SUPPORTED' });
assert.throws(() => TextDecoder.prototype.encoding, { code: 'ERR_INVALID_THIS' });

for (const [label, name, input, text] of [
  ['latin1', 'windows-1252', [0x80], '€'],
  ['UTF-16', 'utf-16le', [0x3d, 0xd8, 0x00, 0xde], '😀'],
  ['sjis', 'shift_jis', [0x93, 0xfa], '日'],
  ['gb18030', 'gb18030', [0x81, 0x30, 0x81, 0x30], '\u0080'],
  ['koi8-r', 'koi8-r', [0xc1], 'а'],
]) {
  const other = new TextDecoder(label);
  assert.strictEqual(other.encoding, name);
  assert.strictEqual(other.decode(new Uint8Array(input)), text);
}
