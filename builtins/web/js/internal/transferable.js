'use strict';

/**
 * How classes take part in structured cloning.
 *
 * A class marks its instances with `markCloneable(this)` and has `[kClone]()`, or `[kTransfer]()` when its instances move. Both give
 * `{ data, transfer, parcel, deserializeInfo }`: `data` is cloned like any value, with what `transfer` lists moving, and `parcel` is a native value. `deserializeInfo`
 * names the function that makes the object again, perhaps on another thread: `'internal:x/y#revive'` is the export `revive` of that module, called
 * with the clone of `data` and with the parcel.
 */

const kClone = Symbol('messaging_clone_symbol');
const kTransfer = Symbol('messaging_transfer_symbol');
/** Optional method: throws when the instance cannot move now. Called before anything in the list has moved. */
const kRequireTransferable = Symbol('kRequireTransferable');

/** @param {object} object */
function markCloneable(object) {
  binding.markCloneable(object);
}

/** Makes cloning any instance an error, at no cost to the instances. @param {Function} Class which has none of the methods above */
function forbidCloning(Class) {
  markCloneable(Class.prototype);
}

const untransferable = new WeakSet();
const uncloneable = new WeakSet();

/** Keeps an object out of transfer lists: it is an error there; a buffer also from `transfer()`. Values that are not objects are ignored. */
function markAsUntransferable(object) {
  if (!isObject(object)) return;
  untransferable.add(object);
  binding.preventDetach(object);
}

function isMarkedAsUntransferable(object) {
  return isObject(object) && untransferable.has(object);
}

/** Makes cloning the object an error. Buffers and their views are cloned by V8 alone and stay cloneable. */
function markAsUncloneable(object) {
  if (!isObject(object)) return;
  // As a host object, it is put to `message.js`, which asks below.
  markCloneable(object);
  uncloneable.add(object);
}

function isMarkedAsUncloneable(object) {
  return uncloneable.has(object);
}

module.exports = {
  kClone,
  kRequireTransferable,
  kTransfer,
  forbidCloning,
  isMarkedAsUncloneable,
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  markCloneable,
};

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
