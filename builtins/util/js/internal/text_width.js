'use strict';

/** Text as a terminal shows it: without control sequences, in columns. */

/**
 * Control sequences of ECMA-48, with 7-bit or 8-bit introducers: operating system commands up to their terminator, control sequences,
 * and two-character escapes.
 */
const CONTROL_SEQUENCES = new RegExp(
  [
    String.raw`(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)`,
    String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]`,
    String.raw`\x1b[ -/]*[0-Z\\^-~]`,
  ].join('|'),
  'g',
);

function stripControlSequences(text) {
  return text.includes('\u001b') || text.includes('\u009b') || text.includes('\u009d') ? text.replace(CONTROL_SEQUENCES, '') : text;
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * The columns a text takes: none for combining marks and controls, two for East Asian wide characters and emoji.
 * @param {string} text
 * @param {boolean} [hasControlSequences]
 */
function stringWidth(text, hasControlSequences = true) {
  let shown = hasControlSequences ? stripControlSequences(text) : text;
  if (PRINTABLE_ASCII.test(shown)) return shown.length;
  shown = shown.normalize('NFC');
  let width = 0;
  for (const character of shown) width += characterWidth(character.codePointAt(0));
  return width;
}

function characterWidth(code) {
  if (isZeroWidth(code)) return 0;
  return isWide(code) ? 2 : 1;
}

function isZeroWidth(code) {
  return (
    code <= 0x1f ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    (code >= 0xfe20 && code <= 0xfe2f) ||
    (code >= 0xe0100 && code <= 0xe01ef)
  );
}

/** Ranges of East Asian Width W and F, and of the emoji planes: first, last. Ascending. */
const WIDE = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b001],
  [0x1f200, 0x1f251],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** U+303F is the one narrow character within the CJK symbols. */
const IDEOGRAPHIC_HALF_FILL_SPACE = 0x303f;

function isWide(code) {
  if (code < WIDE[0][0] || code === IDEOGRAPHIC_HALF_FILL_SPACE) return false;
  return WIDE.some(([first, last]) => code >= first && code <= last);
}

module.exports = { stringWidth, stripControlSequences };
