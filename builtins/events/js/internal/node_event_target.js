'use strict';

// An EventTarget with the methods of an EventEmitter, as MessagePort is: listeners added with `on` are given the
// value of the event (`kNodeValue`), those added with `addEventListener` the event.

const {
  CustomEvent,
  EventTarget,
  Listener,
  addListener,
  kEvents,
  kNodeValue,
  listenersOf,
  removeListener,
} = require('internal:events/event_target');
const { kMaxEventTargetListeners } = require('internal:events/limits');
const { codes: { ERR_INVALID_THIS } } = require('internal:shared/errors');
const { validateFunction, validateString } = require('internal:shared/validators');

class NodeEventTarget extends EventTarget {
  [kNodeValue](event) {
    return event instanceof CustomEvent ? event.detail : event;
  }

  setMaxListeners(n) {
    requireThis(this);
    require('node:events').setMaxListeners(n, this);
  }

  getMaxListeners() {
    requireThis(this);
    return this[kMaxEventTargetListeners];
  }

  eventNames() {
    requireThis(this);
    return [...this[kEvents].keys()];
  }

  listenerCount(type) {
    requireThis(this);
    return listenersOf(this, `${type}`).length;
  }

  addListener(type, listener) {
    return this.on(type, listener);
  }

  on(type, listener) {
    requireThis(this);
    return listen(this, type, listener, NODE_STYLE);
  }

  once(type, listener) {
    requireThis(this);
    return listen(this, type, listener, NODE_STYLE_ONCE);
  }

  removeListener(type, listener) {
    return this.off(type, listener);
  }

  off(type, listener) {
    requireThis(this);
    removeListener(this, `${type}`, listener, false);
    return this;
  }

  removeAllListeners(type) {
    requireThis(this);
    const types = type === undefined ? this.eventNames() : [`${type}`];
    for (const name of types) {
      for (const listener of listenersOf(this, name)) {
        removeListener(this, name, listener, false);
        removeListener(this, name, listener, true);
      }
    }
    return this;
  }

  /** Node-style listeners are given `value`, the others a CustomEvent with it as `detail`. */
  emit(type, value) {
    requireThis(this);
    validateString(type, 'type');
    const hadListeners = this.listenerCount(type) > 0;
    this.dispatchEvent(new CustomEvent(type, { detail: value }));
    return hadListeners;
  }
}

for (const name of Object.getOwnPropertyNames(NodeEventTarget.prototype)) {
  if (name !== 'constructor') Object.defineProperty(NodeEventTarget.prototype, name, { __proto__: null, enumerable: true });
}

module.exports = { NodeEventTarget };

const NODE_STYLE = {
  __proto__: null,
  capture: false,
  once: false,
  passive: false,
  nodeStyle: true,
  resistStop: false,
  weakOwner: undefined,
};
const NODE_STYLE_ONCE = { ...NODE_STYLE, __proto__: null, once: true };

function listen(target, type, callback, flags) {
  validateFunction(callback, 'listener');
  addListener(target, `${type}`, new Listener(callback, flags), undefined);
  return target;
}

function requireThis(value) {
  if (!(value instanceof NodeEventTarget)) throw new ERR_INVALID_THIS('NodeEventTarget');
}
