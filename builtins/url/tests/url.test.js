'use strict';

const assert = require('node:assert');
const path = require('node:path');
const url = require('node:url');
const { inspect } = require('node:util');

const whole = new URL('http://us%20er:pa@EXAMPLE.com:8080/a/../b%20c?q=1&q=2#frag');
assert.deepStrictEqual(
  [whole.href, whole.origin, whole.username, whole.password, whole.host, whole.hostname, whole.port, whole.pathname, whole.search, whole.hash],
  ['http://us%20er:pa@example.com:8080/b%20c?q=1&q=2#frag', 'http://example.com:8080', 'us%20er', 'pa', 'example.com:8080', 'example.com', '8080', '/b%20c',
   '?q=1&q=2', '#frag']);
whole.port = '80';
whole.pathname = '/x y';
whole.searchParams.append('r', '\u00e9&');
assert.strictEqual(whole.href, 'http://us%20er:pa@example.com/x%20y?q=1&q=2&r=%C3%A9%26#frag');
whole.search = '?only';
assert.deepStrictEqual([...whole.searchParams], [['only', '']]);
whole.protocol = 'nope:bad';
assert.strictEqual(whole.protocol, 'http:');
assert.throws(() => new URL('x'), { code: 'ERR_INVALID_URL', input: 'x', message: 'Invalid URL' });
assert.strictEqual(URL.parse('x'), null);
assert.strictEqual(URL.canParse('/a', 'http://b'), true);
assert.strictEqual(inspect(new URLSearchParams('a=1&b=2')), "URLSearchParams { 'a' => '1', 'b' => '2' }");
assert.match(inspect(new URL('http://a')), /^URL \{\n {2}href: 'http:\/\/a\/',/);

const params = new URLSearchParams([['b', '2'], ['a', '1'], ['b', '3']]);
params.sort();
assert.strictEqual(`${params}`, 'a=1&b=2&b=3');
params.set('b', '4');
params.delete('a');
assert.deepStrictEqual([params.getAll('b'), params.size, params.has('b', '4')], [['4'], 1, true]);
assert.throws(() => new URLSearchParams([['a']]), { code: 'ERR_INVALID_TUPLE' });

assert.strictEqual(url.pathToFileURL('/a b#?%').href, 'file:///a%20b%23%3F%25');
assert.strictEqual(url.fileURLToPath('file:///a%20b'), path.sep === '/' ? '/a b' : 'a b');
assert.throws(() => url.fileURLToPath('http://a'), { code: 'ERR_INVALID_URL_SCHEME' });

process.noDeprecation = true;
for (const [source, relative, expected] of [
  ['/one/two/three', 'four', '/one/two/four'], ['http://example.com/', '/one', 'http://example.com/one'],
  ['http://example.com/one', '/two', 'http://example.com/two'], ['http://a.com/b/c', '../d?x#y', 'http://a.com/d?x#y'],
  ['http://a.com/b', '//c.com/d', 'http://c.com/d'], ['http://a.com/b?q', '#h', 'http://a.com/b?q#h'], ['mailto:a@b.c', 'd@e.f', 'mailto:d@e.f'],
]) assert.strictEqual(url.resolve(source, relative), expected, `${source} ${relative}`);

const parsed = url.parse('http://u:p@h.com:81/p/a?q=1#h', true);
assert.deepStrictEqual([parsed.auth, parsed.host, parsed.port, parsed.path, { ...parsed.query }], ['u:p', 'h.com:81', '81', '/p/a?q=1', { q: '1' }]);
assert.strictEqual(url.parse('http://exa mple.com/a b?c d').href, 'http://exa/%20mple.com/a%20b?c%20d');
assert.strictEqual(url.parse('http://[::1]:80/x').hostname, '::1');
assert.strictEqual(url.format({ protocol: 'http', host: 'a', pathname: 'b', query: { a: 1 } }), 'http://a/b?a=1');
