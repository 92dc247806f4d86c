'use strict';

/** Text of primitive values: quoting, escapes, grouped digits. */

const PLAIN_TEXT = /^[^\x00-\x1f'\\\x7f-\x9f\ud800-\udfff]*$/;
const ESCAPED = /[\x00-\x1f'\\\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ESCAPED_KEEPING_QUOTES =
  /[\x00-\x1f\\\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const NAMED_ESCAPES = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
};

/**
 * A string literal: in single quotes, or in double quotes or backticks when these save escapes.
 * @param {string} text
 */
function quote(text) {
  if (!text.includes("'")) {
    return PLAIN_TEXT.test(text) ? `'${text}'` : `'${text.replace(ESCAPED, escapeCharacter)}'`;
  }
  const mark = bestQuote(text);
  const pattern = mark === "'" ? ESCAPED : ESCAPED_KEEPING_QUOTES;
  return `${mark}${text.replace(pattern, escapeCharacter)}${mark}`;
}

/** For a text that has a single quote in it. */
function bestQuote(text) {
  if (!text.includes('"')) return '"';
  if (!text.includes('`') && !text.includes('${')) return '`';
  return "'";
}

/** For a key or a symbol, which stands without quotes. */
function escapeText(text) {
  return text.replace(ESCAPED, escapeCharacter);
}

function escapeCharacter(character) {
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return named;
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  return code > 0xff ? `\\u${hex}` : `\\x${hex.toUpperCase().padStart(2, '0')}`;
}

/** Shorter strings are not broken at their newlines. */
const SHORT_STRING = 16;

/**
 * @param {(text: string, style: string) => string} stylize
 * @param {string | number | bigint | boolean | symbol | undefined} value
 * @param {import('./context').Context} ctx
 */
function formatPrimitive(stylize, value, ctx) {
  switch (typeof value) {
    case 'string':
      return formatString(stylize, value, ctx);
    case 'number':
      return formatNumber(stylize, value, ctx.numericSeparator);
    case 'bigint':
      return formatBigInt(stylize, value, ctx.numericSeparator);
    case 'boolean':
      return stylize(`${value}`, 'boolean');
    case 'undefined':
      return stylize('undefined', 'undefined');
    default:
      return stylize(Symbol.prototype.toString.call(value), 'symbol');
  }
}

function formatString(stylize, value, ctx) {
  let text = value;
  let trailer = '';
  if (value.length > ctx.maxStringLength) {
    text = value.slice(0, ctx.maxStringLength);
    trailer = `... ${remainingText(value.length - ctx.maxStringLength, 'character')}`;
  }
  if (ctx.compact !== true && text.length > SHORT_STRING && text.length > ctx.breakLength - ctx.indentationLvl - 4) {
    const separator = ` +\n${' '.repeat(ctx.indentationLvl + 2)}`;
    return text.split(/(?<=\n)/).map((line) => stylize(quote(line), 'string')).join(separator) + trailer;
  }
  return stylize(quote(text), 'string') + trailer;
}

/** `3 more items`. */
function remainingText(count, noun) {
  return `${count} more ${noun}${count > 1 ? 's' : ''}`;
}

/** `Symbol(description)`, escaped. */
function symbolText(symbol) {
  return escapeText(Symbol.prototype.toString.call(symbol));
}

function formatNumber(stylize, value, numericSeparator) {
  const text = Object.is(value, -0) ? '-0' : `${value}`;
  return stylize(numericSeparator ? separateDigits(text) : text, 'number');
}

function formatBigInt(stylize, value, numericSeparator) {
  return stylize(numericSeparator ? `${groupInteger(`${value}`)}n` : `${value}n`, 'bigint');
}

/** Thousands from the right before the point, from the left after it. Exponents and NaN stay as they are. */
function separateDigits(text) {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return text;
  const [, integer, fraction] = match;
  if (fraction === undefined) return groupInteger(integer);
  return `${groupInteger(integer)}.${fraction.replace(/\d{3}(?=\d)/g, '$&_')}`;
}

function groupInteger(digits) {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, '_');
}

module.exports = { escapeText, formatBigInt, formatNumber, formatPrimitive, quote, remainingText, symbolText };
