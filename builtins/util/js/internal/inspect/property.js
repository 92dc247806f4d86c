'use strict';

/** Keys of an object, and the text of one property. */

const value_ = require('internal:util/inspect/value');
const { escapeText, formatPrimitive, quote, symbolText } = require('internal:util/inspect/primitive');
const { isLanguagePrototype } = require('internal:util/inspect/names');
const { OBJECT } = require('internal:util/inspect/layout');
const { stringWidth } = require('internal:util/text_width');

/** Every own key with `showHidden`, otherwise the enumerable ones. */
function ownKeys(value, showHidden) {
  const symbols = Object.getOwnPropertySymbols(value);
  if (showHidden) return symbols.length === 0 ? Object.getOwnPropertyNames(value) : Reflect.ownKeys(value);
  const keys = enumerableNames(value);
  symbols.forEach((symbol) => {
    if (Object.prototype.propertyIsEnumerable.call(value, symbol)) keys.push(symbol);
  });
  return keys;
}

function enumerableNames(value) {
  try {
    return Object.keys(value);
  } catch {
    // A module namespace with a binding that is not initialised yet.
    return Object.getOwnPropertyNames(value);
  }
}

/**
 * `key: value`, or `value` alone for an index of an array.
 * @param {0 | 1 | 2} style of the key: see `KeyStyle`
 * @param {object} receiver what getters run on, when it is not the holder
 */
function formatProperty(ctx, holder, depth, key, style, descriptor, receiver = holder) {
  const property = descriptor ?? Object.getOwnPropertyDescriptor(holder, key) ?? inheritedProperty(holder, key);
  const wide = ctx.compact === true && style === KeyStyle.object;
  const text = propertyValue(ctx, property, depth, wide, receiver);
  if (style === KeyStyle.index) return text;
  const gap = wide && property.value !== undefined && ctx.breakLength < stringWidth(text, ctx.colors) ? newline(ctx, 3) : ' ';
  return `${keyText(ctx, key, property.enumerable)}:${gap}${text}`;
}

const KeyStyle = Object.freeze({ object: OBJECT, arrayExtra: 1, index: 2 });

/** A key that custom code listed, or that an error shows from its prototype. */
function inheritedProperty(holder, key) {
  return { value: holder[key], enumerable: true };
}

function newline(ctx, indentation) {
  return `\n${' '.repeat(ctx.indentationLvl + indentation)}`;
}

function propertyValue(ctx, property, depth, wide, receiver) {
  if (property.value !== undefined) return indentedValue(ctx, wide ? 3 : 2, property.value, depth);
  if (property.get !== undefined) return accessorText(ctx, property, depth, receiver);
  if (property.set !== undefined) return ctx.stylize('[Setter]', 'special');
  return ctx.stylize('undefined', 'undefined');
}

function indentedValue(ctx, columns, value, depth) {
  ctx.indentationLvl += columns;
  const text = value_.formatValue(ctx, value, depth);
  ctx.indentationLvl -= columns;
  return text;
}

function accessorText(ctx, { get, set }, depth, receiver) {
  const label = set === undefined ? 'Getter' : 'Getter/Setter';
  const { stylize } = ctx;
  if (!mayCallGetter(ctx.getters, set)) return stylize(`[${label}]`, 'special');
  const open = stylize(`[${label}:`, 'special');
  const close = stylize(']', 'special');
  try {
    const value = get.call(receiver);
    if (value === null) return `${open} ${stylize('null', 'null')}${close}`;
    if (typeof value === 'object') {
      return `${stylize(`[${label}]`, 'special')} ${indentedValue(ctx, 2, value, depth)}`;
    }
    const isFunction = typeof value === 'function';
    return `${open} ${isFunction ? value_.formatValue(ctx, value, depth) : formatPrimitive(stylize, value, ctx)}${close}`;
  } catch (error) {
    const text = indentedValue(ctx, 2, error, depth);
    return `${open} <Inspection threw (${text})>${close}`;
  }
}

/** @param {boolean | 'get' | 'set'} getters */
function mayCallGetter(getters, set) {
  return getters === true || (getters === 'get' && set === undefined) || (getters === 'set' && set !== undefined);
}

function keyText(ctx, key, isEnumerable) {
  if (typeof key === 'symbol') {
    const text = ctx.stylize(symbolText(key), 'symbol');
    return isEnumerable === false ? `[${text}]` : text;
  }
  if (key === '__proto__') return "['__proto__']";
  if (isEnumerable === false) return `[${escapeText(key)}]`;
  return isIdentifier(key) ? ctx.stylize(key, 'name') : ctx.stylize(quote(key), 'string');
}

/** Letters, digits and underscores, no digit first. A loop: keys are short, and a call of the regular expression costs as much as ten turns. */
function isIdentifier(key) {
  for (let i = 0; i < key.length; i++) {
    if (!isWordCharacter(key.charCodeAt(i), i > 0)) return false;
  }
  return key.length > 0;
}

function isWordCharacter(code, digitsToo) {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || code === 0x5f || (digitsToo && code >= 0x30 && code <= 0x39);
}

const MOST_PROTOTYPES = 3;

/**
 * With `showHidden`: the properties that an instance has from the prototypes of its own classes, methods excepted.
 * @param {object} start the first of these prototypes, or the instance when it carries its constructor
 * @returns {string[]}
 */
function prototypeProperties(ctx, instance, start, depth) {
  const texts = [];
  const seen = new Set();
  let object = start;
  for (let level = 0; level < MOST_PROTOTYPES; level++) {
    if (level !== 0 || object === instance) {
      object = Object.getPrototypeOf(object);
      if (object === null || isLanguagePrototype(object)) break;
    }
    for (const key of Reflect.ownKeys(object)) {
      if (key === 'constructor' || Object.hasOwn(instance, key) || seen.has(key)) continue;
      seen.add(key);
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      if (typeof descriptor.value === 'function') continue;
      const text = formatProperty(ctx, object, depth, key, KeyStyle.object, descriptor, instance);
      texts.push(ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
  }
  return texts;
}

module.exports = { KeyStyle, formatProperty, ownKeys, prototypeProperties };
