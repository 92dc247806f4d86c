'use strict';

/** Tags of tests, and the expressions of `--experimental-test-tag-filter`: names with `*`, joined by `and`, `or`, `not` and parentheses. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateArray, validateString } = require('internal:shared/validators');

const kForbidden = /[\s&|!()*]|^(?:and|or|not)$/i;
const kToken = /\s*(&&|\|\||[&|!()]|[^\s&|!()]+)/gy;

const kNone = Object.freeze([]);
let hasWarned = false;

/** The tags of a test: those of its parent and its own, in lower case. */
function readTags(tags, inherited = kNone) {
  if (tags === undefined) return inherited;
  validateArray(tags, 'options.tags');
  tags.forEach(validateTag);
  if (tags.length > 0) warnOnce();
  return [...new Set([...inherited, ...tags.map((tag) => tag.toLowerCase())])];
}

function validateTag(tag, index) {
  const name = `options.tags[${index}]`;
  validateString(tag, name);
  if (tag === '') throw new codes.ERR_INVALID_ARG_VALUE(name, tag, 'must not be empty');
  if (!kForbidden.test(tag)) return;
  throw new codes.ERR_INVALID_ARG_VALUE(
    name, tag, "contains a forbidden character. Tags must not contain whitespace, operator characters (&, |, !, (, ), *), "
    + "or be the reserved words 'and', 'or', or 'not'",
  );
}

function warnOnce() {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning('Test tags is an experimental feature and might change at any time', 'ExperimentalWarning');
}

/**
 * @param {string} text
 * @param {string} name of the option, for errors
 * @returns {(tags: string[]) => boolean}
 */
function compileTagFilter(text, name) {
  const parser = new Parser(text, name);
  const matches = parser.any();
  if (parser.token !== undefined) parser.refuse(`unexpected token '${parser.token}'`);
  return matches;
}

class Parser {
  constructor(text, name) {
    this.text = text;
    this.name = name;
    this.tokens = [...text.matchAll(kToken)].map(([, token]) => token);
  }

  get token() {
    return this.tokens[0];
  }

  take(...spellings) {
    if (!spellings.includes(this.token?.toLowerCase())) return false;
    this.tokens.shift();
    return true;
  }

  any() {
    const parts = [this.all()];
    while (this.take('or', '|', '||')) parts.push(this.all());
    return (tags) => parts.some((matches) => matches(tags));
  }

  all() {
    const parts = [this.one()];
    while (this.take('and', '&', '&&')) parts.push(this.one());
    return (tags) => parts.every((matches) => matches(tags));
  }

  one() {
    if (this.take('not', '!')) {
      const matches = this.one();
      return (tags) => !matches(tags);
    }
    if (!this.take('(')) return this.tag();
    const matches = this.any();
    if (!this.take(')')) this.refuse(`expected ')' at position ${this.text.length}`);
    return matches;
  }

  tag() {
    const token = this.tokens.shift();
    if (token === undefined || /^[&|)]/.test(token)) this.refuse(`expected a tag at position ${this.text.length}`);
    const pattern = new RegExp(`^${token.split('*').map(RegExp.escape).join('.*')}$`, 'i');
    return (tags) => tags.some((tag) => pattern.test(tag));
  }

  refuse(problem) {
    throw new codes.ERR_INVALID_ARG_VALUE(this.name, this.text, problem);
  }
}

module.exports = { compileTagFilter, readTags };
