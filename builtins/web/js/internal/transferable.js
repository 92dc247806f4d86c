'use strict';

/**
 * How classes take part in structured cloning.
 *
 * A class marks its instances with `markCloneable(this)` and has `[kClone]()`, or `[kTransfer]()` when its instances move. Both give
 * `{ data, revive }`: `data` is cloned like any value, and `revive(clone)` makes the new object from it.
 */

const kClone = Symbol('kClone');
const kTransfer = Symbol('kTransfer');

/** @param {object} object */
function markCloneable(object) {
  binding.markCloneable(object);
}

module.exports = { kClone, kTransfer, markCloneable };
