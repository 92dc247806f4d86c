'use strict';

/** A value on its way from one realm or port to another. */

const { isMarkedAsUncloneable, isMarkedAsUntransferable, kClone, kRequireTransferable, kTransfer } = require('internal:web/transferable');

/** What `serialize()` gives and `deserialize()` takes. */
class Envelope {
  constructor(message, hosts) {
    this.message = message;
    /** Host objects by index: how to make each again. @type {{ envelope: Envelope, revive: Function }[]} */
    this.hosts = hosts;
  }
}

/**
 * @param {unknown} value
 * @param {object[]} transfer objects that move; buffers are detached, ports are closed here
 * @returns {Envelope}
 */
function serialize(value, transfer) {
  const buffers = [];
  const movers = new Map();
  for (const item of transfer) sortTransferred(item, buffers, movers);
  const hosts = [];
  const indices = new Map();

  function write(object) {
    const known = indices.get(object);
    if (known !== undefined) return known;
    const index = hosts.length;
    indices.set(object, index);
    hosts.push(undefined);
    hosts[index] = pack(object, movers);
    return index;
  }
  const message = binding.serialize(value, buffers, write, fail);
  for (const object of movers.keys()) if (!indices.has(object)) object[kTransfer]();
  return new Envelope(message, hosts);
}

function pack(object, movers) {
  const moves = movers.has(object);
  if (isMarkedAsUncloneable(object)) fail('Cannot clone object of unsupported type.');
  if (!moves && typeof object[kClone] !== 'function') {
    fail(typeof object[kTransfer] === 'function' ?
      'Object that needs transfer was found in message but not listed in transferList' :
      'Cannot clone object of unsupported type.');
  }
  const { data, revive } = moves ? object[kTransfer]() : object[kClone]();
  return { envelope: serialize(data, []), revive };
}

function sortTransferred(item, buffers, movers) {
  if (isMarkedAsUntransferable(item)) fail('Cannot transfer object of unsupported type.');
  if (Object.prototype.toString.call(item) === '[object ArrayBuffer]') {
    if (buffers.includes(item)) fail('Transfer list contains duplicate ArrayBuffer');
    if (binding.isDetached(item)) fail('Cannot transfer object of unsupported type.');
    buffers.push(item);
    return;
  }
  if (typeof item[kTransfer] !== 'function') fail('Found invalid value in transferList.');
  if (movers.has(item)) fail(`Transfer list contains duplicate ${item.constructor.name}`);
  item[kRequireTransferable]?.();
  movers.set(item, true);
}

/** @param {Envelope} envelope */
function deserialize(envelope) {
  return envelope.message.deserialize((index) => {
    const host = envelope.hosts[index];
    host.object ??= host.revive(deserialize(host.envelope));
    return host.object;
  });
}

function fail(text) {
  const { DOMException } = require('internal:web/dom_exception');
  throw new DOMException(text, 'DataCloneError');
}

module.exports = { serialize, deserialize, fail };
