'use strict';

const assert = require('assert');
const url = require('url');

for (const [path, href] of [
  ['/a b', 'file:///a%20b'],
  ['/a%b?c#d\n', 'file:///a%25b%3Fc%23d%0A'],
  ['/dir/', 'file:///dir/'],
  ['/é', 'file:///%C3%A9'],
  ['/back\\slash', 'file:///back%5Cslash'],
]) {
  assert.strictEqual(url.pathToFileURL(path, { windows: false }).href, href);
  assert.strictEqual(url.fileURLToPath(href, { windows: false }), path);
}
assert.strictEqual(url.pathToFileURL('C:\\a b', { windows: true }).href, 'file:///C:/a%20b');
assert.strictEqual(url.fileURLToPath('file://server/a', { windows: true }), '\\\\server\\a');
assert.throws(() => url.fileURLToPath('http://a'), { code: 'ERR_INVALID_URL_SCHEME' });
assert.throws(() => url.fileURLToPath('file:///a%2fb'), { code: 'ERR_INVALID_FILE_URL_PATH' });
assert.deepStrictEqual(url.fileURLToPathBuffer('file:///%FF'), Buffer.from([0x2f, 0xff]));

assert.strictEqual(url.domainToASCII('español.com'), 'xn--espaol-zwa.com');
assert.strictEqual(url.domainToUnicode('xn--fiq228c.com'), '中文.com');
assert.strictEqual(url.domainToASCII('xn--iñvalid.com'), '');

const options = url.urlToHttpOptions(new URL('https://a:b%20c@[::1]:8/x?y'));
assert.deepStrictEqual([options.auth, options.hostname, options.port, options.path], ['a:b c', '::1', 8, '/x?y']);

const whatwg = new URL('http://u:p@測試.com/a?b#c');
assert.strictEqual(url.format(whatwg, { auth: false, unicode: true, fragment: false }), 'http://測試.com/a?b');

// The legacy functions.
assert.deepStrictEqual({ ...url.parse('http://u:p@HOST.com:80/p/a?x=1#h', true), query: null }, {
  protocol: 'http:', slashes: true, auth: 'u:p', host: 'host.com:80', port: '80', hostname: 'host.com', hash: '#h',
  search: '?x=1', query: null, pathname: '/p/a', path: '/p/a?x=1', href: 'http://u:p@host.com:80/p/a?x=1#h',
});
assert.strictEqual(url.parse('/a?b').pathname, '/a');
assert.strictEqual(url.parse('//h/p', false, true).host, 'h');
assert.strictEqual(url.parse('mailto:a@b.c').auth, 'a');
assert.strictEqual(url.parse('http://a.com/{x}"').pathname, '/%7Bx%7D%22');
assert.throws(() => url.parse('http://a:b:c/'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.strictEqual(url.format({ protocol: 'http', hostname: '::1', port: 8, pathname: 'x', query: { a: [1, 2] } }), 'http://[::1]:8/x?a=1&a=2');
for (const [base, relative, result] of [
  ['/one/two/three', 'four', '/one/two/four'],
  ['http://example.com/', '/one', 'http://example.com/one'],
  ['http://example.com/one', '../../two/', 'http://example.com/two/'],
  ['http://a/b?c#d', '?e', 'http://a/b?e'],
  ['http://a/b', '//c/d', 'http://c/d'],
  ['mailto:a@b.c', 'd', 'mailto:a@d'],
]) {
  assert.strictEqual(url.resolve(base, relative), result, `${base} + ${relative}`);
}
