'use strict';

/** The lines of a source file, how often each ran, and which the file itself leaves out of its coverage. */

const kSwitch = /\/\* node:coverage (enable|disable) \*\//;
const kIgnoreNext = /\/\* node:coverage ignore next(?: (\d+))? \*\//;

class Line {
  /** Whether a range spans the whole of it, whose count ranges inside it do not change. */
  #isSpanned = false;

  constructor(number, start, text, isIgnored) {
    this.number = number;
    this.start = start;
    this.end = start + text.length;
    this.isIgnored = isIgnored;
    // Nothing on it could run.
    this.count = text.trim() === '' ? 1 : 0;
  }

  get isCovered() {
    return this.count > 0 || this.isIgnored;
  }

  touches({ startOffset, endOffset }) {
    return startOffset <= this.end && endOffset > this.start;
  }

  /** @param {import('./merge').Range} range that touches it @param {'whole' | 'part'} least how much of a line has to be in a range to take its count */
  take({ startOffset, endOffset, count }, least) {
    const isSpanned = startOffset <= this.start && endOffset >= this.end;
    if (!isSpanned && (least === 'whole' || this.#isSpanned)) return;
    this.#isSpanned ||= isSpanned;
    this.count = count;
  }
}

/** @param {string} text @returns {Line[]} */
function readLines(text) {
  const lines = [];
  const directives = new Directives();
  let start = 0;
  for (const whole of text.split(/(?<=\n)/)) {
    const content = whole.replace(/\r?\n$/, '');
    lines.push(new Line(lines.length + 1, start, content, directives.pass(content)));
    start += whole.length;
  }
  return lines;
}

/** What the comments `node:coverage disable`, `enable` and `ignore next` say of the lines below them. */
class Directives {
  #ignoredLeft = 0;

  /** @param {string} text of the next line @returns {boolean} whether it is ignored */
  pass(text) {
    const isIgnored = this.#ignoredLeft > 0;
    if (isIgnored) this.#ignoredLeft--;
    const [, state] = kSwitch.exec(text) ?? [];
    if (state === 'disable') this.#ignoredLeft = Infinity;
    else if (state === 'enable') this.#ignoredLeft = 0;
    else if (!isIgnored) this.#ignoreNext(text);
    return isIgnored;
  }

  #ignoreNext(text) {
    const found = kIgnoreNext.exec(text);
    if (found !== null) this.#ignoredLeft = Number(found[1] ?? 1);
  }
}

/** The lines that a range touches, of lines in their order. @param {Line[]} lines */
function linesIn(lines, range) {
  let low = 0;
  for (let high = lines.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (lines[middle].end < range.startOffset) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < lines.length && lines[end].touches(range)) end++;
  return lines.slice(low, end);
}

module.exports = { linesIn, readLines };
