'use strict';

/** Buffers: conversions, searches, numbers and copies. */

const { Buffer, isAscii, isUtf8, transcode } = require('node:buffer');
const { StringDecoder } = require('node:string_decoder');
const { below, many, outcome, pick, run } = require('./chance.js');

const ENCODINGS = ['utf8', 'utf-8', 'UTF8', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'base64url', 'ucs2', 'utf16le', 'UTF-16LE', 'none', undefined];
const PIECES = ['a', 'zz', 'é', 'ß', '€', '😀', '\ud83d', '\ude00', '\0', '\x7f', '\x80', '=', '==', '+', '-', '/', '_', ' ', '\n', 'ff', '0', 'f', 'Zm9v', 'YQ', 'x'.repeat(70), '\ufeff', '\uffff'];
const NUMBERS = [0, 1, 2, 3, 5, 8, 64, -1, -2, 1.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, undefined, null, '1', {}, true];
const READERS = Object.keys(Buffer.prototype).filter((name) => name.startsWith('read')).sort();
const WRITERS = Object.keys(Buffer.prototype).filter((name) => /^write[A-Z]/.test(name)).sort();
// Not the East Asian ones: ICU, which Node asks, takes malformed text otherwise than the Encoding Standard.
const DECODERS = ['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252', 'iso-8859-2', 'koi8-r'];

function text() {
  return many(below(6), () => pick(PIECES)).join('');
}

function bytes() {
  return Buffer.from(many(below(24), () => pick([0, 0x41, 0x7f, 0x80, 0xbf, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f, 0x98, 0x80, 0xff, below(256)])));
}

function value() {
  return pick([text, bytes, () => pick(NUMBERS), () => new Uint8Array(bytes()), () => new Uint16Array([1, 65, 300]), () => [1, 2, 300, -1, '7'], () => ({ length: 2, 0: 5 })])();
}

/** What is left in a buffer after a call, and what the call gave. */
function changed(buffer, call) {
  const copy = Buffer.from(buffer);
  const given = outcome(() => call(copy));
  return [plain(given), copy.toString('hex')];
}

function plain(given) {
  if (Buffer.isBuffer(given)) return given.toString('hex');
  return typeof given === 'bigint' || Object.is(given, -0) || typeof given === 'number' ? String(given) : given;
}

function decoded(name, options, input) {
  const decoder = new TextDecoder(name, options);
  const at = below(input.length + 1);
  return [decoder.decode(input.subarray(0, at), { stream: true }), decoder.decode(input.subarray(at))];
}

function inPieces(encoding, input) {
  const decoder = new StringDecoder(encoding);
  const [one, two] = [below(input.length + 1), below(input.length + 1)].sort((a, b) => a - b);
  return [decoder.write(input.subarray(0, one)), decoder.write(input.subarray(one, two)), decoder.end(input.subarray(two))];
}

run(() => {
  const [some, other, string, encoding] = [bytes(), bytes(), text(), pick(ENCODINGS)];
  const [a, b, c, any] = [pick(NUMBERS), pick(NUMBERS), pick(NUMBERS), value()];
  const [reader, writer, decoder] = [pick(READERS), pick(WRITERS), pick(DECODERS)];
  const number = pick([0, -0, 1, 255, 256, -1, -129, 65535, 2 ** 31, 2 ** 40, 1.5, NaN, Infinity, 10n, -1n, 2n ** 64n, '5', undefined]);
  return [
    [some.toString('hex'), other.toString('hex'), string, encoding, String(a), String(b), String(c), typeof any, reader, writer, decoder, String(number)],
    outcome(() => plain(Buffer.from(string, encoding))),
    outcome(() => some.toString(encoding, a, b)),
    outcome(() => Buffer.byteLength(string, encoding)),
    outcome(() => plain(Buffer.from(any, a, b))),
    outcome(() => some.indexOf(any, a, encoding)),
    outcome(() => some.lastIndexOf(any, a, encoding)),
    outcome(() => some.includes(string, a)),
    changed(some, (buffer) => buffer.fill(any, a, b, encoding)),
    changed(some, (buffer) => buffer.write(string, a, b, encoding)),
    changed(some, (buffer) => buffer.write(string, encoding)),
    changed(some, (buffer) => other.copy(buffer, a, b, c)),
    outcome(() => some.compare(other, a, b, c)),
    outcome(() => Buffer.compare(some, any)),
    outcome(() => plain(some.subarray(a, b))),
    outcome(() => plain(some[reader](a, b))),
    changed(some, (buffer) => buffer[writer](number, a, b)),
    changed(some, (buffer) => buffer[pick(['swap16', 'swap32', 'swap64', 'reverse'])]()),
    outcome(() => plain(Buffer.concat([some, any], a > 1e6 ? 99 : a))),
    outcome(() => plain(Buffer.alloc(Math.min(+a || 0, 99), any, encoding))),
    outcome(() => plain(transcode(some, encoding, pick(['utf8', 'latin1', 'ucs2', 'ascii'])))),
    [isUtf8(some), isAscii(some)],
    outcome(() => btoa(string)), outcome(() => atob(string)),
    outcome(() => decoded(decoder, { fatal: below(3) === 0, ignoreBOM: below(2) === 0 }, some)),
    outcome(() => inPieces(encoding, some)),
    outcome(() => new TextEncoder().encodeInto(string, some)),
    outcome(() => some.equals(any)),
    outcome(() => some.toLocaleString(encoding)),
  ];
});
