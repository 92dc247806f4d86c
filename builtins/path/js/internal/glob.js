'use strict';

// Glob matching for `path.matchesGlob`, and the segments of patterns for `fs.glob`. A pattern is expanded (braces), split into segments, and each segment but
// `**` becomes one regular expression; names that begin with a dot match only what begins with a dot.

const { expandBraces } = require('internal:path/braces');

const GLOBSTAR = Symbol('**');

/** Compiled patterns by text; programs test many paths against few patterns. */
const compiled = new Map();
const CACHE_LIMIT = 64;

/**
 * @param {string} path
 * @param {string} pattern in which a backslash is a separator, never an escape
 * @param {'/' | '\\'} separator of the path; on Windows `/` counts too
 */
function matches(path, pattern, separator) {
  if (pattern === '') return path === '';
  const segments = pathSegments(separator === '\\' ? path.replaceAll('\\', '/') : path);
  return compile(pattern).some((alternative) => matchSegments(segments, 0, alternative, 0));
}

module.exports = { GLOBSTAR, compileSegment, matches };

function compile(pattern) {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const alternatives = expandBraces(pattern.replaceAll('\\', '/'))
    .map((text) => pathSegments(text).map(compileSegment));
  if (compiled.size === CACHE_LIMIT) compiled.clear();
  compiled.set(pattern, alternatives);
  return alternatives;
}

/** Empty segments go, but for the root in front and the one behind a final slash; `/./` and `x/..` go, and leave something. */
function pathSegments(path) {
  const segments = path.split('/');
  const kept = [];
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i];
    if (segment === '' && i > 0 && i < segments.length - 1) continue;
    if (segment === '.' && i > 0 && i < segments.length - 1) continue;
    const previous = kept.at(-1);
    if (segment === '..' && previous && previous !== '..' && previous !== '.' && previous !== '**') kept.pop();
    else kept.push(segment);
  }
  return kept.length === 0 ? [''] : kept;
}

function matchSegments(names, n, patterns, p) {
  for (; n < names.length && p < patterns.length; n++, p++) {
    const pattern = patterns[p];
    if (pattern === GLOBSTAR) return matchGlobstar(names, n, patterns, p + 1);
    if (!(typeof pattern === 'string' ? pattern === names[n] : pattern.test(names[n]))) return false;
  }
  if (p < patterns.length) return false;
  // A final slash on the path alone does not matter.
  return n === names.length || (n === names.length - 1 && names[n] === '');
}

function matchGlobstar(names, n, patterns, p) {
  if (p === patterns.length) return names.slice(n).every((name) => !name.startsWith('.'));
  for (; n < names.length; n++) {
    if (matchSegments(names, n, patterns, p)) return true;
    if (names[n].startsWith('.')) return false;
  }
  return false;
}

function compileSegment(text) {
  if (text === '**') return GLOBSTAR;
  if (!/[*?[(]/.test(text)) return text;
  const parser = new Parser(text);
  const nodes = parser.sequence('');
  const guard = /^[*?[]|^[@+!*?]\(/.test(text) ? '(?!\\.)' : '(?!\\.{1,2}$)';
  const notEmpty = /^\*+$/.test(text) ? '(?=.)' : '';
  return new RegExp(`^${guard}${notEmpty}${sourceOf(nodes, '$')}$`, parser.needsUnicode ? 'su' : 's');
}

/**
 * A segment as a list of nodes: regular expression sources, and `{ kind, alternatives }` for `?(...)`, `*(...)`, `+(...)`,
 * `@(...)` and `!(...)`.
 */
class Parser {
  needsUnicode = false;
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
  }

  /** Reads up to one of the characters of `ends`, which is left in place. */
  sequence(ends) {
    const nodes = [];
    while (this.#at < this.#text.length && !ends.includes(this.#text[this.#at])) nodes.push(this.#node());
    return nodes;
  }

  #node() {
    const text = this.#text;
    const character = text[this.#at];
    if ('?*+@!'.includes(character) && text[this.#at + 1] === '(') {
      const group = this.#group();
      if (group !== undefined) return group;
    }
    if (character === '[') {
      const set = this.#set();
      if (set !== undefined) return set;
    }
    this.#at++;
    if (character === '?') return '.';
    if (character !== '*') return escape(character);
    while (text[this.#at] === '*' && text[this.#at + 1] !== '(') this.#at++;
    return '.*?';
  }

  #group() {
    const start = this.#at;
    this.#at += 2;
    const alternatives = [];
    for (;;) {
      alternatives.push(this.sequence('|)'));
      if (this.#at >= this.#text.length) {
        // Never closed: the characters stand for themselves.
        this.#at = start;
        return undefined;
      }
      if (this.#text[this.#at++] === ')') return { kind: this.#text[start], alternatives };
    }
  }

  /** `[abc]`, `[a-z]`, `[!a]`, `[[:alpha:]]`; a `]` in front is a member. */
  #set() {
    const match = /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]/.exec(this.#text.slice(this.#at));
    if (match === null || match[2] === '') return undefined;
    this.#at += match[0].length;
    const members = match[2].replace(/\[:([a-z]+):\]|[\\\]^[]/g, (found, name) => {
      if (name === undefined) return `\\${found}`;
      const characters = CLASSES[name];
      if (characters === undefined) return escape(found);
      this.needsUnicode = true;
      return characters;
    });
    // A hyphen at either end is a member.
    const source = members.replace(/^-/, '\\-').replace(/-$/, '\\-');
    return `[${match[1] ? '^' : ''}${source}]`;
  }
}

const CLASSES = {
  __proto__: null,
  alnum: '\\p{L}\\p{Nl}\\p{Nd}',
  alpha: '\\p{L}\\p{Nl}',
  ascii: '\\x00-\\x7f',
  blank: '\\p{Zs}\\t',
  cntrl: '\\p{Cc}',
  digit: '\\p{Nd}',
  graph: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}',
  lower: '\\p{Ll}',
  print: '\\P{C}',
  punct: '\\p{P}',
  space: '\\p{Z}\\t\\r\\n\\v\\f',
  upper: '\\p{Lu}',
  word: '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}',
  xdigit: 'A-Fa-f0-9',
};

const QUANTIFIER = { '__proto__': null, '?': '?', '*': '*', '+': '+', '@': '' };

/** @param {string} tail what follows the nodes: a negation looks ahead through it to the end */
function sourceOf(nodes, tail) {
  let source = '';
  for (let i = nodes.length - 1; i >= 0; i--) source = nodeSource(nodes[i], source + tail) + source;
  return source;
}

function nodeSource(node, tail) {
  if (typeof node === 'string') return node;
  const choice = node.alternatives.map((nodes) => sourceOf(nodes, '')).join('|');
  if (node.kind !== '!') return `(?:${choice})${QUANTIFIER[node.kind]}`;
  return `(?:(?!(?:${choice})${tail}).*?)`;
}

function escape(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
