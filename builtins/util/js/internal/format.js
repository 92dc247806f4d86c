'use strict';

/** `util.format`: printf with JavaScript's types. */

const { validateObject } = require('internal:shared/validators');
const { inspect } = require('internal:util/inspect');
const Kind = require('internal:util/inspect/kinds');
const { isLanguageConstructor } = require('internal:util/inspect/names');
const { formatBigInt, formatNumber } = require('internal:util/inspect/primitive');
const { stylizePlain } = require('internal:util/inspect/context');

/** @returns {string} */
function format(...args) {
  return formatArguments(undefined, args);
}

/**
 * @param {import('./inspect/context').Options} inspectOptions
 * @returns {string}
 */
function formatWithOptions(inspectOptions, ...args) {
  validateObject(inspectOptions, 'inspectOptions');
  return formatArguments(inspectOptions, args);
}

/**
 * @param {object | undefined} options for inspect
 * @param {unknown[]} args
 */
function formatArguments(options, args) {
  const first = args[0];
  if (typeof first !== 'string') return args.map((value) => plainText(value, options)).join(' ');
  if (args.length === 1) return first;
  const { text, used } = substitute(first, args, options);
  let result = text;
  for (let i = used; i < args.length; i++) result += ` ${plainText(args[i], options)}`;
  return result;
}

function plainText(value, options) {
  return typeof value === 'string' ? value : inspect(value, options);
}

/** Replaces the placeholders of `template`; says how many of the arguments, the template included, it took. */
function substitute(template, args, options) {
  let text = '';
  let used = 1;
  let from = 0;
  for (let at = template.indexOf('%'); at !== -1 && at < template.length - 1; at = template.indexOf('%', from)) {
    const letter = template.charCodeAt(at + 1);
    const converted = letter !== PERCENT && used < args.length ? convert(letter, args[used], options) : undefined;
    // What is not a placeholder, or has nothing left to put in, leaves a percent sign that stands for itself.
    text += template.slice(from, at) + (converted ?? '%');
    if (converted !== undefined) used++;
    from = converted !== undefined || letter === PERCENT ? at + 2 : at + 1;
  }
  return { text: text + template.slice(from), used };
}

const PERCENT = 0x25;

/**
 * The text of an argument; undefined for what is no conversion. The letter is a code: a switch over those costs nothing, a table of functions a
 * call that is not inlined.
 */
function convert(letter, value, options) {
  switch (letter) {
    case 0x73: return typeof value === 'string' ? value : stringText(value, options);
    case 0x64: return numberText(value, options, Number);
    case 0x6a: return jsonText(value);
    case 0x69: return numberText(value, options, Number.parseInt);
    case 0x66: return floatText(value, options);
    case 0x6f: return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case 0x4f: return inspect(value, options);
    // CSS: browsers style the text, a terminal drops it.
    case 0x63: return '';
    default: return undefined;
  }
}

function floatText(value, options) {
  if (typeof value === 'symbol') return formatNumber(stylizePlain, NaN, false);
  return formatNumber(stylizePlain, Number.parseFloat(value), options?.numericSeparator ?? false);
}

function numberText(value, options, convert) {
  const numericSeparator = options?.numericSeparator ?? false;
  if (typeof value === 'bigint') return formatBigInt(stylizePlain, value, numericSeparator);
  const number = typeof value === 'symbol' ? NaN : convert(value);
  return formatNumber(stylizePlain, number, numericSeparator);
}

function stringText(value, options) {
  if (typeof value === 'number') return formatNumber(stylizePlain, value, options?.numericSeparator ?? false);
  if (typeof value === 'bigint') return formatBigInt(stylizePlain, value, options?.numericSeparator ?? false);
  if (typeof value !== 'object' || value === null || !hasLanguageToString(value)) return String(value);
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

/** Whether String(value) would run nothing that user code wrote; then inspect tells more. */
function hasLanguageToString(value) {
  let object = value;
  while (binding.kindOf(object) === Kind.proxy) {
    [object] = binding.proxyDetails(object);
    if (object === null) return true;
  }
  if (typeof object[Symbol.toPrimitive] === 'function' && !isLanguageFunctionHolder(object, Symbol.toPrimitive)) return false;
  if (typeof object.toString !== 'function') return true;
  return isLanguageFunctionHolder(object, 'toString');
}

/** Whether the function that `object` has as `key` belongs to a class of the language. */
function isLanguageFunctionHolder(object, key) {
  if (Object.hasOwn(object, key)) return false;
  let holder = object;
  do {
    holder = Object.getPrototypeOf(holder);
  } while (holder !== null && !Object.hasOwn(holder, key));
  const maker = holder === null ? undefined : Object.getOwnPropertyDescriptor(holder, 'constructor')?.value;
  return typeof maker === 'function' && isLanguageConstructor(maker.name);
}


const CIRCULAR = /circular structure/i;

function jsonText(value) {
  try {
    return `${JSON.stringify(value)}`;
  } catch (error) {
    if (error instanceof TypeError && CIRCULAR.test(error.message)) return '[Circular]';
    throw error;
  }
}

module.exports = { format, formatArguments, formatWithOptions };
