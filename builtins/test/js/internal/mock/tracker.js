'use strict';

/** `mock`: functions and methods whose calls are recorded and whose behaviour can be replaced. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const { validateFunction, validateInteger, validateObject } = require('internal:shared/validators');
const { MockFunctionContext, mockedFunction } = require('internal:test/mock/function');

class MockTracker {
  #restores = [];
  #timers;

  get timers() {
    if (this.#timers === undefined) {
      const { MockTimers } = require('internal:test/mock/timers');
      this.#timers = new MockTimers();
    }
    return this.#timers;
  }

  /** @param {Function} [original] @param {Function} [implementation] @param {{ times?: number }} [options] */
  fn(original = function () {}, implementation = original, options = {}) {
    let [fn, replacement, settings] = [original, implementation, options];
    if (fn !== null && typeof fn === 'object') [fn, replacement, settings] = [function () {}, undefined, fn];
    else if (replacement !== null && typeof replacement === 'object') [replacement, settings] = [fn, replacement];
    replacement ??= fn;
    validateFunction(fn, 'original');
    validateFunction(replacement, 'implementation');
    const context = new MockFunctionContext(fn, replacement, readTimes(settings));
    this.#restores.push(context);
    return mockedFunction(fn, context);
  }

  /** Replaces a method, or with `getter` or `setter` an accessor, until `restore`. */
  method(target, name, implementation, options = {}) {
    let [replacement, settings] = [implementation, options];
    if (replacement !== null && typeof replacement === 'object') [replacement, settings] = [undefined, replacement];
    if (target === null || (typeof target !== 'object' && typeof target !== 'function')) validateObject(target, 'object');
    validateObject(settings, 'options');
    const { getter = false, setter = false } = settings;
    if (getter && setter) throw new codes.ERR_INVALID_ARG_VALUE('options.setter', setter, "cannot be used with 'options.getter'");
    if (typeof name !== 'string' && typeof name !== 'symbol') throw new codes.ERR_INVALID_ARG_TYPE('methodName', ['string', 'symbol'], name);
    const descriptor = findDescriptor(target, name);
    const field = getter ? 'get' : setter ? 'set' : 'value';
    const original = descriptor?.[field];
    if (typeof original !== 'function') throw new codes.ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    replacement ??= original;
    validateFunction(replacement, 'implementation');
    const restore = () => Object.defineProperty(target, name, descriptor);
    const context = new MockFunctionContext(original, replacement, readTimes(settings), restore);
    const mocked = mockedFunction(original, context);
    Object.defineProperty(target, name, { __proto__: null, ...descriptor, [field]: mocked });
    this.#restores.push(context);
    return mocked;
  }

  getter(target, name, implementation, options = {}) {
    const [replacement, settings] = typeof implementation === 'function' ? [implementation, options] : [undefined, implementation ?? {}];
    if (settings.getter === false) throw new codes.ERR_INVALID_ARG_VALUE('options.getter', false, 'cannot be false');
    return this.method(target, name, replacement, { ...settings, getter: true });
  }

  setter(target, name, implementation, options = {}) {
    const [replacement, settings] = typeof implementation === 'function' ? [implementation, options] : [undefined, implementation ?? {}];
    if (settings.setter === false) throw new codes.ERR_INVALID_ARG_VALUE('options.setter', false, 'cannot be false');
    return this.method(target, name, replacement, { ...settings, setter: true });
  }

  /** Records the reads and writes of a property, which has another value until `restore`. */
  property(...args) {
    const { MockPropertyContext, mockedProperty } = require('internal:test/mock/property');
    const [object, name, value] = args;
    const context = new MockPropertyContext(object, name, value, args.length > 2);
    this.#restores.push(context);
    return mockedProperty(object, context);
  }

  /** Lets another module stand in for one until `restore`. @param {string | URL} specifier */
  module(specifier, options = {}) {
    warnOfModules();
    const { mockModule } = require('internal:test/mock/module');
    const context = mockModule(specifier, options, require('internal:test/location').callerLocation().file);
    this.#restores.push(context);
    return context;
  }

  /** Takes back everything, and forgets it. */
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#restores = [];
  }

  restoreAll() {
    for (const context of this.#restores.toReversed()) context.restore();
  }
}

if (!getOptionValue('--experimental-test-module-mocks')) delete MockTracker.prototype.module;

let hasWarned = false;

function warnOfModules() {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning('Module mocking is an experimental feature and might change at any time', 'ExperimentalWarning');
}

function readTimes({ times = Infinity }) {
  if (times !== Infinity) validateInteger(times, 'options.times', 1);
  return times;
}

function findDescriptor(target, name) {
  for (let object = target; object !== null; object = Object.getPrototypeOf(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

module.exports = { MockTracker, mock: new MockTracker() };
