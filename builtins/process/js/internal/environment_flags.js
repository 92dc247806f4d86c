'use strict';

/** `process.allowedNodeEnvironmentFlags`: the options that `NODE_OPTIONS` may hold. A Set that cannot change and knows spellings. */
class NodeEnvironmentFlagsSet extends Set {
  /** Real entries; the inherited ones stay empty, so that `Set.prototype.add.call()` changes nothing. @type {Set<string>} */
  #flags;

  constructor(flags) {
    super();
    this.#flags = new Set(flags);
  }

  /** Ignored, as every change. */
  add() {
    return this;
  }

  delete() {
    return false;
  }

  clear() {}

  /** Takes `_` for `-`, a missing dash at the start and a value after `=`. @param {string} key */
  has(key) {
    if (typeof key !== 'string') return false;
    const name = key.replace(/^(--?[^=]+)=.*$/, '$1').replaceAll('_', '-');
    return [name, `-${name}`, `--${name}`].some((spelling, i) => this.#flags.has(spelling) && (i === 0 || !name.startsWith('-')));
  }

  get size() {
    return this.#flags.size;
  }

  forEach(callback, thisArg = undefined) {
    for (const flag of this.#flags) Reflect.apply(callback, thisArg, [flag, flag, this]);
  }

  values() {
    return this.#flags.values();
  }

  keys() {
    return this.#flags.keys();
  }

  entries() {
    return this.#flags.entries();
  }

  [Symbol.iterator]() {
    return this.#flags.values();
  }
}

/** @returns {NodeEnvironmentFlagsSet} */
function createFlagSet() {
  Object.freeze(NodeEnvironmentFlagsSet.prototype.constructor);
  Object.freeze(NodeEnvironmentFlagsSet.prototype);
  return Object.freeze(new NodeEnvironmentFlagsSet(binding.environmentFlags()));
}

module.exports = { createFlagSet };
