'use strict';

/** `util.MIMEType` and `util.MIMEParams`, after the WHATWG MIME Sniffing standard, section 4. */

const { codes } = require('internal:shared/errors');

const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const NOT_QUOTABLE = /[^\t\u0020-\u007e\u0080-\u00ff]/;
const LEADING_SPACE = /^[\r\n\t ]*/;
const TRAILING_SPACE = /[\r\n\t ]*$/;

/** Throws for text that is empty or no token. */
function requireToken(text, production) {
  const invalid = text.search(NOT_TOKEN);
  if (text === '' || invalid !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX(production, text, invalid);
}

function toAsciiLowerCase(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

class MIMEType {
  #type;
  #subtype;
  #params;

  /** @param {string} input such as `text/html; charset=utf-8` */
  constructor(input) {
    const given = `${input}`;
    const begun = given.replace(LEADING_SPACE, '');
    const text = begun.replace(TRAILING_SPACE, '');
    const slash = text.indexOf('/');
    const type = slash === -1 ? begun : text.slice(0, slash);
    if (slash === -1 || type === '' || NOT_TOKEN.test(type)) {
      throw new codes.ERR_INVALID_MIME_SYNTAX('type', given, type.search(NOT_TOKEN));
    }
    const semicolon = text.indexOf(';', slash);
    const rawSubtype = text.slice(slash + 1, semicolon === -1 ? undefined : semicolon);
    const subtype = rawSubtype.replace(TRAILING_SPACE, '');
    if (subtype === '' || NOT_TOKEN.test(subtype)) {
      throw new codes.ERR_INVALID_MIME_SYNTAX('subtype', given, subtype.search(NOT_TOKEN));
    }
    this.#type = toAsciiLowerCase(type);
    this.#subtype = toAsciiLowerCase(subtype);
    this.#params = parseParameters(semicolon === -1 ? '' : text.slice(semicolon + 1));
  }

  /** @param {string} input @returns {MIMEType | null} `null` for what is no MIME type */
  static parse(input) {
    const text = `${input}`;
    try {
      return new MIMEType(text);
    } catch {
      return null;
    }
  }

  get type() {
    return this.#type;
  }

  set type(value) {
    const text = `${value}`;
    requireToken(text, 'type');
    this.#type = toAsciiLowerCase(text);
  }

  get subtype() {
    return this.#subtype;
  }

  set subtype(value) {
    const text = `${value}`;
    requireToken(text, 'subtype');
    this.#subtype = toAsciiLowerCase(text);
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#params;
  }

  toString() {
    const parameters = this.#params.toString();
    return parameters === '' ? this.essence : `${this.essence};${parameters}`;
  }

  toJSON() {
    return this.toString();
  }
}

/** Names of parameters have no case. */
function keyOf(name) {
  return toAsciiLowerCase(`${name}`);
}

class MIMEParams {
  #values = new Map();

  delete(name) {
    this.#values.delete(keyOf(name));
  }

  get(name) {
    return this.#values.get(keyOf(name)) ?? null;
  }

  has(name) {
    return this.#values.has(keyOf(name));
  }

  set(name, value) {
    const key = keyOf(name);
    const text = `${value}`;
    requireToken(key, 'parameter name');
    const invalid = text.search(NOT_QUOTABLE);
    if (invalid !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('parameter value', text, invalid);
    this.#values.set(key, text);
  }

  *entries() {
    yield* this.#values.entries();
  }

  *keys() {
    yield* this.#values.keys();
  }

  *values() {
    yield* this.#values.values();
  }

  toString() {
    return Array.from(this.#values, ([name, value]) => `${name}=${serialized(value)}`).join(';');
  }
}

for (const [key, value] of [[Symbol.iterator, MIMEParams.prototype.entries], ['toJSON', MIMEParams.prototype.toString]]) {
  Object.defineProperty(MIMEParams.prototype, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

function serialized(value) {
  return value === '' || NOT_TOKEN.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}

/** What cannot be read is skipped; of parameters with the same name the first counts. */
function parseParameters(text) {
  const params = new MIMEParams();
  let at = 0;
  while (at < text.length) {
    at += LEADING_SPACE.exec(text.slice(at))[0].length;
    const name = untilOneOf(text, at, ';=');
    at += name.length;
    if (text[at] !== '=') {
      at++;
      continue;
    }
    const { value, end } = readValue(text, at + 1);
    at = end + 1;
    if (isUsable(params, name, value)) params.set(toAsciiLowerCase(name), value);
  }
  return params;
}

function isUsable(params, name, value) {
  return (
    value !== undefined &&
    name !== '' &&
    !NOT_TOKEN.test(name) &&
    !NOT_QUOTABLE.test(value) &&
    !params.has(toAsciiLowerCase(name))
  );
}

/** The value that starts at `at`, undefined when it is empty, and where its semicolon stands. */
function readValue(text, at) {
  if (text[at] === '"') return readQuoted(text, at + 1);
  const raw = untilOneOf(text, at, ';');
  const value = raw.replace(TRAILING_SPACE, '');
  return { value: value === '' ? undefined : value, end: at + raw.length };
}

/** What follows the closing quote is not part of the value. */
function readQuoted(text, start) {
  let value = '';
  let at = start;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\' && at + 1 < text.length) at++;
    value += text[at++];
  }
  const semicolon = text.indexOf(';', at);
  return { value, end: semicolon === -1 ? text.length : semicolon };
}

function untilOneOf(text, at, characters) {
  let end = at;
  while (end < text.length && !characters.includes(text[end])) end++;
  return text.slice(at, end);
}

module.exports = { MIMEParams, MIMEType };
