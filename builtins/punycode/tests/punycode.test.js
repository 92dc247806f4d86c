'use strict';

const assert = require('assert');
const punycode = require('punycode');

// From RFC 3492 section 7.1, and short ones.
for (const [text, encoded] of [
  ['bücher', 'bcher-kva'],
  ['ü', 'tda'],
  ['abc', 'abc-'],
  ['', ''],
  ['他们为什么不说中文', 'ihqwcrb4cv8a8dqg056pqjye'],
  ['3年B組金八先生', '3B-ww4c5e180e575a65lsy2b'],
  ['☃-⌘', '--dqo34k'],
  ['💩', 'ls8h'],
]) {
  assert.strictEqual(punycode.encode(text), encoded);
  assert.strictEqual(punycode.decode(encoded), text);
}
assert.strictEqual(punycode.toASCII('mañana.com'), 'xn--maana-pta.com');
assert.strictEqual(punycode.toASCII('джумла@джpумлатест.bрфa'), 'джумла@xn--p-8sbkgc5ag7bhce.xn--ba-lmcq');
assert.strictEqual(punycode.toUnicode('xn--maana-pta.com'), 'mañana.com');
assert.deepStrictEqual(punycode.ucs2.decode('a💩'), [97, 0x1f4a9]);
assert.strictEqual(punycode.ucs2.encode([97, 0x1f4a9]), 'a💩');
assert.throws(() => punycode.decode('\x80'), RangeError);
assert.throws(() => punycode.decode('a-!'), RangeError);
