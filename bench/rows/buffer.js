'use strict';

const { measure } = require('./measure.js');

const ascii = 'hello world, this is text. '.repeat(4);
const wide = 'zażółć gęślą jaźń, 你好 '.repeat(4);
const long = ascii.repeat(600);
const bytes = Buffer.from(ascii);
const wideBytes = Buffer.from(wide);
const longBytes = Buffer.from(long);
const base64 = longBytes.toString('base64');
const hex = longBytes.toString('hex');
const other = Buffer.from(long);
const parts = Array.from({ length: 8 }, () => bytes);
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const target = Buffer.alloc(256);
const times = (operation) => (n) => { for (let i = 0; i < n; i++) operation(i); };

measure({
  'from string, short': times(() => Buffer.from(ascii)),
  'from string, short, not ASCII': times(() => Buffer.from(wide)),
  'from string, 64 KiB': times(() => Buffer.from(long)),
  'from base64, 64 KiB': times(() => Buffer.from(base64, 'base64')),
  'from hex, 64 KiB': times(() => Buffer.from(hex, 'hex')),
  'from array': times(() => Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])),
  'toString utf8, short': times(() => bytes.toString()),
  'toString utf8, short, not ASCII': times(() => wideBytes.toString()),
  'toString utf8, 64 KiB': times(() => longBytes.toString()),
  'toString latin1, short': times(() => bytes.toString('latin1')),
  'toString base64, short': times(() => bytes.toString('base64')),
  'toString base64, 64 KiB': times(() => longBytes.toString('base64')),
  'toString base64url, short': times(() => bytes.toString('base64url')),
  'toString hex, short': times(() => bytes.toString('hex')),
  'toString hex, 64 KiB': times(() => longBytes.toString('hex')),
  'byteLength': times(() => Buffer.byteLength(wide)),
  'write': times(() => target.write(ascii)),
  'alloc 1 KiB': times(() => Buffer.alloc(1024)),
  'allocUnsafe 1 KiB': times(() => Buffer.allocUnsafe(1024)),
  'concat': times(() => Buffer.concat(parts)),
  'compare': times(() => Buffer.compare(longBytes, other)),
  'equals, short': times(() => bytes.equals(bytes)),
  'indexOf string': times(() => longBytes.indexOf('absent')),
  'indexOf byte': times(() => longBytes.indexOf(0)),
  'copy': times(() => bytes.copy(target)),
  'fill': times(() => target.fill(1)),
  'subarray': times(() => longBytes.subarray(1, 100)),
  'readUInt32LE': times((i) => longBytes.readUInt32LE(i & 1023)),
  'writeDoubleBE': times((i) => target.writeDoubleBE(i, i & 127)),
  'TextEncoder.encode, short': times(() => encoder.encode(ascii)),
  'TextEncoder.encode, 64 KiB': times(() => encoder.encode(long)),
  'TextDecoder.decode, short': times(() => decoder.decode(bytes)),
  'TextDecoder.decode, 64 KiB': times(() => decoder.decode(longBytes)),
  'atob': times(() => atob('aGVsbG8gd29ybGQ=')),
  'btoa': times(() => btoa(ascii)),
});
