'use strict';

/** https://html.spec.whatwg.org/#storage-2: `localStorage` and `sessionStorage`. */

const { kIsPlain } = require('internal:shared/constants');
const { isObject } = require('internal:web/webidl');

/**
 * Where the pairs are.
 * @typedef {object} Area
 * @property {boolean} isLocal whether it outlives the process
 * @property {() => number} size
 * @property {(key: string) => string | null} get
 * @property {(key: string, value: string) => void} set throws a QuotaExceededError
 * @property {(key: string) => void} delete
 * @property {() => void} clear
 * @property {() => string[]} keys
 */

/** The area of each storage, by its proxy and by what the proxy stands before. @type {WeakMap<object, Area>} */
const areas = new WeakMap();

function Storage() {
  const error = new Error('Illegal constructor');
  error.code = 'ERR_ILLEGAL_CONSTRUCTOR';
  throw error;
}

const methods = {
  clear() {
    const area = areaOf(this);
    area.clear();
    observer?.(area.isLocal, 'domStorageItemsCleared', {});
  },
  getItem(key) {
    const area = areaOf(this);
    requireArguments(arguments, 1, 'getItem');
    return area.get(`${key}`);
  },
  key(index) {
    const area = areaOf(this);
    requireArguments(arguments, 1, 'key');
    return area.keys()[Math.trunc(Number(index)) || 0] ?? null;
  },
  removeItem(key) {
    const area = areaOf(this);
    requireArguments(arguments, 1, 'removeItem');
    area.delete(`${key}`);
    observer?.(area.isLocal, 'domStorageItemRemoved', { key: `${key}` });
  },
  setItem(key, value) {
    const area = areaOf(this);
    requireArguments(arguments, 2, 'setItem');
    if (observer === undefined) area.set(`${key}`, `${value}`);
    else setObserved(area, `${key}`, `${value}`);
  },
};

Object.defineProperty(Storage.prototype, 'length', {
  __proto__: null, get() { return areaOf(this).size(); }, enumerable: true, configurable: false,
});
for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(value, 'length', { __proto__: null, value: 0, configurable: true });
  Object.defineProperty(Storage.prototype, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

// A proxy is shown as what it stands before, which has no properties.
Object.defineProperty(Storage.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  __proto__: null,
  value(depth, options, inspect) { return `Storage ${inspect({ ...this }, options)}`; },
  writable: true,
  configurable: true,
});

function areaOf(storage) {
  const area = isObject(storage) ? areas.get(storage) : undefined;
  if (area === undefined) throw new TypeError('Illegal invocation');
  return area;
}

function requireArguments(given, count, method) {
  if (given.length >= count) return;
  const error = new TypeError(`Failed to execute '${method}' on 'Storage': ${count} argument${count > 1 ? 's' : ''} required`);
  error.code = 'ERR_MISSING_ARGS';
  throw error;
}

/** The pairs as properties of the object (https://webidl.spec.whatwg.org/#legacy-platform-object). */
const handler = {
  [kIsPlain]: true,
  get(target, key, receiver) {
    if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver);
    return areas.get(target).get(key) ?? undefined;
  },
  set(target, key, value) {
    if (typeof key === 'symbol') return Reflect.set(target, key, value);
    areas.get(target).set(key, `${value}`);
    return true;
  },
  has(target, key) {
    return key in target || (typeof key === 'string' && areas.get(target).get(key) !== null);
  },
  deleteProperty(target, key) {
    if (typeof key === 'symbol') return Reflect.deleteProperty(target, key);
    areas.get(target).delete(key);
    return true;
  },
  defineProperty(target, key, descriptor) {
    if (typeof key === 'symbol') return Reflect.defineProperty(target, key, descriptor);
    areas.get(target).set(key, `${descriptor.value}`);
    return true;
  },
  ownKeys(target) {
    return [...areas.get(target).keys(), ...Reflect.ownKeys(target)];
  },
  getOwnPropertyDescriptor(target, key) {
    if (typeof key === 'symbol') return Reflect.getOwnPropertyDescriptor(target, key);
    const value = areas.get(target).get(key);
    return value === null ? undefined : { value, writable: true, enumerable: true, configurable: true };
  },
};

/** @param {Area} area @returns {Storage} */
function storageOver(area) {
  const target = Object.create(Storage.prototype);
  const storage = new Proxy(target, handler);
  areas.set(target, area);
  areas.set(storage, area);
  return storage;
}

/** What is told of changes that methods make; properties change without. */
let observer;

/** @param {((isLocal: boolean, event: string, details: object) => void) | undefined} given the events are those of the inspector's domain DOMStorage */
function observe(given) {
  observer = given;
}

function setObserved(area, key, newValue) {
  const oldValue = area.get(key);
  area.set(key, newValue);
  if (oldValue === null) observer(area.isLocal, 'domStorageItemAdded', { key, newValue });
  else observer(area.isLocal, 'domStorageItemUpdated', { key, oldValue, newValue });
}

let session;

/** The storage of this process. */
function sessionStorage() {
  const { MemoryArea } = require('internal:web/storage/memory');
  return (session ??= storageOver(new MemoryArea()));
}

let local;

/**
 * The storage in the file of `--localstorage-file`. Without the option there is none; Node 26 also prints a warning then, which is left out because
 * packages read this global only to find out whether they run in a browser.
 * @returns {Storage | undefined}
 */
function localStorage() {
  if (local !== undefined) return local;
  const file = require('internal:process/options').getOptionValue('--localstorage-file');
  if (!file) return undefined;
  const { FileArea } = require('internal:web/storage/file');
  return (local = storageOver(new FileArea(file)));
}

module.exports = { Storage, localStorage, observe, sessionStorage };
