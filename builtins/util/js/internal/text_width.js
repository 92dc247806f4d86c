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
  for (const character of shown) width += characterWidth(character);
  return width;
}

function characterWidth(character) {
  if (isWide(character.codePointAt(0))) return 2;
  return ZERO_WIDTH.test(character) ? 0 : 1;
}

/** Controls, marks that go over or around another character, and format characters other than the soft hyphen. */
const ZERO_WIDTH = /^(?!\xad)[\p{Cc}\p{Mn}\p{Me}\p{Cf}]$/u;

/** Looks the range up by halves. */
function isWide(code) {
  const ranges = require('internal:util/wide_ranges');
  if (code < ranges[0]) return false;
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < ranges[2 * middle]) high = middle - 1;
    else if (code > ranges[2 * middle + 1]) low = middle + 1;
    else return true;
  }
  return false;
}

module.exports = { stringWidth, stripControlSequences };
