'use strict';

// `node:punycode` (RFC 3492), and the host names and mail addresses that it serves. Deprecated by Node and kept for the
// programs that require it.

const process = require('internal:process/object');
const { isInsideNodeModules } = require('internal:shared/inside_node_modules');

if (!isInsideNodeModules()) {
  process.emitWarning('The `punycode` module is deprecated. Please use a userland alternative instead.', 'DeprecationWarning', 'DEP0040');
}

const MAX_INT = 0x7fffffff;
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;

const SEPARATORS = /[\x2e\u3002\uff0e\uff61]/g;

/** A label without its `xn--` to Unicode. */
function decode(input) {
  const delimiter = Math.max(input.lastIndexOf('-'), 0);
  const output = [];
  for (let i = 0; i < delimiter; i++) {
    const code = input.charCodeAt(i);
    if (code >= INITIAL_N) throw new RangeError('Illegal input >= 0x80 (not a basic code point)');
    output.push(code);
  }
  let n = INITIAL_N;
  let bias = INITIAL_BIAS;
  let i = 0;
  for (let at = delimiter > 0 ? delimiter + 1 : 0; at < input.length;) {
    const previous = i;
    ({ value: i, at } = decodeInteger(input, at, i, bias));
    const length = output.length + 1;
    bias = adapt(i - previous, length, previous === 0);
    if (Math.floor(i / length) > MAX_INT - n) throw overflow();
    n += Math.floor(i / length);
    i %= length;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

/** Unicode to a label without its `xn--`. */
function encode(input) {
  const codes = ucs2decode(input);
  let output = String.fromCharCode(...codes.filter((code) => code < INITIAL_N));
  let handled = output.length;
  const basics = handled;
  if (basics > 0) output += '-';
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  while (handled < codes.length) {
    const next = codes.reduce((least, code) => (code >= n && code < least ? code : least), MAX_INT);
    if (next - n > Math.floor((MAX_INT - delta) / (handled + 1))) throw overflow();
    delta += (next - n) * (handled + 1);
    n = next;
    for (const code of codes) {
      if (code < n && ++delta > MAX_INT) throw overflow();
      if (code !== n) continue;
      output += encodeInteger(delta, bias);
      bias = adapt(delta, handled + 1, handled === basics);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

/** A host name or mail address in Unicode; what is not in Punycode stays. */
function toUnicode(input) {
  return mapDomain(input, (label) => (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label));
}

/** A host name or mail address in ASCII. */
function toASCII(input) {
  // eslint-disable-next-line no-control-regex
  return mapDomain(input, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label));
}

function ucs2decode(text) {
  return Array.from(text, (character) => character.codePointAt(0));
}

function ucs2encode(codePoints) {
  return String.fromCodePoint(...codePoints);
}

module.exports = {
  version: '2.1.0',
  ucs2: { decode: ucs2decode, encode: ucs2encode },
  decode,
  encode,
  toASCII,
  toUnicode,
};

/** Reads a generalised variable-length integer and adds it to `value` (RFC 3492 section 3.3). */
function decodeInteger(input, at, value, bias) {
  for (let weight = 1, k = BASE; ; k += BASE) {
    if (at >= input.length) throw invalid();
    const digit = digitOf(input.charCodeAt(at++));
    if (digit >= BASE) throw invalid();
    if (digit > Math.floor((MAX_INT - value) / weight)) throw overflow();
    value += digit * weight;
    const threshold = thresholdAt(k, bias);
    if (digit < threshold) return { value, at };
    if (weight > Math.floor(MAX_INT / (BASE - threshold))) throw overflow();
    weight *= BASE - threshold;
  }
}

function encodeInteger(value, bias) {
  let digits = '';
  for (let k = BASE; ; k += BASE) {
    const threshold = thresholdAt(k, bias);
    if (value < threshold) return digits + digitText(value);
    digits += digitText(threshold + (value - threshold) % (BASE - threshold));
    value = Math.floor((value - threshold) / (BASE - threshold));
  }
}

function thresholdAt(k, bias) {
  return Math.min(Math.max(k - bias, T_MIN), T_MAX);
}

function digitOf(code) {
  if (code >= 48 && code < 58) return code - 22;
  const letter = code | 0x20;
  return letter >= 97 && letter < 123 ? letter - 97 : BASE;
}

function digitText(digit) {
  return String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);
}

/** Bias adaptation (RFC 3492 section 6.1). */
function adapt(delta, count, isFirst) {
  delta = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  delta += Math.floor(delta / count);
  let k = 0;
  for (; delta > (BASE - T_MIN) * T_MAX >> 1; k += BASE) delta = Math.floor(delta / (BASE - T_MIN));
  return Math.floor(k + (BASE - T_MIN + 1) * delta / (delta + SKEW));
}

/** Maps each label; of a mail address only the part after the `@`. */
function mapDomain(domain, map) {
  const at = domain.indexOf('@');
  const local = at === -1 ? '' : domain.slice(0, at + 1);
  // Only what follows the first `@`, up to a second.
  const host = at === -1 ? domain : domain.slice(at + 1).split('@')[0];
  return local + host.replace(SEPARATORS, '.').split('.').map(map).join('.');
}

function invalid() {
  return new RangeError('Invalid input');
}

function overflow() {
  return new RangeError('Overflow: input needs wider integers to process');
}
