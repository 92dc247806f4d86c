'use strict';

/**
 * Arguments to tokens. Knows the types of the options, not whether an argument is allowed.
 *
 * @typedef {{ kind: 'option', name: string, rawName: string, index: number, value: string | undefined, inlineValue: boolean | undefined }} OptionToken
 * @typedef {{ kind: 'positional', index: number, value: string }} PositionalToken
 * @typedef {{ kind: 'option-terminator', index: number }} TerminatorToken
 */

/**
 * @param {string[]} args
 * @param {Record<string, { type: string, short?: string }>} options
 * @returns {(OptionToken | PositionalToken | TerminatorToken)[]}
 */
function tokenize(args, options) {
  const tokens = [];
  let index = 0;
  while (index < args.length) {
    const arg = `${args[index]}`;
    if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (index++; index < args.length; index++) tokens.push({ kind: 'positional', index, value: args[index] });
    } else if (arg.startsWith('--')) {
      index += pushLong(tokens, args, index, options);
    } else if (arg.startsWith('-') && arg.length > 1) {
      index += pushShort(tokens, args, index, options);
    } else {
      tokens.push({ kind: 'positional', index, value: args[index] });
      index++;
    }
  }
  return tokens;
}

function isString(options, name) {
  return Object.hasOwn(options, name) && options[name].type === 'string';
}

/** `--name`, `--name value`, `--name=value`. Returns how many arguments it took. */
function pushLong(tokens, args, index, options) {
  const arg = args[index];
  const equals = arg.indexOf('=', 3);
  if (equals !== -1) {
    const name = arg.slice(2, equals);
    tokens.push({ kind: 'option', name, rawName: `--${name}`, index, value: arg.slice(equals + 1), inlineValue: true });
    return 1;
  }
  return pushWithValue(tokens, args, index, arg.slice(2), arg, options);
}

/** The value is the next argument when the option takes one. */
function pushWithValue(tokens, args, index, name, rawName, options) {
  const hasValue = isString(options, name) && args[index + 1] != null;
  const value = hasValue ? args[index + 1] : undefined;
  tokens.push({ kind: 'option', name, rawName, index, value, inlineValue: hasValue ? false : undefined });
  return hasValue ? 2 : 1;
}

/** `-f`, `-f value`, `-fvalue`, and `-abc` for several options of which the last may take a value. */
function pushShort(tokens, args, index, options) {
  const letters = args[index];
  for (let at = 1; at < letters.length; at++) {
    const rawName = `-${letters[at]}`;
    const name = longName(letters[at], options);
    if (at === letters.length - 1) return pushWithValue(tokens, args, index, name, rawName, options);
    if (isString(options, name)) {
      tokens.push({ kind: 'option', name, rawName, index, value: letters.slice(at + 1), inlineValue: true });
      return 1;
    }
    tokens.push({ kind: 'option', name, rawName, index, value: undefined, inlineValue: undefined });
  }
  return 1;
}

function longName(letter, options) {
  for (const name of Object.keys(options)) {
    if (options[name].short === letter) return name;
  }
  return letter;
}

module.exports = { tokenize };
