'use strict';

/** URLs and query strings. */

const { below, many, outcome, pick, run } = require('./chance.js');
const querystring = require('node:querystring');
const url = require('node:url');

const PIECES = [
  'http:', 'https:', 'file:', 'ws:', 'mailto:', 'javascript:', 'data:', 'foo:', 'urn:x', '//', '/', '\\', '..', '.', '%2e', '%2E%2e', 'a', 'B', 'é', 'ß', '😀', '\u0130', 'xn--nxasmq6b',
  'localhost', 'example.com', 'EXAMPLE', '127.1', '0x7f', '0177.0.0.1', '256.1.1.1', '[::1]', '[::ffff:1.2.3.4]', '[1:2::3', ']', '@', ':', 'user', 'pass',
  '80', '443', '65536', '?', '#', '&', '=', '+', ';', '%', '%4', '%zz', '%41', '%C3%A9', '%ff', '%00', '\0', '\t', '\n', '\r', ' ', '"', '<', '>', '`', '{', '}', '|', '^',
  '*', '\ud800', '\udc00', '\u200d', '\u00ad', '__proto__', 'constructor', 'key', 'value', 'C|', 'C:', '$', '\'', '(', ')', ',', '!', '~', '.com', 'a.b.c.d.e', '1'.repeat(40),
];

function text() {
  return many(1 + below(9), () => pick(PIECES)).join('');
}

function fieldsOf({ href, origin, protocol, username, password, host, hostname, port, pathname, search, hash }) {
  return [href, origin, protocol, username, password, host, hostname, port, pathname, search, hash];
}

const SETTERS = ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];

/** A URL after one of its parts was set. */
function changed(base, value) {
  const made = new URL(base);
  made[pick(SETTERS)] = value;
  return fieldsOf(made);
}

/** Node takes characters that are not ASCII apart where there is an escape in the same text; the URL Standard does not. */
function search(value) {
  if (value.includes('%') && /[^\0-\x7f]/.test(value)) return undefined;
  const params = new URLSearchParams(value);
  params.append(value, value);
  params.sort();
  return [[...params], params.size, `${params}`];
}

run(() => {
  const [one, other] = [text(), text()];
  return [
    one, other,
    outcome(() => fieldsOf(new URL(one))),
    outcome(() => fieldsOf(new URL(one, 'http://user@host:81/a/b?c#d'))),
    outcome(() => fieldsOf(new URL(one, other))),
    outcome(() => changed(`http://h/${one}`, other)),
    URL.canParse(one, other),
    outcome(() => search(one)),
    outcome(() => querystring.parse(one)),
    outcome(() => querystring.stringify(querystring.parse(other))),
    outcome(() => querystring.unescape(one)),
    outcome(() => querystring.escape(one)),
    outcome(() => Object.values(url.parse(one, true))),
    outcome(() => url.resolve(other, one)),
    outcome(() => url.fileURLToPath(one)),
    outcome(() => url.pathToFileURL(one).href.slice(-20)),
    outcome(() => url.domainToASCII(one)),
    outcome(() => url.domainToUnicode(one)),
  ];
});
