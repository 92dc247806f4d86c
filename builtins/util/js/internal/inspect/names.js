'use strict';

/** What stands before the braces: constructor, size, tag, and the one-word forms of functions, classes and boxed values. */

const { formatPrimitive, symbolText } = require('internal:util/inspect/primitive');

/** Constructors that the language brings; taken before user code can add any. */
const languageConstructors = new Set(
  Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z][a-zA-Z0-9]+$/.test(name)),
);

/**
 * The name of the nearest constructor on the prototype chain of which the object is an instance; null when it has no prototype.
 * @param {object} value
 * @param {import('./context').Context} ctx
 * @param {number} depth
 * @param {(start: object) => void} [onOwnClass] told where the prototypes of a class begin that the language does not bring
 * @returns {string | null}
 */
function constructorName(value, ctx, depth, onOwnClass) {
  const prototype = Object.getPrototypeOf(value);
  for (let object = value; object !== null; object = Object.getPrototypeOf(object)) {
    // Most objects have none of their own, which is found without making a descriptor.
    if (!Object.hasOwn(object, 'constructor')) continue;
    const maker = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
    if (typeof maker !== 'function') continue;
    const { name } = maker;
    if (name === '' || !isInstance(value, maker)) continue;
    if (onOwnClass !== undefined && (object !== prototype || !languageConstructors.has(String(name)))) onOwnClass(prototype ?? value);
    return String(name);
  }
  return prototype === null ? null : chainName(value, prototype, ctx, depth, onOwnClass);
}

/** `Foo <Bar <[Object: null prototype] {}>>`: the engine's name, and what the prototype is. */
function chainName(value, prototype, ctx, depth, onOwnClass) {
  const name = binding.constructorName(value);
  if (ctx.depth !== null && depth > ctx.depth) return `${name} <Complex prototype>`;
  const inherited = constructorName(prototype, ctx, depth + 1, onOwnClass);
  if (inherited !== null) return `${name} <${inherited}>`;
  const { inspect } = require('internal:util/inspect');
  return `${name} <${inspect(prototype, { ...ctx, customInspect: false, depth: -1 })}>`;
}

/** `instanceof` runs user code (Symbol.hasInstance), which may throw. */
function isInstance(value, maker) {
  try {
    return value instanceof maker;
  } catch {
    return false;
  }
}

/** @param {string} name */
function isLanguageConstructor(name) {
  return languageConstructors.has(name);
}

/** Whether the constructor of a prototype object comes with the language. */
function isLanguagePrototype(object) {
  const descriptor = Object.getOwnPropertyDescriptor(object, 'constructor');
  return typeof descriptor?.value === 'function' && languageConstructors.has(descriptor.value.name);
}

/**
 * `Foo(2) [tag] `, with a space at the end.
 * @param {string | null} constructor
 * @param {string} tag
 * @param {string} fallback the name when there is no constructor
 * @param {string} [size]
 */
function prefix(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    const bare = `[${fallback}${size}: null prototype] `;
    return tag !== '' && fallback !== tag ? `${bare}[${tag}] ` : bare;
  }
  // `WebAssembly.Module` says more than its last word.
  if (tag.endsWith(`.${constructor}`)) return `${tag}${size} `;
  return tag !== '' && constructor !== tag ? `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

/** The toStringTag, unless the properties show it anyway. */
function visibleTag(value, showHidden) {
  const tag = value[Symbol.toStringTag];
  if (typeof tag !== 'string' || tag === '') return '';
  const isShownAsProperty = showHidden
    ? Object.hasOwn(value, Symbol.toStringTag)
    : Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
  return isShownAsProperty ? '' : tag;
}

const CLASS_SOURCE = /^class[\s{]/;

/** `[Function: name]`, `[AsyncGeneratorFunction: name] Foo [tag]`, `[class A extends B]`. */
function functionBase(ctx, value, constructor, tag) {
  const source = Function.prototype.toString.call(value);
  if (source.endsWith('}') && CLASS_SOURCE.test(stripLeadingComment(source))) return classBase(value, constructor, tag);
  const type = binding.functionKind(value);
  let base = `[${type}`;
  if (constructor === null) base += ' (null prototype)';
  if (value.name === '') base += ' (anonymous)';
  else base += `: ${typeof value.name === 'string' ? value.name : formatName(ctx, value.name)}`;
  base += ']';
  if (constructor !== type && constructor !== null) base += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  return base;
}

/** A comment may stand between `class` and the name. */
function stripLeadingComment(source) {
  return source.startsWith('class/') ? source.replace(/^class\s*(?:\/\*[^]*?\*\/|\/\/[^\n]*\n)/, 'class ') : source;
}

function formatName(ctx, name) {
  return require('internal:util/inspect/value').formatValue(ctx, name, 0);
}

function classBase(value, constructor, tag) {
  const name = (Object.hasOwn(value, 'name') && value.name) || '(anonymous)';
  let base = `class ${name}`;
  if (constructor !== 'Function' && constructor !== null) base += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  if (constructor === null) return `[${base} extends [null prototype]]`;
  const superName = Object.getPrototypeOf(value).name;
  return superName ? `[${base} extends ${superName}]` : `[${base}]`;
}

/** The types of boxed values, with the method that unboxes each and throws on another. */
const BOXES = [
  ['Number', Number.prototype.valueOf],
  ['String', String.prototype.valueOf],
  ['Boolean', Boolean.prototype.valueOf],
  ['BigInt', BigInt.prototype.valueOf],
  ['Symbol', Symbol.prototype.valueOf],
];

/** `[Number: 3]`, and the style it has when nothing follows. */
function boxedBase(ctx, value, constructor, tag) {
  const { 0: type, 1: primitive } = unbox(value);
  let base = `[${type}`;
  if (type !== constructor) base += constructor === null ? ' (null prototype)' : ` (${constructor})`;
  const shown = typeof primitive === 'symbol' ? symbolText(primitive) : formatPrimitive(plainText, primitive, ctx);
  base += `: ${shown}]`;
  if (tag !== '' && tag !== constructor) base += ` [${tag}]`;
  return [base, type.toLowerCase()];
}

function unbox(value) {
  for (const [type, valueOf] of BOXES) {
    try {
      return [type, valueOf.call(value)];
    } catch {
      // Not of this type.
    }
  }
  throw new Error('unreachable: a boxed value is of one of the types');
}

function plainText(text) {
  return text;
}

module.exports = {
  boxedBase,
  constructorName,
  functionBase,
  isLanguageConstructor,
  isLanguagePrototype,
  prefix,
  visibleTag,
};
