'use strict';

/** The contents of arrays, collections, buffers and promises, one text an entry. */

const value_ = require('internal:util/inspect/value');
const { ARRAY, arrange } = require('internal:util/inspect/layout');
const { formatBigInt, formatNumber, remainingText } = require('internal:util/inspect/primitive');
const { KeyStyle, formatProperty } = require('internal:util/inspect/property');

function shownCount(ctx, length) {
  return Math.min(Math.max(0, ctx.maxArrayLength), length);
}

function pushRest(texts, total, shown) {
  if (total > shown) texts.push(`... ${remainingText(total - shown, 'item')}`);
  return texts;
}

/** A run of holes takes one entry: `<2 empty items>`. */
function arrayEntries(ctx, array, depth) {
  const { length } = array;
  const limit = shownCount(ctx, length);
  const texts = [];
  let index = 0;
  while (index < length && texts.length < limit) {
    const element = Object.getOwnPropertyDescriptor(array, index);
    if (element !== undefined) {
      texts.push(formatProperty(ctx, array, depth, index, KeyStyle.index, element));
      index++;
    } else {
      const next = nextElement(array, index);
      texts.push(ctx.stylize(`<${next - index} empty item${next - index > 1 ? 's' : ''}>`, 'undefined'));
      index = next;
    }
  }
  return pushRest(texts, length, index);
}

/** The first index from `start` on that has an element. Sparse arrays may be huge: beyond a few holes the keys are asked instead. */
function nextElement(array, start) {
  const { length } = array;
  const near = Math.min(length, start + 16);
  for (let index = start; index < near; index++) {
    if (Object.hasOwn(array, index)) return index;
  }
  if (near === length) return length;
  for (const key of Object.keys(array)) {
    const index = Number(key);
    if (index >= near && index < length && `${index >>> 0}` === key) return index;
  }
  return length;
}

function typedArrayEntries(ctx, array, depth, isDetailed) {
  const { length } = array;
  const limit = shownCount(ctx, length);
  const format = length > 0 && typeof array[0] === 'bigint' ? formatBigInt : formatNumber;
  const texts = new Array(limit);
  for (let i = 0; i < limit; i++) texts[i] = format(ctx.stylize, array[i], ctx.numericSeparator);
  pushRest(texts, length, limit);
  if (!isDetailed) return texts;
  // The buffer would show the same bytes again.
  ctx.indentationLvl += 2;
  for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
    texts.push(`${ctx.stylize(`[${key}]`, 'string')}: ${value_.formatValue(ctx, array[key], depth, true)}`);
  }
  ctx.indentationLvl -= 2;
  return texts;
}

/** @param {unknown[]} values @param {number} [limit] how many are shown */
function valueEntries(ctx, values, depth, limit = shownCount(ctx, values.length)) {
  const texts = [];
  ctx.indentationLvl += 2;
  for (let i = 0; i < limit; i++) texts.push(value_.formatValue(ctx, values[i], depth));
  ctx.indentationLvl -= 2;
  return pushRest(texts, values.length, limit);
}

function setEntries(ctx, set, depth) {
  const values = [...Set.prototype.values.call(set)];
  return valueEntries(ctx, values, depth, limitOfCollection(ctx, set, values.length));
}

/** Odd, but Node's answer: without a prototype a collection is shown whole. */
function limitOfCollection(ctx, collection, size) {
  return Object.getPrototypeOf(collection) === null ? size : shownCount(ctx, size);
}

/** `key => value`. */
function mapEntries(ctx, map, depth) {
  const texts = [];
  const size = mapSizeGetter.call(map);
  const limit = limitOfCollection(ctx, map, size);
  ctx.indentationLvl += 2;
  for (const [key, value] of Map.prototype.entries.call(map)) {
    if (texts.length >= limit) break;
    texts.push(`${value_.formatValue(ctx, key, depth)} => ${value_.formatValue(ctx, value, depth)}`);
  }
  ctx.indentationLvl -= 2;
  return pushRest(texts, size, limit);
}

const mapSizeGetter = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;
const setSizeGetter = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;


/** What an iterator has still to give, without moving it. */
function iteratorEntries(ctx, iterator, depth) {
  const { 0: entries, 1: isKeyed } = binding.previewEntries(iterator);
  return isKeyed ? pairEntries(ctx, entries, depth) : valueEntries(ctx, entries, depth);
}

/** `[ key, value ]`, from a flat list of both. */
function pairEntries(ctx, flat, depth) {
  const count = flat.length / 2;
  const limit = shownCount(ctx, count);
  const texts = [];
  ctx.indentationLvl += 2;
  for (let i = 0; i < limit; i++) {
    const pair = [value_.formatValue(ctx, flat[2 * i], depth), value_.formatValue(ctx, flat[2 * i + 1], depth)];
    texts.push(arrange(ctx, pair, { open: '[', close: ']', base: '', layout: ARRAY }, depth, undefined));
  }
  ctx.indentationLvl -= 2;
  return pushRest(texts, count, limit);
}

/** Weak collections have no order; their texts are sorted so that the output is steady. */
function weakSetEntries(ctx, set, depth) {
  const { 0: entries } = binding.previewEntries(set);
  const limit = shownCount(ctx, entries.length);
  const texts = [];
  ctx.indentationLvl += 2;
  for (let i = 0; i < limit; i++) texts.push(value_.formatValue(ctx, entries[i], depth));
  ctx.indentationLvl -= 2;
  return pushRest(texts.sort(), entries.length, limit);
}

function weakMapEntries(ctx, map, depth) {
  const { 0: flat } = binding.previewEntries(map);
  const count = flat.length / 2;
  const limit = shownCount(ctx, count);
  const texts = [];
  ctx.indentationLvl += 2;
  for (let i = 0; i < limit; i++) {
    texts.push(`${value_.formatValue(ctx, flat[2 * i], depth)} => ${value_.formatValue(ctx, flat[2 * i + 1], depth)}`);
  }
  ctx.indentationLvl -= 2;
  return pushRest(texts.sort(), count, limit);
}

function hiddenEntries(ctx) {
  return [ctx.stylize('<items unknown>', 'special')];
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** `[Uint8Contents]: <00 ff>`. */
function arrayBufferEntries(ctx, buffer) {
  let bytes;
  try {
    bytes = new Uint8Array(buffer);
  } catch {
    return [ctx.stylize('(detached)', 'special')];
  }
  const limit = shownCount(ctx, bytes.length);
  const shown = Array.from(bytes.subarray(0, limit), (byte) => HEX[byte]).join(' ');
  const rest = bytes.length > limit ? ` ... ${remainingText(bytes.length - limit, 'byte')}` : '';
  return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${shown}${rest}>`];
}

/** The states that `binding.promiseDetails` gives first. */
const PENDING = 0;
const REJECTED = 2;

function promiseEntries(ctx, promise, depth) {
  const { 0: state, 1: result } = binding.promiseDetails(promise);
  if (state === PENDING) return [ctx.stylize('<pending>', 'special')];
  ctx.indentationLvl += 2;
  const text = value_.formatValue(ctx, result, depth);
  ctx.indentationLvl -= 2;
  return [state === REJECTED ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

/** A binding of a module may not be initialised yet. */
function namespaceEntries(ctx, namespace, depth, keys) {
  return keys.map((key) => {
    try {
      return formatProperty(ctx, namespace, depth, key, KeyStyle.object);
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      const name = formatProperty(ctx, { [key]: '' }, depth, key, KeyStyle.object);
      return `${name.slice(0, name.lastIndexOf(' '))} ${ctx.stylize('<uninitialized>', 'special')}`;
    }
  });
}

module.exports = {
  arrayBufferEntries,
  arrayEntries,
  hiddenEntries,
  iteratorEntries,
  mapEntries,
  mapSizeGetter,
  namespaceEntries,
  promiseEntries,
  setEntries,
  setSizeGetter,
  typedArrayEntries,
  weakMapEntries,
  weakSetEntries,
};
