'use strict';

/** Query strings: taken apart and put together, with every option. */

const querystring = require('node:querystring');
const { below, many, outcome, pick, run } = require('./chance.js');

const PIECES = [
  '&', '&', '=', '=', ';', ':', '+', '%', '%2', '%20', '%2B', '%26', '%3D', '%zz', '%%41', '%4%31', '%e', '%E9', '%C3%A9', '%c3', '%F0%9F%98%80', '%f0%9f', '%ED%A0%80', '%00',
  'a', 'a', 'b', 'key', 'é', '😀', '\ud800', '\udc00', '\0', '\x7f', ' ', '"', '[]', '[0]', '__proto__', 'constructor', 'hasOwnProperty', '', '&&', '==', '&=&', '<>', '1'.repeat(30),
];
// None that is, begins or may stand in an escape, behind which Node leaves escapes as they are, and no assignments of several characters, which it also
// finds with others in between.
const SEPARATORS = ['&', '&', ';', '&&', '', 'k', 'é', '<>', null, undefined];
const ASSIGNMENTS = ['=', '=', ':', '', 'y', 'é', null, undefined];
const LIMITS = [undefined, 0, 1, 2, 1000, -1, NaN, Infinity, '3', 1.5];
const PRIMITIVES = ['', 'a b', 'é&=', '\ud83d\ude00', 0, -0, 1.5, NaN, Infinity, 1e21, true, false, null, undefined, 10n, Symbol('s'), () => {}, { a: 1 }, [], [1, [2]]];

/** Decoders and encoders as programs have them: faithful, odd, and such that throw. */
const CODERS = {
  none: undefined,
  upper: (text) => String(text).toUpperCase(),
  standard: (text) => encodeURIComponent(text).replace(/%20/g, '+'),
  decode: decodeURIComponent,
  empty: () => '',
  throws: () => { throw new TypeError('coder'); },
  legacy: (text) => querystring.unescapeBuffer(text).toString('latin1'),
};

function text() {
  return many(below(12), () => pick(PIECES)).join('');
}

/** Beside a malformed escape Node loses characters that are not ASCII, now and then also in the pair before it. */
function someQuery() {
  const made = text();
  return /%(?![0-9a-f]{2})/i.test(made) ? made.replace(/[^\0-\x7f]/g, '') : made;
}

function value() {
  const kind = below(4);
  if (kind === 0) return many(below(4), () => pick(PRIMITIVES));
  return kind === 1 ? text() : pick(PRIMITIVES);
}

function record() {
  const entries = many(below(5), () => [text(), value()]);
  const made = pick([{}, Object.create(null), Object.create({ inherited: 1 })]);
  for (const [name, item] of entries) Object.defineProperty(made, name, { value: item, enumerable: below(8) > 0, configurable: true, writable: true });
  return made;
}

/** Names in their order; `__proto__` would be lost in an object. */
function entriesOf(parsed) {
  return [Object.getPrototypeOf(parsed) === null, Object.entries(parsed)];
}

run(() => {
  const query = someQuery();
  const [separator, assignment, limit] = [pick(SEPARATORS), pick(ASSIGNMENTS), pick(LIMITS)];
  const coder = pick(Object.keys(CODERS));
  const made = record();
  const decoding = { maxKeys: limit, decodeURIComponent: CODERS[coder] };
  const encoding = { encodeURIComponent: CODERS[coder] };
  return [
    [query, separator, assignment, String(limit), coder, outcome(() => Object.keys(made))],
    outcome(() => entriesOf(querystring.parse(query))),
    outcome(() => entriesOf(querystring.parse(query, separator, assignment))),
    outcome(() => entriesOf(querystring.parse(query, separator, assignment, decoding))),
    outcome(() => entriesOf(querystring.decode(query, undefined, undefined, { maxKeys: limit }))),
    outcome(() => querystring.stringify(made)),
    outcome(() => querystring.stringify(made, separator, assignment)),
    outcome(() => querystring.stringify(made, separator, assignment, encoding)),
    outcome(() => querystring.encode(querystring.parse(query))),
    outcome(() => querystring.stringify(pick(PRIMITIVES))),
    outcome(() => entriesOf(querystring.parse(pick(PRIMITIVES)))),
    outcome(() => querystring.escape(pick([query, ...PRIMITIVES]))),
    outcome(() => querystring.unescape(query)),
    outcome(() => querystring.unescape(query, true)),
    outcome(() => querystring.unescapeBuffer(query).toString('hex')),
  ];
});
