'use strict';

/** Finds how an object prints: the text before the braces, the braces, what is listed in them. */

const value_ = require('internal:util/inspect/value');
const Kind = require('internal:util/inspect/kinds');
const { ARRAY, OBJECT } = require('internal:util/inspect/layout');
const names = require('internal:util/inspect/names');
const { formatNumber } = require('internal:util/inspect/primitive');
const { ownKeys } = require('internal:util/inspect/property');
const entries = require('internal:util/inspect/entries');
const { errorText } = require('internal:util/inspect/error_text');

/**
 * How an object prints: `base open entries, properties close`.
 * @typedef {{
 *   open: string, close: string,
 *   base: string, text before the brace, for objects that are more than their properties
 *   layout: 0 | 1,
 *   keys: PropertyKey[],
 *   list: ((ctx: Context, value: object, depth: number) => string[]) | undefined, the entries before the properties
 *   isEmpty: boolean, whether there are no entries to list
 *   whole: string | undefined, the complete text when there is nothing in the braces; undefined when the braces stay
 *   isFlat: boolean, whether the object is complete even where the depth ends
 * }} Shape
 */

/** What is known about the object while its shape is found. */
class Subject {
  constructor(ctx, value, constructor, tag) {
    this.ctx = ctx;
    this.value = value;
    this.constructor = constructor;
    this.tag = tag;
  }

  prefix(fallback, size = '') {
    return names.prefix(this.constructor, this.tag, fallback, size);
  }

  keys() {
    return ownKeys(this.value, this.ctx.showHidden);
  }

  extraKeys() {
    return binding.ownNonIndexProperties(this.value, !this.ctx.showHidden);
  }
}

function makeShape(open, close, keys, list, layout = OBJECT) {
  return { open, close, base: '', layout, keys, list, isEmpty: list === undefined, whole: undefined, isFlat: false };
}

/** An object that a text stands for: `text { properties }`. */
function shapeWithBase(base, keys, isFlat = false) {
  const shape = makeShape('{', '}', keys, undefined);
  shape.base = base;
  shape.whole = base;
  shape.isFlat = isFlat;
  return shape;
}

function collectionShape(subject, name, size, list) {
  const text = subject.prefix(name, `(${size})`);
  const shape = makeShape(`${text}{`, '}', subject.keys(), list);
  shape.isEmpty = size === 0;
  shape.whole = `${text}{}`;
  return shape;
}

/** Kinds that show their contents only when they can still be iterated, as far as their prototype says. */
const ITERABLE_SHAPES = {
  [Kind.array]: (subject) => {
    const { value, constructor, tag } = subject;
    const text = constructor !== 'Array' || tag !== '' ? subject.prefix('Array', `(${value.length})`) : '';
    const shape = makeShape(`${text}[`, ']', subject.extraKeys(), entries.arrayEntries, ARRAY);
    shape.isEmpty = value.length === 0;
    shape.whole = `${text}[]`;
    return shape;
  },
  [Kind.set]: (subject) => collectionShape(subject, 'Set', entries.setSizeGetter.call(subject.value), entries.setEntries),
  [Kind.map]: (subject) => collectionShape(subject, 'Map', entries.mapSizeGetter.call(subject.value), entries.mapEntries),
  [Kind.typedArray]: (subject) => typedArrayShape(subject),
  [Kind.mapIterator]: (subject) => iteratorShape(subject, 'Map'),
  [Kind.setIterator]: (subject) => iteratorShape(subject, 'Set'),
};

const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array).prototype, Symbol.toStringTag).get;

function typedArrayShape(subject) {
  const { ctx, value, constructor } = subject;
  const type = typedArrayName.call(value);
  // Without its prototype the array cannot tell its length; a view with one can.
  const bound = constructor === null ? new globalThis[type](value) : value;
  const text = subject.prefix(type, `(${bound.length})`);
  const list = (listCtx, _, depth) => entries.typedArrayEntries(listCtx, bound, depth, listCtx.showHidden);
  const shape = makeShape(`${text}[`, ']', subject.extraKeys(), list, ARRAY);
  shape.isEmpty = bound.length === 0 && !ctx.showHidden;
  shape.whole = `${text}[]`;
  return shape;
}

/** `[Map Iterator] { ... }`, `[Map Entries] { ... }` for pairs. */
function iteratorShape(subject, type) {
  const { tag } = subject;
  const own = `${type} Iterator`;
  const title = tag === own ? own : `${tag === '' ? '' : `${tag}] [`}${own}`;
  const { 1: isKeyed } = binding.previewEntries(subject.value);
  const open = `[${isKeyed ? title.replace(/ Iterator$/, ' Entries') : title}] {`;
  return makeShape(open, '}', subject.keys(), entries.iteratorEntries);
}

const SHAPES = {
  [Kind.arguments]: (subject) => argumentsShape(subject),
  [Kind.function]: ({ ctx, value, constructor, tag }, keys) => {
    const shape = shapeWithBase(names.functionBase(ctx, value, constructor, tag), keys);
    shape.whole = ctx.stylize(shape.base, 'special');
    return shape;
  },
  [Kind.regExp]: (subject, keys) => {
    const { ctx, value, constructor } = subject;
    const source = RegExp.prototype.toString.call(constructor === null ? new RegExp(value) : value);
    return shapeWithBase(ctx.stylize(withPrefix(subject, 'RegExp', source), 'regexp'), keys, true);
  },
  [Kind.date]: (subject, keys) => {
    const shape = shapeWithBase(withPrefix(subject, 'Date', dateText(subject.value)), keys);
    shape.whole = subject.ctx.stylize(shape.base, 'date');
    return shape;
  },
  [Kind.error]: ({ ctx, value, constructor, tag }, keys) => shapeWithBase(errorText(ctx, value, constructor, tag, keys), keys),
  [Kind.arrayBuffer]: (subject, keys, isMember) => bufferShape(subject, keys, 'ArrayBuffer', isMember),
  [Kind.sharedArrayBuffer]: (subject, keys, isMember) => bufferShape(subject, keys, 'SharedArrayBuffer', isMember),
  [Kind.dataView]: (subject, keys) =>
    makeShape(`${subject.prefix('DataView')}{`, '}', keys, hiddenFields('byteLength', 'byteOffset', 'buffer')),
  [Kind.promise]: (subject, keys) => makeShape(`${subject.prefix('Promise')}{`, '}', keys, entries.promiseEntries),
  [Kind.weakSet]: (subject, keys) => weakShape(subject, keys, 'WeakSet', entries.weakSetEntries),
  [Kind.weakMap]: (subject, keys) => weakShape(subject, keys, 'WeakMap', entries.weakMapEntries),
  [Kind.moduleNamespace]: (subject, keys) => {
    const list = (ctx, value, depth) => entries.namespaceEntries(ctx, value, depth, keys);
    return makeShape(`${subject.prefix('Module')}{`, '}', [], keys.length === 0 ? undefined : list);
  },
  [Kind.boxed]: ({ ctx, value, constructor, tag }, keys) => {
    // The characters of a string are in its text.
    const shown = typeof value.length === 'number' && unboxesToString(value) ? keys.slice(indexCount(keys)) : keys;
    const [base, style] = names.boxedBase(ctx, value, constructor, tag);
    const shape = shapeWithBase(base, shown);
    shape.whole = ctx.stylize(base, style);
    return shape;
  },
  [Kind.external]: ({ ctx, value }, keys) => {
    const shape = shapeWithBase(`[External: ${binding.externalAddress(value)}]`, keys);
    shape.whole = ctx.stylize(shape.base, 'special');
    return shape;
  },
};

function plainShape(subject, keys) {
  const { constructor, tag } = subject;
  if (constructor === 'Object' && tag === '') {
    const shape = makeShape('{', '}', keys, undefined);
    shape.whole = '{}';
    return shape;
  }
  return urlShape(subject, keys) ?? titledShape(subject, keys);
}

function titledShape(subject, keys) {
  const text = subject.prefix(plainName(subject));
  const shape = makeShape(`${text}{`, '}', keys, undefined);
  shape.whole = `${text}{}`;
  return shape;
}

/** A URL has a way of its own to print; without it, it is its text. */
function urlShape({ ctx, value }, keys) {
  if (ctx.customInspect) return undefined;
  const { isURL } = require('internal:url/url');
  return isURL(value) ? shapeWithBase(value.href, keys) : undefined;
}

/** An object that lost its prototype keeps the name under which the engine knows it. */
function plainName({ value, constructor }) {
  return constructor === null ? binding.constructorName(value) : 'Object';
}

function argumentsShape(subject) {
  const { tag } = subject;
  const own = tag === 'Arguments' || tag === '' ? '' : `[${tag}] `;
  const shape = makeShape(`[Arguments] ${own}{`, '}', subject.keys(), undefined);
  shape.whole = `[Arguments] ${own}{}`;
  return shape;
}

/** The source of a regular expression or the text of a date, after the name of a class that extends it. */
function withPrefix(subject, name, text) {
  const prefix = subject.prefix(name);
  return prefix === `${name} ` ? text : `${prefix}${text}`;
}

function dateText(date) {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? Date.prototype.toString.call(date) : Date.prototype.toISOString.call(date);
}

function bufferShape(subject, keys, name, isMemberOfTypedArray) {
  const fields = hiddenFields('byteLength');
  if (isMemberOfTypedArray && keys.length === 0) {
    const { ctx, value } = subject;
    const size = formatNumber(ctx.stylize, value.byteLength, false);
    return { ...makeShape('', '', keys, undefined), whole: `${subject.prefix(name)}{ [byteLength]: ${size} }` };
  }
  const list = isMemberOfTypedArray
    ? fields
    : (ctx, value, depth) => [...entries.arrayBufferEntries(ctx, value), ...fields(ctx, value, depth)];
  return makeShape(`${subject.prefix(name)}{`, '}', keys, list);
}

/** Getters of the prototype that say what the object is. */
function hiddenFields(...fields) {
  return (ctx, value, depth) =>
    fields.map((field) => {
      const content = value[field];
      const label = ctx.stylize(`[${field}]`, 'string');
      if (typeof content === 'number') return `${label}: ${formatNumber(ctx.stylize, content, false)}`;
      ctx.indentationLvl += 2;
      const text = value_.formatValue(ctx, content, depth);
      ctx.indentationLvl -= 2;
      return `${label}: ${text}`;
    });
}

function weakShape(subject, keys, name, list) {
  return makeShape(`${subject.prefix(name)}{`, '}', keys, subject.ctx.showHidden ? list : entries.hiddenEntries);
}

function unboxesToString(value) {
  try {
    String.prototype.valueOf.call(value);
    return true;
  } catch {
    return false;
  }
}

function indexCount(keys) {
  let count = 0;
  while (keys[count] === `${count}`) count++;
  return count;
}

function shapeOf(subject, kind, isMemberOfTypedArray) {
  const { value, constructor } = subject;
  const iterable = ITERABLE_SHAPES[kind];
  if (iterable !== undefined && (constructor === null || value[Symbol.iterator])) return iterable(subject);
  const keys = subject.keys();
  // Whatever the engine says, its class is gone.
  if (constructor === 'Object' && kind !== Kind.arguments) return plainShape(subject, keys);
  if (kind === Kind.plain && value instanceof Error) return SHAPES[Kind.error](subject, keys);
  return (SHAPES[kind] ?? plainShape)(subject, keys, isMemberOfTypedArray);
}

module.exports = { Subject, plainName, shapeOf };
