'use strict';

/**
 * Stream state lives in one small integer: a chunk that passes through a stream tests and sets several booleans, and one machine word
 * keeps that cheap and both state objects small. Packages know the booleans by name (`_readableState.ended`), so every bit also has
 * an accessor.
 *
 * The bits below mean the same on either side; the sides number their own from `FIRST_OWN_BIT`.
 */
const shared = {
  OBJECT_MODE: 1 << 0,
  CONSTRUCTED: 1 << 1,
  SYNC: 1 << 2,
  ERROR_EMITTED: 1 << 3,
  EMIT_CLOSE: 1 << 4,
  AUTO_DESTROY: 1 << 5,
  DESTROYED: 1 << 6,
  CLOSED: 1 << 7,
  CLOSE_EMITTED: 1 << 8,
  ERRORED: 1 << 9,
};

const sharedNames = {
  objectMode: shared.OBJECT_MODE,
  // `_construct` has finished, or there is none.
  constructed: shared.CONSTRUCTED,
  // The implementation is being called; what it does now would surprise its caller and is put off to the next tick.
  sync: shared.SYNC,
  errorEmitted: shared.ERROR_EMITTED,
  emitClose: shared.EMIT_CLOSE,
  autoDestroy: shared.AUTO_DESTROY,
  destroyed: shared.DESTROYED,
  // `_destroy` has called back. 'close' follows on a later tick.
  closed: shared.CLOSED,
  closeEmitted: shared.CLOSE_EMITTED,
};

const FIRST_OWN_BIT = 10;

/**
 * Gives `proto` a boolean accessor for each bit.
 * @param {object} proto prototype of a state class that keeps its bits in `bits`
 * @param {Record<string, number>} names accessor name to bit
 */
function defineBits(proto, names) {
  for (const name of Object.keys(names)) {
    const bit = names[name];
    Object.defineProperty(proto, name, {
      __proto__: null,
      configurable: true,
      enumerable: false,
      get() {
        return (this.bits & bit) !== 0;
      },
      set(value) {
        if (value) this.bits |= bit;
        else this.bits &= ~bit;
      },
    });
  }
}

/**
 * `errored` holds the error, or null. The bit answers the question without a load on the hot paths, so the two change together.
 * @param {object} proto
 */
function defineErrored(proto) {
  Object.defineProperty(proto, 'errored', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get() {
      return this.error;
    },
    set(value) {
      this.error = value ?? null;
      if (value) this.bits |= shared.ERRORED;
      else this.bits &= ~shared.ERRORED;
    },
  });
}

/**
 * @param {object} proto
 * @param {Record<string, { get: () => unknown, set?: (value: any) => void }>} accessors
 */
function defineAccessors(proto, accessors) {
  for (const name of Object.keys(accessors)) {
    Object.defineProperty(proto, name, { __proto__: null, configurable: true, enumerable: false, ...accessors[name] });
  }
}

module.exports = { ...shared, FIRST_OWN_BIT, sharedNames, defineBits, defineErrored, defineAccessors };
