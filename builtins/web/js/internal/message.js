'use strict';

/** Values as messages (`binding.Message`), which any thread can read, and back. */

const { cloneEnv, env } = require('internal:process/env');
const { isMarkedAsUncloneable, isMarkedAsUntransferable, kClone, kRequireTransferable, kTransfer } = require('internal:web/transferable');

const kNothing = [];

/**
 * @param {unknown} value
 * @param {object[]} [transfer] objects that move; buffers are detached, ports are closed here
 * @returns {binding.Message}
 */
function serialize(value, transfer = kNothing) {
  const buffers = [];
  /** Host objects by index; those that move come first. @type {object[]} */
  const hosts = [];
  // No iterators here: a program may have replaced theirs, and its messages must still get through.
  for (let i = 0; i < transfer.length; i++) sortTransferred(transfer[i], buffers, hosts);
  const moving = hosts.length;
  const message = binding.serialize(value, buffers, (object) => indexOfHost(hosts, object), fail);
  addHosts(message, hosts, moving);
  return message;
}

/** Sends a value that nothing moves with. @param {binding.Port} port @param {unknown} value @returns {boolean} whether the port is open */
function send(port, value) {
  const hosts = [];
  const message = port.send(value, (object) => indexOfHost(hosts, object), fail);
  if (typeof message === 'boolean') return message;
  addHosts(message, hosts, 0);
  return port.post(message);
}

/** A copy of a value that nothing moves with. @param {unknown} value */
function clone(value) {
  const hosts = [];
  const copy = binding.clone(value, (object) => indexOfHost(hosts, object), fail);
  if (hosts.length === 0) return copy;
  // Not the copy yet: a message that lacks its host objects.
  addHosts(copy, hosts, 0);
  return deserialize(copy);
}

function indexOfHost(hosts, object) {
  const known = hosts.indexOf(object);
  if (known !== -1) return known;
  requireCloneable(object);
  return hosts.push(object) - 1;
}

function addHosts(message, hosts, moving) {
  for (let i = 0; i < hosts.length; i++) addHost(message, i < moving ? hosts[i][kTransfer]() : cloned(hosts[i]));
}

function cloned(host) {
  return host === env ? cloneEnv() : host[kClone]();
}

function addHost(message, { data, transfer, parcel, deserializeInfo }) {
  message.addHost(deserializeInfo, serialize(data, transfer), parcel);
}

function requireCloneable(object) {
  if (object === env) return;
  if (isMarkedAsUncloneable(object)) fail('Cannot clone object of unsupported type.');
  if (typeof object[kClone] === 'function') return;
  fail(typeof object[kTransfer] === 'function' ?
    'Object that needs transfer was found in message but not listed in transferList' :
    'Cannot clone object of unsupported type.');
}

function sortTransferred(item, buffers, hosts) {
  if (isMarkedAsUntransferable(item)) fail('Cannot transfer object of unsupported type.');
  if (Object.prototype.toString.call(item) === '[object ArrayBuffer]') {
    if (buffers.includes(item)) fail('Transfer list contains duplicate ArrayBuffer');
    if (!binding.isDetachable(item)) fail('Cannot transfer object of unsupported type.');
    buffers.push(item);
    return;
  }
  if (typeof item?.[kTransfer] !== 'function' || !binding.isInstance(item)) fail('Found invalid value in transferList.');
  if (hosts.includes(item)) fail(`Transfer list contains duplicate ${item.constructor.name}`);
  item[kRequireTransferable]?.();
  hosts.push(item);
}

/** @param {binding.Message} message */
function deserialize(message) {
  return readWith(message, []);
}

/**
 * Reads a message and gives its host objects too, those that moved first.
 * @param {binding.Message} message
 * @returns {{ value: unknown, hosts: object[] }}
 */
function deserializeAll(message) {
  const hosts = [];
  // What was sent arrives, also when the value does not mention it.
  for (let index = 0; index < message.hostCount(); index++) revive(message, index, hosts);
  return { value: readWith(message, hosts), hosts };
}

function readWith(message, hosts) {
  return message.deserialize((index) => revive(message, index, hosts));
}

function revive(message, index, hosts) {
  if (hosts[index] !== undefined) return hosts[index];
  const [info, inner, parcel] = message.host(index);
  const object = maker(info)(deserialize(inner), parcel);
  hosts[index] = object;
  return object;
}

/** The function that a host object names. Whoever gets hold of our symbols still reaches no other code by them. */
function maker(info) {
  const [specifier, name] = info.split('#');
  if (name === undefined) throw new Error(info.startsWith('/') ? `Missing internal module '${info}'` : `Unknown deserialize spec ${info}`);
  if (!specifier.startsWith('internal:')) throw new Error(`Missing internal module '${specifier}'`);
  return require(specifier)[name];
}

function fail(text) {
  const { DOMException } = require('internal:web/dom_exception');
  throw new DOMException(text, 'DataCloneError');
}

module.exports = { clone, send, serialize, deserialize, deserializeAll, fail };
