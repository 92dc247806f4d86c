'use strict';

/** `util.types`, and the look into collections that `console.table` needs. */

const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array).prototype, Symbol.toStringTag).get;

/** The name of the typed array's class, undefined for any other value. */
function typedArrayName(value) {
  return typedArrayTag.call(value);
}

function isTypedArray(value) {
  return typedArrayName(value) !== undefined;
}

function isAnyArrayBuffer(value) {
  return binding.isArrayBuffer(value) || binding.isSharedArrayBuffer(value);
}

function isBoxedPrimitive(value) {
  return (
    binding.isNumberObject(value) ||
    binding.isStringObject(value) ||
    binding.isBooleanObject(value) ||
    binding.isBigIntObject(value) ||
    binding.isSymbolObject(value)
  );
}

/** Tests that Rust makes. */
const NATIVE = [
  'isExternal',
  'isDate',
  'isArgumentsObject',
  'isBigIntObject',
  'isBooleanObject',
  'isNumberObject',
  'isStringObject',
  'isSymbolObject',
  'isNativeError',
  'isRegExp',
  'isAsyncFunction',
  'isGeneratorFunction',
  'isGeneratorObject',
  'isPromise',
  'isMap',
  'isSet',
  'isMapIterator',
  'isSetIterator',
  'isWeakMap',
  'isWeakSet',
  'isArrayBuffer',
  'isDataView',
  'isSharedArrayBuffer',
  'isProxy',
  'isModuleNamespaceObject',
];

const TYPED_ARRAYS = [
  'Uint8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
];

for (const name of NATIVE) exports[name] = binding[name];
exports.isAnyArrayBuffer = isAnyArrayBuffer;
exports.isBoxedPrimitive = isBoxedPrimitive;
exports.isArrayBufferView = ArrayBuffer.isView;
exports.isTypedArray = isTypedArray;

for (const name of TYPED_ARRAYS) {
  const test = (value) => typedArrayName(value) === name;
  Object.defineProperty(test, 'name', { __proto__: null, value: `is${name}` });
  exports[`is${name}`] = test;
}

/** Until node:crypto is loaded no value can be a key. */
let keyTests = { isKeyObject: () => false, isCryptoKey: () => false };

exports.isKeyObject = function isKeyObject(value) {
  return keyTests.isKeyObject(value);
};

exports.isCryptoKey = function isCryptoKey(value) {
  return keyTests.isCryptoKey(value);
};

/** Called by node:crypto. */
function setKeyTests(tests) {
  keyTests = tests;
}

/** For builtins, hidden from the users of `util.types`. */
for (const [name, value] of Object.entries({ previewEntries: binding.previewEntries, setKeyTests })) {
  Object.defineProperty(exports, name, { __proto__: null, value, enumerable: false });
}
