'use strict';

/** A mocked function: its calls, and what it does instead. */

const { validateFunction, validateInteger } = require('internal:shared/validators');

class MockFunctionContext {
  #calls = [];
  #original;
  #implementation;
  #times;
  #restore;
  #once = new Map();

  /** @param {number} times the calls after which the original is back */
  constructor(original, implementation, times, restore) {
    this.#original = original;
    this.#implementation = implementation;
    this.#times = times;
    this.#restore = restore;
  }

  /** A copy: what a test does to it changes nothing here. */
  get calls() {
    return this.#calls.slice();
  }

  callCount() {
    return this.#calls.length;
  }

  mockImplementation(implementation) {
    validateFunction(implementation, 'implementation');
    this.#implementation = implementation;
  }

  mockImplementationOnce(implementation, onCall) {
    validateFunction(implementation, 'implementation');
    const call = onCall ?? this.#calls.length;
    validateInteger(call, 'onCall', this.#calls.length);
    this.#once.set(call, implementation);
  }

  resetCalls() {
    this.#calls = [];
  }

  restore() {
    this.#restore?.();
    this.#restore = undefined;
    this.#implementation = this.#original;
    this.#once.clear();
  }

  /** What the next call runs. */
  #next() {
    const index = this.#calls.length;
    const once = this.#once.get(index);
    if (once !== undefined) {
      this.#once.delete(index);
      return once;
    }
    return this.#implementation;
  }

  static invoke(context, thisValue, args, newTarget) {
    const implementation = context.#next();
    const isLast = context.#calls.length + 1 === context.#times;
    const call = { arguments: args, error: undefined, result: undefined, stack: new Error(), target: newTarget, this: thisValue };
    try {
      if (newTarget === undefined) {
        call.result = Reflect.apply(implementation, thisValue, args);
      } else {
        call.result = Reflect.construct(implementation, args, newTarget);
        call.this = call.result;
      }
      return call.result;
    } catch (error) {
      call.error = error;
      throw error;
    } finally {
      context.#calls.push(call);
      if (isLast) context.restore();
    }
  }
}

/** The function itself, with its name and length, whose `mock` is the context. */
function mockedFunction(original, context) {
  const mocked = new Proxy(original, {
    __proto__: null,
    apply: (target, thisValue, args) => MockFunctionContext.invoke(context, thisValue, args, undefined),
    construct: (target, args, newTarget) => MockFunctionContext.invoke(context, undefined, args, newTarget === mocked ? original : newTarget),
    get: (target, key, receiver) => (key === 'mock' ? context : Reflect.get(target, key, receiver)),
  });
  return mocked;
}

module.exports = { MockFunctionContext, mockedFunction };
