'use strict';

const assert = require('assert');
const querystring = require('querystring');

const parsed = (...args) => ({ ...querystring.parse(...args) });
assert.deepStrictEqual(parsed('a=1&b=2&a=3&c&=d&&e=f=g'), { 'a': ['1', '3'], 'b': '2', 'c': '', '': 'd', 'e': 'f=g' });
assert.deepStrictEqual(parsed('a+b=%20%C3%A9%zz%80'), { 'a b': ' \u00e9%zz\ufffd' });
assert.deepStrictEqual(parsed('a:1;b:2', ';', ':'), { a: '1', b: '2' });
assert.deepStrictEqual(parsed('a=>1&&b=>2', '&&', '=>'), { a: '1', b: '2' });
assert.deepStrictEqual(parsed('a=1&b=2&c=3', null, null, { maxKeys: 2 }), { a: '1', b: '2' });
// Empty pairs count.
assert.deepStrictEqual(parsed('a&&b', null, null, { maxKeys: 2 }), { a: '' });
assert.deepStrictEqual(parsed('a&b&c', null, null, { maxKeys: 1.5 }), { a: '', b: '', c: '' });
// A decoder that throws leaves the text to ours, spaces included.
assert.deepStrictEqual(parsed('a+b=c+%41', null, null, { decodeURIComponent() { throw new Error('no'); } }), { 'a b': 'c A' });
assert.strictEqual(Object.keys(querystring.parse(Array.from({ length: 1500 }, (_, i) => `k${i}`).join('&'))).length, 1000);
assert.strictEqual(Object.getPrototypeOf(querystring.parse('__proto__=1')), null);
assert.deepStrictEqual(parsed('a=b', null, null, { decodeURIComponent: (text) => text.toUpperCase() }), { A: 'B' });

assert.strictEqual(querystring.stringify({ 'a b': 'é', 'n': 1, 'list': [1, 'x', null], 'none': [], 'big': 1n, 'nan': NaN, 'o': {} }),
                   'a%20b=%C3%A9&n=1&list=1&list=x&list=&big=1&nan=&o=');
assert.strictEqual(querystring.stringify({ a: 1, b: 2 }, ';', ':'), 'a:1;b:2');
assert.strictEqual(querystring.stringify('text'), '');
assert.throws(() => querystring.escape('\ud800'), { name: 'URIError', code: 'ERR_INVALID_URI', message: 'URI malformed' });
assert.strictEqual(querystring.unescapeBuffer('%41+%4', true).toString(), 'A %4');

// A decoder of the caller's own is not asked about an empty text; when it throws, ours takes what it was given.
{
  const seen = [];
  const decodeURIComponent = (text) => (seen.push(text), text);
  assert.deepStrictEqual({ ...querystring.parse('a=&=b+c&d', null, null, { decodeURIComponent }) }, { 'a': '', '': 'b%20c', 'd': '' });
  assert.deepStrictEqual(seen, ['a', 'b%20c', 'd']);
  const throwing = { decodeURIComponent() { throw new Error('no'); } };
  assert.deepStrictEqual({ ...querystring.parse('a+b=%zz+', null, null, throwing) }, { 'a b': '%zz ' });
}

// What begins like a separator of several characters does not divide a key from its value.
assert.deepStrictEqual({ ...querystring.parse('a=b==c=d', '==', '=') }, { 'a=b': '', 'c=d': '' });
assert.deepStrictEqual({ ...querystring.parse('a:-b;c:d:-e', ';', ':-') }, { 'a': 'b', 'c:d': 'e' });
