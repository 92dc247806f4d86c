'use strict';

/** The order in which files and tests run: that of their definition, or one that a seed determines. */

class DefinitionOrder {
  of(list) {
    return list.slice();
  }
}

/** A shuffle that a seed determines, so that a failure can be run again. */
class RandomOrder {
  #state;

  /** @param {number} seed 32 bits */
  constructor(seed) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  of(list) {
    const result = list.slice();
    for (let last = result.length - 1; last > 0; last--) {
      const other = Math.floor(this.#next() * (last + 1));
      [result[last], result[other]] = [result[other], result[last]];
    }
    return result;
  }

  /** Between 0 and 1; a linear congruence through a mixing step is random enough to shuffle. */
  #next() {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    let mixed = this.#state ^ (this.#state >>> 16);
    mixed = Math.imul(mixed, 0x45d9f3b) >>> 0;
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }
}

function orderFor({ randomize, seed }) {
  return randomize ? new RandomOrder(seed ?? Math.floor(Math.random() * 2 ** 32)) : new DefinitionOrder();
}

module.exports = { orderFor };
