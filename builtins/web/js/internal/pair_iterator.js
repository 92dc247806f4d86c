'use strict';

/** The iterators of interfaces that are lists of pairs (https://webidl.spec.whatwg.org/#js-default-iterator-object). */

const { illegalInvocation, requireArguments } = require('internal:web/webidl');

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

/**
 * Defines `keys`, `values`, `entries`, `forEach` and `Symbol.iterator` on a class.
 * @param {Function} Class
 * @param {(instance: object) => readonly [string, unknown][]} pairsOf the pairs as they are now; throws for other objects
 */
function definePairIteration(Class, pairsOf) {
  const { name: title } = Class;
  const states = new WeakMap();
  const prototype = Object.create(IteratorPrototype, {
    next: { __proto__: null, value: { next() { return advance(states.get(this), title); } }.next, writable: true, enumerable: true, configurable: true },
    [Symbol.toStringTag]: { __proto__: null, value: `${title} Iterator`, configurable: true },
  });
  const make = (target, kind) => {
    pairsOf(target);
    const iterator = Object.create(prototype);
    states.set(iterator, { target, kind, index: 0, pairsOf });
    return iterator;
  };
  const methods = {
    keys() { return make(this, 'key'); },
    values() { return make(this, 'value'); },
    entries() { return make(this, 'pair'); },
    forEach(callbackfn, thisArg = undefined) {
      pairsOf(this);
      requireArguments(arguments, 1, `${title}.forEach`);
      if (typeof callbackfn !== 'function') {
        throw new TypeError(`Failed to execute 'forEach' on '${title}': parameter 1 is not of type 'Function'.`);
      }
      for (let index = 0; index < pairsOf(this).length; index++) {
        const [key, value] = pairsOf(this)[index];
        Reflect.apply(callbackfn, thisArg, [value, key, this]);
      }
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(Class.prototype, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  }
  return methods;
}

function advance(state, title) {
  if (state === undefined) throw illegalInvocation(title);
  const pair = state.pairsOf(state.target)[state.index];
  if (pair === undefined) return { value: undefined, done: true };
  state.index++;
  if (state.kind === 'pair') return { value: [pair[0], pair[1]], done: false };
  return { value: state.kind === 'key' ? pair[0] : pair[1], done: false };
}

module.exports = { definePairIteration };
