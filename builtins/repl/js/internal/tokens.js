'use strict';

/** The tokens of JavaScript that is still being typed: as far as they can be read. */

const kKeywords = new Set([
  'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'export', 'extends', 'false', 'finally',
  'for', 'function', 'if', 'import', 'in', 'instanceof', 'new', 'null', 'return', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof',
  'var', 'void', 'while', 'with',
]);
/** A value: what follows is an operator, so a slash divides. */
const kValues = new Set(['this', 'super', 'null', 'true', 'false']);
const kHeads = new Set(['if', 'while', 'for', 'with']);

const kSpace = /[\s\ufeff]+/y;
const kComment = /\/\/.*|\/\*[^]*?\*\/|#!.*/y;
const kName = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const kNumber = /0[xX][\da-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|\d[\d_]*n|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y;
const kString = /"(?:[^"\\\r\n]|\\(?:\r\n|[^]))*"|'(?:[^'\\\r\n]|\\(?:\r\n|[^]))*'/y;
const kRegExp = /\/(?:[^\\/[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+\/[\p{ID_Continue}$]*/uy;
const kChunk = /(?:[^`\\$]|\\[^]|\$(?!\{))*/y;
const kPunctuator = /\.\.\.|=>|\?\.(?!\d)|\+\+|--|[{}()[\];,<>=!+\-*/%&|^~?:.]/y;
const kNameStart = /[\p{ID_Start}$_\\]/uy;

class Reader {
  constructor(code) {
    this.code = code;
    this.position = 0;
    this.tokens = [];
    // For each open bracket what tells how the text behind its end goes on.
    this.open = [];
    this.dividesNext = false;
    this.last = '';
  }

  /** @returns {boolean} there is a token, or blank space, at the position */
  step() {
    const { code, position } = this;
    const character = code[position];
    if (this.take(kSpace, 'space') || this.take(kComment, 'comment')) return true;
    if (character === '`') return this.startTemplate();
    if (this.open.at(-1) === '${' && character === '}') return this.endSubstitution();
    if (this.take(kName, 'name')) return this.afterName();
    if (/[\d.]/.test(character) && this.takeNumber()) return true;
    if (this.take(kString, 'string')) return this.afterValue();
    if (character === '/' && !this.dividesNext) return this.take(kRegExp, 'regexp') && this.afterValue();
    return this.take(kPunctuator, 'punctuator') && this.afterPunctuator();
  }

  take(pattern, type) {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.code);
    if (match === null) return false;
    this.push(type, match[0]);
    return true;
  }

  push(type, text) {
    this.tokens.push({ type, text });
    this.position += text.length;
  }

  takeNumber() {
    kNumber.lastIndex = this.position;
    const match = kNumber.exec(this.code);
    if (match === null || match[0] === '.') return false;
    kNameStart.lastIndex = kNumber.lastIndex;
    if (kNameStart.test(this.code)) return false;
    this.push(match[0].endsWith('n') && !/^0[xX]/.test(match[0]) ? 'bigint' : 'number', match[0]);
    return this.afterValue();
  }

  afterValue() {
    this.dividesNext = true;
    this.last = '';
    return true;
  }

  afterName() {
    const token = this.tokens.at(-1);
    const isMember = this.last === '.' || this.last === '?.';
    if (kKeywords.has(token.text)) token.type = 'keyword';
    this.dividesNext = token.type === 'name' || isMember || kValues.has(token.text);
    this.last = isMember ? '' : token.text;
    return true;
  }

  afterPunctuator() {
    const { text } = this.tokens.at(-1);
    if (text === '(') this.open.push(kHeads.has(this.last) ? 'head' : '(');
    else if (text === '{') this.open.push(this.beginsBlock() ? 'block' : '{');
    const closed = text === ')' || text === '}' ? this.open.pop() : undefined;
    // `++` leaves what it was: behind a value it belongs to that.
    if (text !== '++' && text !== '--') this.dividesNext = text === ']' || (text === ')' && closed !== 'head') || (text === '}' && closed === '{');
    this.last = text;
    return true;
  }

  /** Whether a brace here begins statements rather than an object. */
  beginsBlock() {
    return ['', ')', ';', '{', '}', '=>', 'else', 'do', 'try', 'finally'].includes(this.last);
  }

  startTemplate() {
    this.push('template', '`');
    return this.takeChunk();
  }

  endSubstitution() {
    this.open.pop();
    this.push('punctuator', '}');
    return this.takeChunk();
  }

  /** The text of a template, and what ends it. A text that nothing ends yet is no token. */
  takeChunk() {
    kChunk.lastIndex = this.position;
    const [text] = kChunk.exec(this.code);
    const end = this.code[this.position + text.length];
    if (end === undefined || end === '\\') return false;
    this.push('template', text);
    if (end === '`') {
      this.push('template', '`');
      return this.afterValue();
    }
    this.push('punctuator', '${');
    this.open.push('${');
    this.dividesNext = false;
    this.last = '(';
    return true;
  }
}

/**
 * @param {string} code
 * @returns {{ tokens: { type: string, text: string }[], rest: string }} blank space and comments are tokens too; `rest` is what is none
 */
function readTokens(code) {
  const reader = new Reader(code);
  while (reader.position < code.length && reader.step());
  return { tokens: reader.tokens, rest: code.slice(reader.position) };
}

module.exports = { readTokens };
