'use strict';

/** The way from a value to its text. `shapeOf` finds what to print, `formatShape` prints it. */

// Set before the requires: the modules below format values in turn.
exports.formatValue = formatValue;

const { codes } = require('internal:shared/errors');
const { customInspectSymbol } = require('internal:shared/constants');
const { optionsForUser } = require('internal:util/inspect/context');
const Kind = require('internal:util/inspect/kinds');
const { ARRAY, OBJECT, arrange } = require('internal:util/inspect/layout');
const names = require('internal:util/inspect/names');
const { formatNumber, formatPrimitive } = require('internal:util/inspect/primitive');
const { KeyStyle, formatProperty, ownKeys, prototypeProperties } = require('internal:util/inspect/property');
const entries = require('internal:util/inspect/entries');
const { errorText } = require('internal:util/inspect/error_text');

/**
 * @param {import('./context').Context} ctx
 * @param {unknown} value
 * @param {number} depth how deep the value lies
 * @param {boolean} [isMemberOfTypedArray] whether a buffer is shown beside the numbers in it
 * @returns {string}
 */
function formatValue(ctx, value, depth, isMemberOfTypedArray = false) {
  if (value === null) return ctx.stylize('null', 'null');
  // document.all is an object that says it is undefined.
  if (typeof value !== 'object' && typeof value !== 'function' && Object(value) !== value) {
    return formatPrimitive(ctx.stylize, value, ctx);
  }
  let kind = binding.kindOf(value);
  let target = value;
  if (kind === Kind.proxy) {
    if (ctx.showProxy) return formatProxy(ctx, value, depth);
    target = proxyTarget(value);
    if (target === null) return revokedProxy(ctx);
    kind = binding.kindOf(target);
  }
  if (ctx.customInspect) {
    const text = customText(ctx, target, value, depth);
    if (text !== undefined) return text;
  }
  if (ctx.seen.includes(target)) return circularReference(ctx, target);
  return formatObject(ctx, target, kind, depth, isMemberOfTypedArray);
}

// --- Proxies and custom functions ------------------------------------------------------------------------------------

/** The object behind a proxy, and behind proxies of proxies. Null when one of them is revoked. */
function proxyTarget(proxy) {
  let target = proxy;
  while (target !== null && binding.kindOf(target) === Kind.proxy) [target] = binding.proxyDetails(target);
  return target;
}

function revokedProxy(ctx) {
  return ctx.stylize('<Revoked Proxy>', 'special');
}

/** `Proxy [ target, handler ]`. */
function formatProxy(ctx, proxy, depth) {
  const details = binding.proxyDetails(proxy);
  if (details[0] === null) return revokedProxy(ctx);
  if (isTooDeep(ctx, depth)) return ctx.stylize('Proxy [Array]', 'special');
  ctx.indentationLvl += 2;
  const parts = details.map((part) => formatValue(ctx, part, depth + 1));
  ctx.indentationLvl -= 2;
  return arrange(ctx, parts, { open: 'Proxy [', close: ']', base: '', layout: ARRAY }, depth + 1);
}

/**
 * What the object's own `[util.inspect.custom]` says.
 * @param {object} target where the function is looked up
 * @param {object} receiver the value as the user has it: a proxy, or the target itself
 * @returns {string | undefined} undefined when there is none, or when it gives the object back
 */
function customText(ctx, target, receiver, depth) {
  const custom = target[customInspectSymbol];
  if (typeof custom !== 'function') return undefined;
  const { inspect } = require('internal:util/inspect');
  if (custom === inspect) return undefined;
  // A prototype object: its function is meant for the instances.
  if (Object.hasOwn(target, 'constructor') && target.constructor?.prototype === target) return undefined;
  const remaining = ctx.depth === null ? null : ctx.depth - depth;
  const isForeign = target !== receiver || !(receiver instanceof Object);
  const result = custom.call(receiver, remaining, optionsForUser(ctx, isForeign), inspect);
  if (result === receiver) return undefined;
  if (typeof result === 'object') return formatValue(ctx, result, depth);
  return `${result}`.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
}

/** Numbers the object, so that its own text can carry the number. */
function circularReference(ctx, value) {
  ctx.circular ??= new Map();
  let number = ctx.circular.get(value);
  if (number === undefined) {
    number = ctx.circular.size + 1;
    ctx.circular.set(value, number);
  }
  return ctx.stylize(`[Circular *${number}]`, 'special');
}

// --- Shapes ----------------------------------------------------------------------------------------------------------

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

/** `[Map Iterator] { … }`, `[Map Entries] { … }` for pairs. */
function iteratorShape(subject, type) {
  const { tag } = subject;
  const own = `${type} Iterator`;
  const title = tag === own ? own : `${tag === '' ? '' : `${tag}] [`}${own}`;
  const [, isKeyed] = binding.previewEntries(subject.value);
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
  const text = subject.prefix(plainName(subject));
  const shape = makeShape(`${text}{`, '}', keys, undefined);
  shape.whole = `${text}{}`;
  return shape;
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
      const text = formatValue(ctx, content, depth);
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

// --- Objects ---------------------------------------------------------------------------------------------------------

function formatObject(ctx, value, kind, depth, isMemberOfTypedArray) {
  let ownClassStart;
  const wantsPrototypes = ctx.showHidden && !isTooDeep(ctx, depth);
  const onOwnClass = wantsPrototypes ? (start) => (ownClassStart ??= start) : undefined;
  const constructor = names.constructorName(value, ctx, depth, onOwnClass);
  const inherited = ownClassStart === undefined ? [] : inheritedTexts(ctx, value, ownClassStart, depth);
  const subject = new Subject(ctx, value, constructor, names.visibleTag(value, ctx.showHidden));
  const shape = shapeOf(subject, kind, isMemberOfTypedArray);
  const isBare = shape.isEmpty && shape.keys.length === 0 && inherited.length === 0;
  if (isBare && shape.whole !== undefined) return shape.whole;
  if (isTooDeep(ctx, depth)) return shape.isFlat ? shape.whole : tooDeepText(subject);
  return formatShape(ctx, value, shape, inherited, depth + 1);
}

function inheritedTexts(ctx, value, start, depth) {
  ctx.seen.push(value);
  const texts = prototypeProperties(ctx, value, start, depth);
  ctx.seen.pop();
  return texts;
}

function isTooDeep(ctx, depth) {
  return ctx.depth !== null && depth > ctx.depth;
}

/** `[Foo]`. */
function tooDeepText(subject) {
  const { ctx, constructor } = subject;
  const name = subject.prefix(plainName(subject)).slice(0, -1);
  return ctx.stylize(constructor === null ? name : `[${name}]`, 'special');
}

/** An output this long would end as an exception of the engine; from here on objects are left closed. */
const MOST_CHARACTERS = 2 ** 27;

function formatShape(ctx, value, shape, inherited, depth) {
  ctx.seen.push(value);
  ctx.currentDepth = depth;
  const { indentationLvl } = ctx;
  let texts;
  try {
    texts = shape.list === undefined ? [] : shape.list(ctx, value, depth);
    const style = shape.layout === ARRAY ? KeyStyle.arrayExtra : KeyStyle.object;
    for (const key of shape.keys) texts.push(formatProperty(ctx, value, depth, key, style));
    texts.push(...inherited);
  } catch (error) {
    return stackOverflowText(ctx, error, shape, value, indentationLvl);
  }
  markReferenced(ctx, value, shape);
  ctx.seen.pop();
  if (ctx.sorted) sortTexts(ctx, texts, shape);
  const text = arrange(ctx, texts, shape, depth, shape.layout === ARRAY ? value : undefined);
  const written = (ctx.budget[ctx.indentationLvl] ?? 0) + text.length;
  ctx.budget[ctx.indentationLvl] = written;
  if (written > MOST_CHARACTERS) ctx.depth = -1;
  return text;
}

/** `<ref *1> ` before an object to which something within it refers. */
function markReferenced(ctx, value, shape) {
  const number = ctx.circular?.get(value);
  if (number === undefined) return;
  const reference = ctx.stylize(`<ref *${number}>`, 'special');
  if (ctx.compact === true) shape.open = `${reference} ${shape.open}`;
  else shape.base = shape.base === '' ? reference : `${reference} ${shape.base}`;
}

/** @param {string[]} texts sorted in place; the elements of an array keep their order */
function sortTexts(ctx, texts, shape) {
  const compare = typeof ctx.sorted === 'function' ? ctx.sorted : undefined;
  if (shape.layout !== ARRAY) {
    texts.sort(compare);
  } else if (shape.keys.length > 1) {
    const sorted = texts.slice(-shape.keys.length).sort(compare);
    texts.splice(texts.length - shape.keys.length, shape.keys.length, ...sorted);
  }
}

/** An object nested deeper than the stack is shown as far as it went. */
function stackOverflowText(ctx, error, shape, value, indentationLvl) {
  const { isStackOverflowError } = require('internal:shared/errors');
  if (!isStackOverflowError(error)) throw error;
  ctx.seen.pop();
  ctx.indentationLvl = indentationLvl;
  const name = names.constructorName(value, ctx, 0) ?? 'Object: null prototype';
  return ctx.stylize(
    `[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`,
    'special',
  );
}
