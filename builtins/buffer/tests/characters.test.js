'use strict';

// Strings of every shape the engine keeps, written, measured and searched; each often enough for the optimising compiler.

const assert = require('node:assert');

const ascii = 'twenty or more characters of text';
const shapes = {
  empty: () => '',
  ascii: () => ascii,
  latin1: () => 'é'.repeat(30),
  wide: () => 'zażółć 你好 '.repeat(4),
  pairs: () => '😀a'.repeat(12),
  lone: () => `${'a'.repeat(20)}\ud83d${'b'.repeat(20)}\udc00\ud83d`,
  onlyLone: () => '\udc00'.repeat(20),
  splitAtTheEnd: () => `${'a'.repeat(15)}😀`,
  rope: () => ascii + ascii.toUpperCase(),
  latin1Rope: () => `${ascii}é` + ascii,
  wideRope: () => `${ascii}你` + ascii,
  slice: () => (ascii + ascii).slice(5, 40),
  seen: () => { const text = ascii + ascii; text.charCodeAt(2); return text; },
  interned: () => Object.keys({ [ascii]: 1 })[0],
};

/** By the definition: characters one by one, lone surrogates replaced, only whole ones. */
function encode(text, room = Infinity) {
  const bytes = [];
  for (const character of text) {
    const point = character.isWellFormed() ? character.codePointAt(0) : 0xfffd;
    const part = point < 0x80 ? [point]
      : point < 0x800 ? [0xc0 | point >> 6, 0x80 | point & 63]
        : point < 0x10000 ? [0xe0 | point >> 12, 0x80 | point >> 6 & 63, 0x80 | point & 63]
          : [0xf0 | point >> 18, 0x80 | point >> 12 & 63, 0x80 | point >> 6 & 63, 0x80 | point & 63];
    if (bytes.length + part.length > room) break;
    bytes.push(...part);
  }
  return bytes;
}

function units(text, width, room = Infinity) {
  const codes = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const bytes = codes.flatMap((code) => (width === 1 ? [code & 0xff] : [code & 0xff, code >> 8]));
  return bytes.slice(0, Math.floor(Math.min(room, bytes.length) / width) * width);
}

const expectations = {
  utf8: encode,
  latin1: (text, room) => units(text, 1, room),
  utf16le: (text, room) => units(text, 2, room),
};

const small = Buffer.alloc(8);
const target = Buffer.alloc(300);
const resizable = Buffer.from(new ArrayBuffer(40, { maxByteLength: 80 }));
const shared = Buffer.from(new SharedArrayBuffer(50));
const encoder = new TextEncoder();

function check(make, encoding, whole) {
  assert.deepStrictEqual([...Buffer.from(make(), encoding)], whole);
  assert.strictEqual(Buffer.byteLength(make(), encoding), whole.length);
  for (const buffer of [small, target, resizable, shared]) {
    const expected = expectations[encoding](make(), buffer.length);
    buffer.fill(0xaa);
    assert.strictEqual(buffer.write(make(), encoding), expected.length);
    assert.deepStrictEqual([...buffer.subarray(0, expected.length)], expected);
    assert.ok(buffer.subarray(expected.length).every((byte) => byte === 0xaa));
  }
  if (whole.length > 0) {
    const haystack = Buffer.from([...new Array(12).fill(0x62), ...whole, 0x62]);
    const from = haystack.indexOf(make(), 0, encoding);
    assert.strictEqual(from, haystack.indexOf(Buffer.from(whole), 0, encoding));
    assert.notStrictEqual(from, -1);
    assert.strictEqual(haystack.lastIndexOf(make(), undefined, encoding), haystack.lastIndexOf(Buffer.from(whole), undefined, encoding));
  }
}

for (const [encoding, expected] of Object.entries(expectations)) {
  for (const make of Object.values(shapes)) {
    const whole = expected(make());
    for (let i = 0; i < 30; i++) check(make, encoding, whole);
  }
}

// Whole characters, for TextEncoder. Node leaves out a last character beyond ASCII that just fits.
for (const make of Object.values(shapes)) {
  const whole = encode(make());
  for (let room = 0; room < whole.length + 20; room++) {
    const into = new Uint8Array(room);
    const { read, written } = encoder.encodeInto(make(), into);
    assert.deepStrictEqual([...into.subarray(0, written)], encode(make().slice(0, read)));
    assert.ok(written > room - 4 || read === make().length);
  }
  assert.deepStrictEqual([...encoder.encode(make())], whole);
}

// Memory that is gone takes nothing.
const gone = Buffer.from(new ArrayBuffer(16));
structuredClone(gone.buffer, { transfer: [gone.buffer] });
for (let i = 0; i < 1000; i++) {
  assert.strictEqual(gone.write('abc'), 0);
  assert.strictEqual(gone.indexOf('abc'), -1);
}
