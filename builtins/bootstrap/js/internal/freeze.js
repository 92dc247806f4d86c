'use strict';

/**
 * `--frozen-intrinsics`: the objects of the language can no longer be changed. Objects that inherit from them still can get properties
 * of the same names: for that, the properties of prototypes become accessors whose setter defines the property on the receiver.
 */

const process = require('internal:process/object');

/** Globals that are the language's or its close relatives', with everything that can be reached from them. */
const NAMES = [
  'AggregateError', 'Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView', 'Date', 'Error',
  'EvalError', 'FinalizationRegistry', 'Float16Array', 'Float32Array', 'Float64Array', 'Function', 'Int16Array', 'Int32Array', 'Int8Array',
  'Intl', 'Iterator', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Proxy', 'RangeError', 'ReferenceError', 'Reflect', 'RegExp',
  'Set', 'SharedArrayBuffer', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'URIError', 'Uint16Array', 'Uint32Array', 'Uint8Array',
  'Uint8ClampedArray', 'WeakMap', 'WeakRef', 'WeakSet', 'WebAssembly', 'clearImmediate', 'clearInterval', 'clearTimeout', 'console',
  'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'eval', 'isFinite', 'isNaN', 'parseFloat', 'parseInt',
  'setImmediate', 'setInterval', 'setTimeout', 'unescape',
];

/** Prototypes whose properties programs define again on objects of their own. */
const OVERRIDABLE = [
  'Array', 'ArrayBuffer', 'Date', 'Error', 'EvalError', 'Function', 'Map', 'Number', 'Object', 'Promise', 'RangeError', 'ReferenceError',
  'RegExp', 'Set', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'URIError', 'WeakMap', 'WeakSet',
];

/** Freezes the language of this realm, and `globalThis` in its place. */
function freezeIntrinsics() {
  process.emitWarning('Frozen intristics is an experimental feature and might change at any time', 'ExperimentalWarning');
  for (const root of hiddenPrototypes()) makeOverridable(root);
  for (const name of OVERRIDABLE) makeOverridable(globalThis[name].prototype);
  const roots = NAMES.map((name) => globalThis[name]);
  for (const object of reachableFrom([...roots, ...hiddenPrototypes()])) Object.freeze(object);
  Object.defineProperty(globalThis, 'globalThis', { __proto__: null, configurable: false, writable: false, value: globalThis });
}

/** Prototypes that no global leads to. */
function hiddenPrototypes() {
  const { getPrototypeOf } = Object;
  const generator = getPrototypeOf(function* () {});
  const asyncGenerator = getPrototypeOf(async function* () {});
  return [
    getPrototypeOf(getPrototypeOf(new Map().keys())), getPrototypeOf([].keys()), getPrototypeOf(new Set().keys()),
    getPrototypeOf(new Map().keys()), getPrototypeOf(''[Symbol.iterator]()), getPrototypeOf(/./[Symbol.matchAll]('')),
    generator, generator.prototype, asyncGenerator, asyncGenerator.prototype, getPrototypeOf(async () => {}),
    getPrototypeOf(asyncGenerator.prototype), getPrototypeOf(Int8Array), getPrototypeOf(Int8Array.prototype),
  ];
}

function makeOverridable(prototype) {
  for (const key of Reflect.ownKeys(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    if (!('value' in descriptor) || !descriptor.configurable) continue;
    const { value } = descriptor;
    const get = () => value;
    get.value = value;
    Object.defineProperty(prototype, key, {
      __proto__: null, get, set: setterOf(prototype, key), enumerable: descriptor.enumerable, configurable: false,
    });
  }
}

/** What an assignment does that would have met a property of the prototype: only the prototype itself refuses. */
function setterOf(prototype, key) {
  return function setter(value) {
    if (this === prototype) {
      throw new TypeError(`Cannot assign to read only property '${String(key)}' of object '${Object.prototype.toString.call(prototype)}'`);
    }
    const own = Object.hasOwn(this, key);
    if (own) this[key] = value;
    else Object.defineProperty(this, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  };
}

/** Everything behind properties, accessors and prototypes. */
function reachableFrom(roots) {
  const found = new Set();
  const add = (value) => {
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') found.add(value);
  };
  roots.forEach(add);
  found.delete(globalThis);
  for (const object of found) {
    if (object === globalThis || isOfProcess(object)) {
      found.delete(object);
      continue;
    }
    add(Object.getPrototypeOf(object));
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(object, key);
      add(value);
      add(get);
      add(set);
    }
  }
  return found;
}

/** Streams and process belong to the program, though the console leads to them. */
function isOfProcess(object) {
  return object === process || object instanceof require('node:events');
}

module.exports = { freezeIntrinsics };
