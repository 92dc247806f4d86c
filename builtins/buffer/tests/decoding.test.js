'use strict';

// Strings in base64 and hex that are not well-formed, and where decoding stops writing.
const assert = require('node:assert');

const long = Buffer.from('the quick brown fox jumps over the lazy dog, again and again and again');

// Well-formed, in both alphabets, with and without padding.
for (const length of [0, 1, 2, 3, 16, 63, 64, 65, long.length]) {
  const bytes = long.subarray(0, length);
  for (const encoding of ['base64', 'base64url']) {
    const text = bytes.toString(encoding);
    assert.deepStrictEqual(Buffer.from(text, 'base64'), bytes);
    assert.deepStrictEqual(Buffer.from(text, 'base64url'), bytes);
    assert.deepStrictEqual(Buffer.from(text.replaceAll('=', ''), 'base64'), bytes);
  }
  assert.deepStrictEqual(Buffer.from(bytes.toString('hex'), 'hex'), bytes);
  assert.deepStrictEqual(Buffer.from(bytes.toString('hex').toUpperCase(), 'hex'), bytes);
}

// Both alphabets in one text, white space, foreign characters, trailing bits that are not zero, text after the padding.
assert.strictEqual(Buffer.from('-_+/', 'base64').toString('hex'), 'fbffbf');
assert.strictEqual(Buffer.from('aGVs\nbG8=', 'base64').toString(), 'hello');
assert.strictEqual(Buffer.from('aGVs*b\u4f60G8', 'base64').toString(), 'hello');
assert.strictEqual(Buffer.from('aGVsbG9=', 'base64').toString(), 'hello');
assert.strictEqual(Buffer.from('aGVsbG8=aGVsbG8=', 'base64').toString(), 'hello');
assert.strictEqual(Buffer.from(`${'AAAA'.repeat(2000)}*AAAA`, 'base64').length, 6003);

// What lies behind the place where decoding stops stays.
const target = Buffer.alloc(64, 0xee);
assert.strictEqual(target.write(`${'ab'.repeat(20)}xy${'cd'.repeat(20)}`, 'hex'), 20);
assert.ok(target.subarray(0, 20).every((byte) => byte === 0xab));
assert.ok(target.subarray(20).every((byte) => byte === 0xee));
assert.strictEqual(target.write('abc', 30, 'hex'), 1);
assert.strictEqual(target[31], 0xee);
target.fill(0xee);
assert.strictEqual(target.write(`${'AAAA'.repeat(10)}=${'AAAA'.repeat(10)}`, 0, 'base64'), 30);
assert.ok(target.subarray(30).every((byte) => byte === 0xee));
assert.strictEqual(target.write('AAAAAAAA', 60, 'base64'), 4);

// Strings of two bytes a character that hold nothing but digits.
const wide = `\u4f60${'ab'.repeat(40)}`.slice(1);
assert.strictEqual(Buffer.from(wide, 'hex').length, 40);

assert.strictEqual(atob(' aGVs bG8= '), 'hello');
assert.throws(() => atob('aGVsbG8*'), { name: 'InvalidCharacterError' });
assert.throws(() => atob('-_-_'), { name: 'InvalidCharacterError' });
assert.throws(() => atob('\u0161AAA'), { name: 'InvalidCharacterError' });

// Searching for texts.
const haystack = Buffer.from('zażółć gęślą zażółć');
assert.strictEqual(haystack.indexOf('zażółć'), 0);
assert.strictEqual(haystack.indexOf('zażółć', 1), 20);
assert.strictEqual(haystack.lastIndexOf('zażółć'), 20);
assert.strictEqual(haystack.lastIndexOf('z', -31), -1);
assert.strictEqual(haystack.indexOf('zaż', -10), 20);
assert.strictEqual(haystack.indexOf('g', 100), -1);
assert.strictEqual(haystack.indexOf('zażółć gęślą zażółć and more'), -1);
assert.strictEqual(Buffer.alloc(0).indexOf('a'), -1);
assert.ok(haystack.includes('gęś'));
