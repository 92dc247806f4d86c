// Input that a random search found to be taken otherwise than by Node.
'use strict';

const assert = require('node:assert');
const url = require('node:url');

process.removeAllListeners('warning');
const hrefOf = (input, base) => new URL(input, base).href;

// Any number of slashes begins an authority where the base is of the web.
for (const input of ['///a', '////a', '/\\/a', ' /\t//a']) assert.strictEqual(hrefOf(input, 'http://h/b'), 'http://a/');
assert.strictEqual(hrefOf('///65536', 'http://user@host:81/'), 'http://0.1.0.0/');
assert.strictEqual(hrefOf('///a', 'file:///b'), 'file:///a');

// Credentials need a host.
for (const input of ['c://@', 'foo://u:p@', 'foo://u@/x']) assert.strictEqual(URL.canParse(input), false, input);

// A drive is one only in files.
assert.strictEqual(hrefOf('/a/c:/../b\u00fc', 'http://h/'), 'http://h/a/b%C3%BC');
assert.strictEqual(hrefOf('../../b\u00fc', 'http://h/a/c:/'), 'http://h/b%C3%BC');
assert.strictEqual(hrefOf('foo:/c|/../b'), 'foo:/b');
assert.strictEqual(hrefOf('file:///c:/../b'), 'file:///c:/b');
assert.strictEqual(hrefOf('/c|/../b', 'file:///x'), 'file:///c:/b');

/** The URL after its part was set. */
function after(base, part, value) {
  const made = new URL(base);
  made[part] = value;
  return made.href;
}
for (const [base, part, value, expected] of [
  ['http://h/a', 'pathname', '\t//', 'http://h//'],
  ['http://h/a', 'pathname', '/c:/../d', 'http://h/d'],
  ['foo:/a', 'pathname', '//x', 'foo:/.//x'],
  ['http://h/a', 'protocol', 'file', 'file://h/a'],
  ['http://h/a', 'protocol', ' file', 'http://h/a'],
  ['http://h:1/a', 'protocol', 'file', 'http://h:1/a'],
  ['http://u@h/a', 'protocol', 'file', 'http://u@h/a'],
]) {
  assert.strictEqual(after(base, part, value), expected);
}

// A domain ends where a host does.
for (const [domain, ascii, unicode] of [
  ['a#b', 'a', 'a'], ['ß/', 'xn--zca', 'ß'], ['\'\\', '\'', '\''], ['a?b', 'a', 'a'], ['a:80', '', ''], ['u@a', '', ''],
  ['[::1]', '[::1]', '[::1]'], ['1.1', '1.0.0.1', '1.0.0.1'], ['%41', 'a', 'a'],
]) {
  assert.deepStrictEqual([url.domainToASCII(domain), url.domainToUnicode(domain)], [ascii, unicode], domain);
}

// Spaces and control characters at the end of a path belong to it.
assert.strictEqual(url.pathToFileURL('/a b ').href, 'file:///a%20b%20');
assert.strictEqual(url.fileURLToPath(url.pathToFileURL('/a\n ')), '/a\n ');

// The old parser drops control characters and spaces around its input, and only those of ASCII beside the byte order mark and the
// space that does not break.
for (const input of ['\0a', 'a\x1f', '\xa0a ', '\ufeffa']) assert.strictEqual(url.parse(input).href, 'a');
assert.strictEqual(url.parse('\u2003a').href, '\u2003a');
assert.strictEqual(url.resolve('a', '\0'), 'a');
assert.throws(() => url.parse('a:\ud800@h'), { name: 'URIError', code: 'ERR_INVALID_URI' });
assert.strictEqual(url.parse('urn:xß256.1').href, 'urn:xn--x256-vna.1');

// The space at the end of an opaque path stays when query and fragment go.
for (const [input, href] of [['urn:x #', 'urn:x%20#'], ['mailto:a ?b', 'mailto:a%20?b'], ['data:x  #y', 'data:x %20#y'], ['urn:x ', 'urn:x']]) {
  assert.strictEqual(new URL(input).href, href);
  assert.strictEqual(new URL(input, 'http://base').href, href);
}

// Colours take no room.
const { inspect } = require('node:util');
assert.strictEqual(inspect(new URLSearchParams('a=1&b=2'), { colors: true, breakLength: 40 }).includes('\n'), false);
