'use strict';

/**
 * Colours a regular expression by nesting: the palette turns with the depth of groups and classes, and within one depth each kind of
 * token stands a fixed number of turns further on.
 */

/** Turns beyond the depth at which the token stands. */
const LITERAL = 1;
const ANY = 2;
const OPERATOR = 3;

/**
 * What may stand in a pattern, in the order tried. `paint(match, pen)` writes the token and moves the depth.
 */
const PATTERN_TOKENS = [
  [/\[/y, (match, pen) => {
    pen.write('[', 0);
    pen.depth++;
    pen.inClass = true;
  }],
  [/\(\?<([^=!>][^>]*)>/y, ([, name], pen) => {
    pen.write('(', 0);
    pen.write('?<', 0);
    pen.write(name, 1);
    pen.write('>', 0);
    pen.depth++;
  }],
  [/\((\?<?[:=!])?(\?)?/y, ([, assertion, modifiers], pen) => {
    pen.write('(', 0);
    if (assertion !== undefined) pen.write(assertion, 0);
    pen.depth++;
    if (modifiers !== undefined) pen.write('?', 0);
  }],
  [/\)/y, (match, pen) => {
    pen.depth--;
    pen.write(')', 0);
  }],
  [/\\k<([^>]*)>/y, ([, name], pen) => {
    pen.write('\\k<', -1);
    pen.write(name, 0);
    pen.write('>', -1);
  }],
  [/(\\[uUpP]\{)([^}]*)\}/y, paintBraced],
  [/\\(?:[upP]\{|k<|x..|\d+|.)?/sy, ([text], pen) => pen.write(text, LITERAL)],
  [/\{(\d*)(,?)(\d*)(\}?)/y, paintQuantifier],
  [/[|+*?,^$]/y, ([text], pen) => pen.write(text, OPERATOR)],
  [/\./y, ([text], pen) => pen.write(text, ANY)],
  [/[^/]/sy, ([text], pen) => pen.write(text, LITERAL)],
];

const CLASS_TOKENS = [
  [/\]/y, (match, pen) => {
    pen.depth--;
    pen.write(']', 0);
    pen.inClass = false;
  }],
  [/(\\[uUpP]\{)([^}]*)\}/y, paintBraced],
  [/\\(?:x..|.)?/sy, ([text], pen) => pen.write(text, 0)],
  [/(?<!\[)-(?!\])/y, ([text], pen) => pen.write(text, 1)],
  [/./sy, ([text], pen) => pen.write(text, 0)],
];

/** `\p{...}` and `\u{...}`. */
function paintBraced([, open, content], pen) {
  pen.write(open, 0);
  pen.write(content, 1);
  pen.write('}', 0);
}

/** `{2,5}`. A brace that counts nothing stands for itself. */
function paintQuantifier([, min, comma, max, close], pen) {
  if (min === '' && comma === '') {
    pen.write('{', LITERAL);
    if (max !== '') pen.write(max, LITERAL);
    if (close !== '') pen.write(close, LITERAL);
    return;
  }
  pen.write('{', 0);
  pen.depth++;
  if (min !== '') pen.write(min, 1);
  if (comma !== '') pen.write(comma, 0);
  if (max !== '') pen.write(max, 1);
  if (close === '') return;
  pen.depth--;
  pen.write('}', 0);
}

class Pen {
  /** @param {[string, string][]} palette pairs of opening and closing escape sequences */
  constructor(palette) {
    this.palette = palette;
    this.depth = 0;
    this.inClass = false;
    this.text = '';
  }

  write(text, turns) {
    // Brackets that do not match lead out of the palette; what stands there has the first colour.
    const [open, close] = this.palette[(this.depth + turns) % this.palette.length] ?? this.palette[0];
    this.text += open + text + close;
  }
}

/**
 * @param {string} source a regular expression as its toString gives it
 * @returns {string}
 */
function highlightRegExp(source) {
  const palette = currentPalette();
  if (palette.length === 0) return source;
  const pen = new Pen(palette);
  pen.write('/', 0);
  pen.depth++;
  let index = 1;
  while (index < source.length && (pen.inClass || source[index] !== '/')) index = paintToken(source, index, pen);
  pen.write('/', -1);
  if (index + 1 < source.length) pen.write(source.slice(index + 1), 0);
  return pen.text;
}

function paintToken(source, index, pen) {
  for (const [pattern, paint] of pen.inClass ? CLASS_TOKENS : PATTERN_TOKENS) {
    pattern.lastIndex = index;
    const match = pattern.exec(source);
    if (match !== null) {
      paint(match, pen);
      return index + match[0].length;
    }
  }
  // Each list ends with a token that matches any character.
  throw new Error('unreachable: no token matches');
}

const PALETTE = ['green', 'red', 'yellow', 'cyan', 'magenta'];

/** User code may set `inspect.styles.regexp.colors`, and change what the names mean. */
function currentPalette() {
  const { colors } = require('internal:util/inspect/context');
  const names = highlightRegExp.colors?.length > 0 ? highlightRegExp.colors : PALETTE;
  return names
    .map((name) => colors[name])
    .filter((pair) => pair !== undefined)
    .map(([on, off]) => [`\u001b[${on}m`, `\u001b[${off}m`]);
}

highlightRegExp.colors = PALETTE.slice();

module.exports = { highlightRegExp };
