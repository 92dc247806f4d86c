'use strict';

/** `util.styleText`: text between escape sequences. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateObject, validateOneOf, validateString } = require('internal:shared/validators');
const { colors } = require('internal:util/inspect/context');

const HEX_COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/**
 * @param {string | string[]} format names of `inspect.colors`, `none`, or colours as `#rgb` and `#rrggbb`
 * @param {string} text
 * @param {{ validateStream?: boolean, stream?: object }} [options]
 */
function styleText(format, text, options = {}) {
  validateString(text, 'text');
  validateObject(options, 'options');
  const { validateStream = true, stream = process.stdout } = options;
  validateBoolean(validateStream, 'options.validateStream');
  const shouldStyle = !validateStream || streamTakesColors(stream);
  const names = Array.isArray(format) ? format : [format];
  let styled = text;
  // The first name is outermost.
  for (const name of names.toReversed()) {
    if (name === 'none') continue;
    const [open, close] = sequences(name);
    styled = open + reopened(styled, open, close) + close;
  }
  return shouldStyle ? styled : text;
}

function streamTakesColors(stream) {
  if (stream !== null && !isStream(stream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return require('internal:util/colors').shouldColorize(stream);
}

/** A stream of either kind; what only writes is none. */
function isStream(value) {
  if (typeof value !== 'object') return false;
  if (typeof value.on === 'function' && (typeof value.pipe === 'function' || typeof value.write === 'function')) return true;
  return value instanceof globalThis.ReadableStream || value instanceof globalThis.WritableStream;
}

function sequences(name) {
  if (typeof name === 'string' && HEX_COLOR.test(name)) return hexSequences(name.slice(1));
  const pair = typeof name === 'string' ? colors[name] : undefined;
  if (pair === undefined) validateOneOf(name, 'format', Object.getOwnPropertyNames(colors));
  return [`\u001b[${pair[0]}m`, `\u001b[${pair[1]}m`];
}

function hexSequences(digits) {
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
  return [`\u001b[38;2;${red};${green};${blue}m`, '\u001b[39m'];
}

/** Where the style ends within the text it starts again. The end that bold and dim share stays, or it would end nothing. */
function reopened(text, open, close) {
  if (!text.includes(close)) return text;
  const replacement = close === '\u001b[22m' ? close + open : open;
  return text.replace(new RegExp(`${close.replace('[', '\\[')}(?!$)`, 'g'), replacement);
}

module.exports = { styleText };
