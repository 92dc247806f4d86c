'use strict';

// URLs that need no parser, and those next to them that do. A leading space changes nothing but the way that is taken.

const assert = require('node:assert');

const names = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
const outcome = (make) => {
  try {
    const url = make();
    return names.map((name) => url[name]).join(' ');
  } catch (error) {
    return error.code;
  }
};

function check(text) {
  assert.strictEqual(outcome(() => new URL(text)), outcome(() => new URL(` ${text}`)), text);
  assert.strictEqual(URL.canParse(text), outcome(() => new URL(` ${text}`)) !== 'ERR_INVALID_URL', text);
}

function checkBelow(text, base) {
  assert.strictEqual(outcome(() => new URL(text, base)), outcome(() => new URL(` ${text}`, ` ${base}`)), `${text} below ${base}`);
}

const schemes = ['http://', 'https://', 'ws://', 'wss://', 'ftp://', 'HTTP://', 'http:/', 'http:', 'https:///', 'file://', 'a://', 'httpss://'];
const credentials = ['', 'user@', 'user:pass@', ':pass@', 'user:@', '@', 'a:b:c@', "it's!@", 'a%40b:c%3A@', 'ü@', 'a b@', 'a|b@', 'x/y@'];
const hosts = [
  'example.com', 'EXAMPLE.com', 'localhost', 'a', '', '.', 'a.', 'a..b', '.a', 'a.b-', '-a', 'xn--a', 'a--b', 'ab.1', '1', '1.2', '127.0.0.1', '127.0.0.01',
  '127.0.0.256', '1.2.3.4.5', '0.0.0.0', '127.1', '0x7f.0.0.1', 'a.0x1', 'a_b', '[::1]', 'é.com', 'a%41', 'a,b', 'a.b.c.d', '999.a',
];
const ports = ['', ':', ':80', ':443', ':8080', ':0', ':08', ':65535', ':65536', ':123456', ':8a', ':-1', ':21'];
const paths = [
  '', '/', '/a', '/a/b/', '//', '/a//b', '/.', '/..', '/./', '/a/.', '/a/..', '/a/./b', '/a/../b', '/a/b/../../..', '/../a', '/a//../b', '/.a', '/a/..b',
  '/...', '/%2e', '/a/%2E%2e/b', '/a%2eb', '/a b', '/é', '/a%20b', '/a%', '/^', '/{}', '/`', '/|', "/'", '/"', '/[]', '/a\\b', '\\a', '/<', '/a;b=c,d', '/a@b:c', '/~',
];
const queries = ['', '?', '?a=1', '?a=b&c=%20', "?'", '?"', '?<', '? ', '?é', '?^`{}|', '?a?b', '?a/../b', '?\\'];
const fragments = ['', '#', '#a', '#a#b', '#a b', '#`', '#"', "#'", '#é', '#<', '#^{}|\\', '#a?b'];

for (const scheme of schemes) {
  for (const host of hosts) {
    for (const credential of credentials) check(`${scheme}${credential}${host}/a?b#c`);
    for (const port of ports) check(`${scheme}${host}${port}`);
  }
}
for (const path of paths) {
  for (const query of queries) {
    for (const fragment of fragments) {
      const tail = `${path}${query}${fragment}`;
      check(`http://u:p@h:1${tail}`);
      checkBelow(tail, 'http://localhost:3000');
    }
  }
  checkBelow(path, 'https://user@example.com/x/y?z#w');
  checkBelow(path, 'file:///x');
  checkBelow(path, 'http://');
}
for (const text of ['', 'http', 'http://a\tb', 'http://a/\n', 'http://a/ ', 'http://a\0', 'http://a/\x7f', '//b/c', 'c', '?d', '#e', 'http://b']) {
  check(text);
  checkBelow(text, 'http://a/b');
}

assert.strictEqual(new URL('https://user:pass@example.com:8080/a/b/../c?x=1#hash').href, 'https://user:pass@example.com:8080/a/c?x=1#hash');
assert.strictEqual(new URL('http://localhost:3000').href, 'http://localhost:3000/');
assert.strictEqual(new URL('/path?q=1', 'http://localhost:3000').href, 'http://localhost:3000/path?q=1');
assert.strictEqual(URL.canParse('/a', 'http://b'), true);
assert.strictEqual(URL.canParse('/a', 'b'), false);
assert.strictEqual(URL.parse('http://a:b'), null);
