'use strict';

/** Which object the end of a line is a member of. */

const { readTokens } = require('internal:repl/tokens');

const kOpeners = new Set(['(', '[', '{', '${']);
const kClosers = new Set([')', ']', '}']);
/** What may not stand before a name that is completed: it declares a name, or is changed. */
const kNoExpression = new Set(['let', 'var', '=>', ',', ':', ')', '...', 'await', 'throw', '++', '--']);

/**
 * @typedef {object} Target
 * @property {string} typed the expression that is completed
 * @property {string} filter what its last name begins with
 * @property {string | undefined} base the first part of the object's expression; undefined: a name of the scope is completed
 * @property {{ name?: string, index?: string }[]} links members that lead on from there
 */

/**
 * @param {string} line of which the last word is looked at alone when brackets are open
 * @returns {Target | undefined} undefined: nothing can be said
 */
function findTarget(line) {
  const { tokens, rest } = readTokens(line);
  if (rest !== '' || !isBalanced(tokens)) {
    const word = /\s(\S+)$/.exec(line);
    return word === null ? undefined : findTarget(word[1]);
  }
  if (tokens.at(-1)?.type === 'comment') return undefined;
  if (tokens.every(({ type }) => type === 'space')) return { typed: '', filter: '', base: undefined, links: [] };
  const last = tokens.at(-1);
  const hasName = isName(last);
  if (!hasName && !isDot(last)) return undefined;
  const dot = hasName ? before(tokens, tokens.length - 1) : tokens.length - 1;
  const filter = hasName ? last.text : '';
  if (!isDot(tokens[dot])) {
    return kNoExpression.has(tokens[dot]?.text) ? undefined : { typed: filter, filter, base: undefined, links: [] };
  }
  return memberTarget(tokens, dot, filter);
}

function memberTarget(tokens, dot, filter) {
  const links = [];
  let end = before(tokens, dot);
  for (;;) {
    const start = startOfPart(tokens, end);
    if (start === undefined) return undefined;
    const previous = before(tokens, start);
    if (tokens[start].text === '[' && (isOperand(tokens[previous]) || tokens[previous]?.text === '?.')) {
      links.unshift({ index: textOf(tokens, start + 1, end) });
      end = tokens[previous].text === '?.' ? before(tokens, previous) : previous;
    } else if (tokens[start].text === '(' && isOperand(tokens[previous])) {
      return constructed(tokens, { start, end, filter, links });
    } else if (isDot(tokens[previous])) {
      links.unshift({ name: tokens[start].text });
      end = before(tokens, previous);
    } else {
      if (kNoExpression.has(tokens[previous]?.text)) return undefined;
      return { typed: textOf(tokens, start, tokens.length), filter, base: textOf(tokens, start, end + 1), links };
    }
  }
}

/** A call would have to be made; that of a constructor makes an object of its own. */
function constructed(tokens, { start, end, filter, links }) {
  let first = before(tokens, start);
  while (isName(tokens[first]) && isDot(tokens[before(tokens, first)])) first = before(tokens, before(tokens, first));
  const operator = before(tokens, first);
  if (!isName(tokens[first]) || tokens[operator]?.text !== 'new') return undefined;
  return { typed: textOf(tokens, operator, tokens.length), filter, base: textOf(tokens, operator, end + 1), links };
}

/** @returns {number | undefined} where the name, literal or bracket begins that ends at `end` */
function startOfPart(tokens, end) {
  const token = tokens[end];
  if (token === undefined) return undefined;
  // A template with substitutions, or with a function before it, would have to be evaluated.
  if (token.text === '`') return tokens[end - 2]?.text === '`' && !isOperand(tokens[before(tokens, end - 2)]) ? end - 2 : undefined;
  if (!isOperand(token)) return undefined;
  return kClosers.has(token.text) ? openingOf(tokens, end) : end;
}

function openingOf(tokens, end) {
  let depth = 0;
  for (let i = end; i >= 0; i--) {
    const { type, text } = tokens[i];
    if (type !== 'punctuator') continue;
    if (kClosers.has(text)) depth++;
    else if (kOpeners.has(text)) depth--;
    if (depth === 0) return i;
  }
  return undefined;
}

function isBalanced(tokens) {
  let depth = 0;
  for (const { type, text } of tokens) {
    if (type !== 'punctuator') continue;
    if (kOpeners.has(text)) depth++;
    else if (kClosers.has(text) && --depth < 0) return false;
  }
  return depth === 0;
}

/** The last token before one that is no blank space. */
function before(tokens, index) {
  let i = index - 1;
  while (i >= 0 && (tokens[i].type === 'space' || tokens[i].type === 'comment')) i--;
  return i;
}

function isName(token) {
  return token?.type === 'name' || token?.type === 'keyword';
}

function isDot(token) {
  return token?.type === 'punctuator' && (token.text === '.' || token.text === '?.');
}

const kValues = new Set(['this', 'true', 'false', 'null']);

function isOperand(token) {
  if (token === undefined) return false;
  if (token.type === 'keyword') return kValues.has(token.text);
  return token.type === 'punctuator' ? kClosers.has(token.text) : token.type !== 'space' && token.type !== 'comment';
}

function textOf(tokens, start, end) {
  return tokens.slice(start, end).map(({ text }) => text).join('');
}

module.exports = { findTarget };
