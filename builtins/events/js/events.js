'use strict';

// `node:events`: the EventEmitter, which is also the module, and its static helpers.

const {
  EventEmitter,
  kCapture,
  kErrorMonitor,
  kRejection,
  getDefaultMaxListeners,
  setDefaultMaxListeners,
  listenersOf,
} = require('internal:events/emitter');
const { addAbortListener } = require('internal:events/abort_listener');
const { once } = require('internal:events/once');
const { on } = require('internal:events/on');
const { kIsEventTarget, kMaxEventTargetListeners, kMaxEventTargetListenersWarned } = require('internal:events/limits');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal:shared/errors');
const { validateBoolean, validateNumber } = require('internal:shared/validators');

module.exports = EventEmitter;

EventEmitter.addAbortListener = addAbortListener;
EventEmitter.once = once;
EventEmitter.on = on;
EventEmitter.getEventListeners = getEventListeners;
EventEmitter.getMaxListeners = getMaxListeners;
EventEmitter.listenerCount = listenerCount;
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = kRejection;
EventEmitter.errorMonitor = kErrorMonitor;
EventEmitter.setMaxListeners = setMaxListeners;

Object.defineProperties(EventEmitter, {
  captureRejections: {
    __proto__: null,
    enumerable: true,
    get() {
      return EventEmitter.prototype[kCapture];
    },
    set(value) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      EventEmitter.prototype[kCapture] = value;
    },
  },
  defaultMaxListeners: {
    __proto__: null,
    enumerable: true,
    get() {
      return getDefaultMaxListeners();
    },
    set(n) {
      validateNumber(n, 'defaultMaxListeners', 0);
      setDefaultMaxListeners(n);
    },
  },
  EventEmitterAsyncResource: {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get() {
      return require('internal:events/async_resource').EventEmitterAsyncResource;
    },
  },
  kMaxEventTargetListeners: { __proto__: null, value: kMaxEventTargetListeners },
  kMaxEventTargetListenersWarned: { __proto__: null, value: kMaxEventTargetListenersWarned },
});

/** The listeners of `type`, unwrapped, of an emitter or an event target. */
function getEventListeners(emitterOrTarget, type) {
  if (typeof emitterOrTarget.listeners === 'function') return emitterOrTarget.listeners(type);
  requireEventTarget(emitterOrTarget, 'emitter');
  return require('internal:events/event_target').listenersOf(emitterOrTarget, type);
}

function getMaxListeners(emitterOrTarget) {
  if (typeof emitterOrTarget?.getMaxListeners === 'function') return emitterOrTarget.getMaxListeners();
  requireEventTarget(emitterOrTarget, 'emitter');
  return emitterOrTarget[kMaxEventTargetListeners];
}

function listenerCount(emitterOrTarget, type) {
  if (typeof emitterOrTarget.listenerCount === 'function') return emitterOrTarget.listenerCount(type);
  if (emitterOrTarget instanceof EventEmitter) return listenersOf(emitterOrTarget, type).length;
  requireEventTarget(emitterOrTarget, 'emitter');
  return require('internal:events/event_target').listenersOf(emitterOrTarget, type).length;
}

/** Sets the limit of each target, or the default of all emitters when there is none. */
function setMaxListeners(n = getDefaultMaxListeners(), ...eventTargets) {
  validateNumber(n, 'setMaxListeners', 0);
  if (eventTargets.length === 0) {
    setDefaultMaxListeners(n);
    return;
  }
  for (const target of eventTargets) {
    if (isEventTarget(target)) {
      target[kMaxEventTargetListeners] = n;
      target[kMaxEventTargetListenersWarned] = false;
    } else if (typeof target.setMaxListeners === 'function') {
      target.setMaxListeners(n);
    } else {
      throw new ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], target);
    }
  }
}

function isEventTarget(value) {
  return Boolean(value?.constructor?.[kIsEventTarget]);
}

function requireEventTarget(value, name) {
  if (!isEventTarget(value)) throw new ERR_INVALID_ARG_TYPE(name, ['EventEmitter', 'EventTarget'], value);
}
