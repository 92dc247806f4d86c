'use strict';

/** The way from a value to its text: proxies and custom functions, then the shape of the object, printed. */

// Set before the requires: the modules below format values in turn.
exports.formatValue = formatValue;

const { customInspectSymbol, kIsPlain } = require('internal:shared/constants');
const { optionsForUser } = require('internal:util/inspect/context');
const Kind = require('internal:util/inspect/kinds');
const { ARRAY, arrange } = require('internal:util/inspect/layout');
const names = require('internal:util/inspect/names');
const { formatPrimitive } = require('internal:util/inspect/primitive');
const { KeyStyle, formatProperty, prototypeProperties } = require('internal:util/inspect/property');
const { Subject, plainName, shapeOf } = require('internal:util/inspect/shapes');

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
  const kind = binding.kindOf(value);
  if (kind === Kind.proxy) return formatProxy(ctx, value, depth, isMemberOfTypedArray);
  return shortText(ctx, value, value, depth) ?? formatObject(ctx, value, kind, depth, isMemberOfTypedArray);
}

/** What stands for an object whose parts are not shown: its own text, or the number of the one around it that it is. */
function shortText(ctx, object, receiver, depth) {
  if (ctx.customInspect) {
    const text = customText(ctx, object, receiver, depth);
    if (text !== undefined) return text;
  }
  return ctx.seen.includes(object) ? circularReference(ctx, object) : undefined;
}

// --- Proxies and custom functions ------------------------------------------------------------------------------------

/** What is behind the proxy, within `Proxy()` for each proxy on the way. */
function formatProxy(ctx, proxy, depth, isMemberOfTypedArray) {
  if (ctx.showProxy) return formatProxyDetails(ctx, proxy, depth);
  const { target, layers } = behindProxies(proxy);
  if (target === null) return revokedProxy(ctx);
  const short = shortText(ctx, target, proxy, depth);
  if (short !== undefined) return short;
  const text = formatObject(ctx, target, binding.kindOf(target), depth, isMemberOfTypedArray);
  return ctx.stylize('Proxy(', 'special').repeat(layers) + text + ctx.stylize(')', 'special').repeat(layers);
}

/**
 * The object behind a proxy, and behind proxies of proxies; null when one of them is revoked. `layers` counts those that the program made.
 * @param {object} proxy
 */
function behindProxies(proxy) {
  let target = proxy;
  let layers = 0;
  while (target !== null && binding.kindOf(target) === Kind.proxy) {
    const [inner, handler] = binding.proxyDetails(target);
    if (!isOfRuntime(handler)) layers++;
    target = inner;
  }
  return { target, layers };
}

/**
 * Handlers of the runtime are no proxies and have the mark themselves: traps of a program's handler, or of what it inherits from, are not to see
 * that they are asked. A revoked proxy has none.
 */
function isOfRuntime(handler) {
  return handler !== null && binding.kindOf(handler) !== Kind.proxy && Object.hasOwn(handler, kIsPlain);
}

function revokedProxy(ctx) {
  return ctx.stylize('<Revoked Proxy>', 'special');
}

/** `Proxy [ target, handler ]`. */
function formatProxyDetails(ctx, proxy, depth) {
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
    const { keys } = shape;
    for (let i = 0; i < keys.length; i++) texts.push(formatProperty(ctx, value, depth, keys[i], style));
    if (inherited.length !== 0) texts = texts.concat(inherited);
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
