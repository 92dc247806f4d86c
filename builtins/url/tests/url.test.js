'use strict';

const assert = require('assert');
const { inspect } = require('util');

const url = new URL('HTTP://User:Pass@EXAMPLE.com:8080/a/./b/../c?x=1&y#frag');
assert.strictEqual(url.href, 'http://User:Pass@example.com:8080/a/c?x=1&y#frag');
assert.deepStrictEqual(
  [url.origin, url.protocol, url.username, url.password, url.host, url.hostname, url.port, url.pathname, url.search, url.hash],
  ['http://example.com:8080', 'http:', 'User', 'Pass', 'example.com:8080', 'example.com', '8080', '/a/c', '?x=1&y', '#frag']);

// Setters; what a part cannot have changes nothing.
url.port = '80';
assert.strictEqual(url.host, 'example.com');
url.port = 'no';
url.hostname = 'b%61r.org';
url.username = '';
url.password = '';
url.pathname = 'é';
url.hash = '';
assert.strictEqual(url.href, 'http://bar.org/%C3%A9?x=1&y');
assert.throws(() => { url.href = 'nope'; }, { code: 'ERR_INVALID_URL', input: 'nope' });

// The parameters and the query are one.
const params = url.searchParams;
params.append('z', 'a b&c');
assert.strictEqual(url.search, '?x=1&y=&z=a+b%26c');
url.search = '?q=%zz%C3%A9+';
assert.deepStrictEqual([...params], [['q', '%zzé ']]);
params.delete('q');
assert.strictEqual(url.href, 'http://bar.org/%C3%A9');

assert.strictEqual(new URL('../x', 'file:///a/b/c').href, 'file:///a/x');
assert.strictEqual(new URL('file:///a').origin, 'null');
assert.strictEqual(new URL('blob:https://a.b/c').origin, 'https://a.b');
assert.strictEqual(new URL('http://測試/').hostname, 'xn--g6w251d');
assert.strictEqual(new URL('http://a/?').search, '');
assert.strictEqual(new URL('mailto:a@b').pathname, 'a@b');
assert.throws(() => new URL('/x'), { name: 'TypeError', code: 'ERR_INVALID_URL', message: 'Invalid URL', input: '/x' });
assert.strictEqual(URL.canParse('/x', 'http://a'), true);
assert.strictEqual(URL.parse('/x'), null);
assert.strictEqual(JSON.stringify({ url }), '{"url":"http://bar.org/%C3%A9"}');
assert.strictEqual(Object.keys(url).length, 0);
assert.match(inspect(url), /^URL \{\n {2}href: 'http:\/\/bar\.org\/%C3%A9',\n/);

const search = new URLSearchParams({ b: '2', a: '1' });
search.append('a', '0');
search.sort();
assert.strictEqual(`${search}`, 'a=1&a=0&b=2');
assert.deepStrictEqual([search.get('a'), search.getAll('a'), search.has('a', '0'), search.size], ['1', ['1', '0'], true, 3]);
search.set('a', "x!'()~*-._");
assert.strictEqual(search.toString(), 'a=x%21%27%28%29%7E*-._&b=2');
assert.strictEqual(inspect(search), "URLSearchParams { 'a' => \"x!'()~*-._\", 'b' => '2' }");
assert.throws(() => new URLSearchParams([['a']]), { code: 'ERR_INVALID_TUPLE' });
assert.strictEqual(new URLSearchParams('?a=%FF&b').toString(), 'a=%EF%BF%BD&b=');

// Every ASCII character, and others alone, in runs, at the ends and torn.
const plain = /[A-Za-z0-9*\-._]/;
for (let code = 0; code < 0x80; code++) {
  const character = String.fromCharCode(code);
  const escape = code === 32 ? '+' : `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
  const expected = plain.test(character) ? character : escape;
  assert.strictEqual(`${new URLSearchParams([[character, `a${character}b`]])}`, `${expected}=a${expected}b`);
}
for (const [text, encoded] of [
  ['\u0080', '%C2%80'],
  ['\u4f60\u597d x', '%E4%BD%A0%E5%A5%BD+x'],
  ['a\u{1f600}', 'a%F0%9F%98%80'],
  ['\u{1f600}\u{1f600}.', '%F0%9F%98%80%F0%9F%98%80.'],
  ['\ud83d-', '%EF%BF%BD-'],
]) assert.strictEqual(`${new URLSearchParams({ [text]: text })}`, `${encoded}=${encoded}`);

const pattern = new URLPattern({ pathname: '/books/:id(\\d+)' });
assert.strictEqual(pattern.exec('https://a.b/books/12').pathname.groups.id, '12');
assert.strictEqual(pattern.test('https://a.b/books/x'), false);
assert.throws(() => new URLPattern('('), { code: 'ERR_INVALID_URL_PATTERN' });
