'use strict';

// Brace expansion: `{a,b}`, `{1..3}`, `{a..e..2}`, nested. What is not an expansion stays as it is written.

/**
 * @param {string} text
 * @returns {string[]} at least one
 */
function expandBraces(text) {
  for (let open = text.indexOf('{'); open !== -1; open = text.indexOf('{', open + 1)) {
    const group = readGroup(text, open);
    if (group === undefined) continue;
    const before = text.slice(0, open);
    const after = expandBraces(text.slice(group.end));
    return group.choices.flatMap((choice) => after.map((rest) => `${before}${choice}${rest}`));
  }
  return [text];
}

module.exports = { expandBraces };

/** The choices of the group at `open` and where it ends; `undefined` when it is not closed or is not a choice. */
function readGroup(text, open) {
  const parts = [];
  let depth = 0;
  let start = open + 1;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    if (text[i] === ',' && depth === 1) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
    if (text[i] !== '}' || --depth > 0) continue;
    parts.push(text.slice(start, i));
    const choices = parts.length > 1 ? parts.flatMap(expandBraces) : range(parts[0]);
    return choices && { choices, end: i + 1 };
  }
  return undefined;
}

function range(text) {
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, first, last, step] = match;
  const numeric = /\d/.test(first);
  if (numeric !== /\d/.test(last)) return undefined;
  const from = numeric ? Number(first) : first.charCodeAt(0);
  const to = numeric ? Number(last) : last.charCodeAt(0);
  const width = numeric && (/^-?0\d/.test(first) || /^-?0\d/.test(last)) ? Math.max(first.length, last.length) : 0;
  const stride = Math.max(Math.abs(Number(step ?? 1)), 1) * (to < from ? -1 : 1);
  const values = [];
  for (let value = from; stride > 0 ? value <= to : value >= to; value += stride) {
    values.push(numeric ? padded(value, width) : String.fromCharCode(value));
  }
  return values;
}

function padded(value, width) {
  return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
}
