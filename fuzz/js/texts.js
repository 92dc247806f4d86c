'use strict';

/** Texts with a grammar: paths, MIME types, arguments of command lines, formats, queries, patterns of URLs. */

const path = require('node:path');
const querystring = require('node:querystring');
const util = require('node:util');
const { below, many, outcome, pick, run } = require('./chance.js');

const SEGMENTS = ['', '.', '..', 'a', 'bb', '.c', 'd.e', 'f.g.h', 'é', ' ', 'C:', 'c:', '...', '.x.', 'a:b', '?', 'UNC', 'con', '*', '{a,b}', '[a-c]', '**', '!'];
const SEPARATORS = ['/', '/', '\\', '//', '\\\\', ''];
const MIME = ['text', 'plain', 'TEXT', 'x-y', '/', '/', ';', ';', '=', '"', '\\', ' ', '\t', 'charset', 'utf-8', 'é', '\0', 'a', 'B', '*', ',', '""', '"a;b"'];
const ARGUMENTS = ['--', '-', '--foo', '--foo=1', '--no-foo', '--bar', '--bar=', '-f', '-fb', '-bx', '-b', '-fbx', 'word', '--unknown', '-u', '--no-bar', '--=', '--foo=-1', '-1', '', '--__proto__', '--no-', '-f=1', '--constructor=1'];
const FORMATS = ['%s', '%d', '%i', '%f', '%j', '%o', '%O', '%c', '%%', '%', '%x', ' ', 'a', 'é', '\n', '%s%d'];
const VALUES = [0, -0, 1.5, -1, NaN, Infinity, 10n, 'text', '5', '', undefined, null, true, Symbol('s'), [1, 'a'], { a: { b: { c: {} } } }, () => {}, class A {}, new Error('e').name, new Date(0), { toString() { return 'own'; } }, Object.create(null), new Map([[1, 2]])];
const QUERIES = ['a', 'b', '=', '&', '%', '%41', '%4', '%zz', '+', ';', 'é', '%e9', '%f0%9f', '[]', '\ud800', ' '];
const PATTERNS = ['/', ':id', '*', '(\\d+)', '{a}?', '+', '?', '{', '}', 'foo', '.', ':', ':a-b', '(', ')', '//', 'http', 'host', '[::1]', 'é', '%20'];
const ENV = ['A', 'b', '=', '=', '"', "'", '`', '#', '\n', '\n', '\\n', ' ', 'export ', '\r\n', '$A', 'é', '\t', '1'];
// Complete ones: what is left of a broken sequence is a matter of the pattern that looks for them.
const CONTROLS = ['\u001b[31m', '\u001b[1;2H', '\u009b4m', '\u001b]8;;http://x\u0007', '\u001b]8;;\u0007', 'a', 'é ', '\u001b[?25h', '\u001b[K', '7'];
const STYLES = ['red', 'none', ['bold', 'bgBlue'], 'nothing', ['underline', 'red', 'x']];
const GLOBS = ['a', 'b', '/', '/', '*', '**', '?', '[ab]', '[!a]', '{a,b}', '.', '..', '@(a|b)', '!(a)', '+(a)', '\\*', '.a'];

function joined(pieces, most) {
  return many(below(most), () => pick(pieces)).join('');
}

function somePath() {
  return many(below(6), () => pick(SEPARATORS) + pick(SEGMENTS)).join('');
}

/** What every function of a flavour says of two paths. */
function paths({ normalize, resolve, join, relative, dirname, basename, extname, parse, format, isAbsolute, toNamespacedPath }, root, a, b, suffix) {
  const parts = outcome(() => parse(a));
  return [
    normalize(a), join(a, b), resolve(root, a, b), relative(root + a, root + b), dirname(a), basename(a), basename(a, suffix), extname(a),
    parts, format(parts), isAbsolute(a), toNamespacedPath(root + a),
  ];
}

/** @param {string} name @param {string} value what is changed in it */
function mime(text, name, value) {
  const type = new util.MIMEType(text);
  const shown = [`${type}`, type.type, type.subtype, type.essence, [...type.params]];
  const changes = [
    outcome(() => { type.params.set(name, value); }), outcome(() => { type.type = name; }), outcome(() => { type.subtype = value; }),
    type.params.get('charset'), type.params.has(name), outcome(() => type.params.delete('charset')),
  ];
  return [shown, changes, `${type}`];
}

function parsed() {
  const option = () => ({ type: pick(['boolean', 'string']), multiple: pick([true, false]), ...pick([{}, { short: pick(['f', 'b']) }]), ...pick([{}, {}, { default: pick(['x', true, ['a'], [true]]) }]) });
  const config = {
    args: many(below(5), () => pick(ARGUMENTS)),
    options: pick([undefined, {}, { foo: option() }, { foo: { ...option(), short: 'f' }, bar: { ...option(), short: 'b' } }]),
    strict: pick([true, false]), allowPositionals: pick([true, false, undefined]), allowNegative: pick([true, false]), tokens: pick([true, false]),
  };
  return [config, outcome(() => util.parseArgs(config))];
}

function pattern() {
  const components = ['protocol', 'hostname', 'pathname', 'search', 'hash', 'port', 'username', 'baseURL'];
  const init = pick([joined(PATTERNS, 6), Object.fromEntries(many(1 + below(2), () => [pick(components), joined(PATTERNS, 5)]))]);
  const input = pick(['https://host/foo/1?a#b', 'http://host/', 'http://é.host/a%20b', 'data:foo', { pathname: '/foo/12' }, { hostname: 'host', pathname: '/' }]);
  const rest = pick([[], ['https://host/base/'], [{ ignoreCase: true }]]);
  const answer = outcome(() => {
    const made = new URLPattern(init, ...rest);
    const found = made.exec(input);
    return [components.slice(0, -1).map((name) => made[name]), made.hasRegExpGroups, found === null ? null : components.slice(0, -1).map((name) => found[name]?.groups)];
  });
  // V8 words the errors of regular expressions.
  return [init, input, rest, typeof answer === 'string' ? answer.split(':')[0] : answer];
}

run(() => {
  const [a, b] = [somePath(), somePath()];
  const [type, query, environment, glob] = [joined(MIME, 10), joined(QUERIES, 10), joined(ENV, 16), joined(GLOBS, 6)];
  const format = joined(FORMATS, 6);
  const [name, value, controls] = [joined(MIME, 3), joined(MIME, 4), joined(CONTROLS, 9)];
  const [style, suffix] = [pick(STYLES), pick(['.e', b, '.h', 'a'])];
  const [options, separators] = [pick([{ colors: true }, { depth: 0 }, { compact: false }, {}]), pick([[], ['&', '='], [';'], ['&', '=', { maxKeys: 2 }]])];
  const ascii = query.replace(/[^\0-\x7f]/g, '');
  const values = many(below(5), () => pick(VALUES));
  return [
    [a, b, type, name, value, query, environment, glob, format, values.map((value) => typeof value), controls, style],
    outcome(() => paths(path.posix, '/r/', a, b, suffix)), outcome(() => paths(path.win32, 'C:\\r\\', a, b, suffix)), outcome(() => path.win32.resolve('C:\\x', a)),
    outcome(() => path.posix.matchesGlob(a, glob)),
    outcome(() => mime(type, name, value)), parsed(), pattern(),
    outcome(() => util.format(format, ...values)), outcome(() => util.format(...values)),
    outcome(() => util.formatWithOptions(options, format, ...values)),
    outcome(() => querystring.parse(ascii, ...separators)), outcome(() => querystring.unescape(query)), outcome(() => querystring.escape(query)),
    // In ASCII: beside a malformed escape Node loses other characters, which the URL Standard keeps.
    outcome(() => [...new URLSearchParams(ascii)]), outcome(() => String(new URLSearchParams(ascii))),
    outcome(() => util.parseEnv(environment)),
    outcome(() => util.stripVTControlCharacters(controls)),
    outcome(() => util.styleText(style, query, { validateStream: false })),
    outcome(() => util.toUSVString(query)),
  ];
});
