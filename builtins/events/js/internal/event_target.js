'use strict';

// EventTarget (https://dom.spec.whatwg.org/#interface-eventtarget).
//
// As in the emitter, a listener array is only appended to; removal installs a new array and marks the record, so a
// dispatch needs no copy: it goes by the length it began with and skips what was removed meanwhile.

const process = require('internal:process/object');
const {
  CustomEvent,
  Event,
  beginDispatch,
  endDispatch,
  isDispatching,
  isEvent,
  isStoppedImmediately,
  kTrustEvent,
  setInPassiveListener,
} = require('internal:events/event');
const { kIsEventTarget, kMaxEventTargetListeners, kMaxEventTargetListenersWarned } = require('internal:events/limits');
const { inspectAs } = require('internal:events/inspect');
const { getDefaultMaxListeners } = require('internal:events/emitter');
const {
  codes: { ERR_EVENT_RECURSION, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_MISSING_ARGS },
} = require('internal:shared/errors');
const { validateAbortSignal, validateObject } = require('internal:shared/validators');

/** Where a target keeps its listeners: a Map of type to array of records. */
const kEvents = Symbol('kEvents');
/** Listener option: hear the event even after `stopImmediatePropagation`. */
const kResistStopPropagation = Symbol('kResistStopPropagation');
/** Listener option: hold the listener only as long as this owner object lives. */
const kWeakHandler = Symbol('kWeak');
/** Hooks of subclasses, called with the type and the number of its listeners after the change. */
const kListenerAdded = Symbol('kListenerAdded');
const kListenerRemoved = Symbol('kListenerRemoved');

class EventTarget {
  constructor() {
    initEventTarget(this);
  }

  /**
   * @param {string} type
   * @param {Function | { handleEvent: Function } | null} listener
   * @param {boolean | { capture?: boolean, once?: boolean, passive?: boolean, signal?: AbortSignal }} [options]
   */
  addEventListener(type, listener, options = undefined) {
    requireEventTarget(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    const flags = readOptions(options);
    if (!isListener(listener)) {
      warnOfUselessListener(this, type, listener);
      return;
    }
    addListener(this, webidlString(type), new Listener(listener, flags), flags.signal);
  }

  removeEventListener(type, listener, options = undefined) {
    requireEventTarget(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    if (!isListener(listener)) return;
    const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
    removeListener(this, webidlString(type), listener, capture);
  }

  /** @returns {boolean} whether nobody called `preventDefault` */
  dispatchEvent(event) {
    requireEventTarget(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('event');
    if (!isEvent(event)) throw new ERR_INVALID_ARG_TYPE('event', 'Event', event);
    if (isDispatching(event)) throw new ERR_EVENT_RECURSION(event.type);
    dispatch(this, event);
    return !event.defaultPrevented;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (!isEventTarget(this)) return this;
    const { name } = this.constructor;
    if (depth < 0) return name;
    return inspectAs(name, {}, options);
  }
}

EventTarget[kIsEventTarget] = true;

Object.defineProperties(EventTarget.prototype, {
  addEventListener: { __proto__: null, enumerable: true },
  removeEventListener: { __proto__: null, enumerable: true },
  dispatchEvent: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'EventTarget' },
});

/** One registration. `callback` is what the program gave, or a WeakRef to it. */
class Listener {
  constructor(callback, { capture, once, passive, nodeStyle, resistStop, weakOwner }) {
    this.weak = weakOwner !== undefined;
    this.callback = this.weak ? new WeakRef(callback) : callback;
    this.capture = capture;
    this.once = once;
    this.passive = passive;
    this.nodeStyle = nodeStyle;
    this.resistStop = resistStop;
    this.removed = false;
    if (this.weak) keepAliveWith(weakOwner, callback);
  }

  get target() {
    return this.weak ? this.callback.deref() : this.callback;
  }

  is(callback, capture) {
    return this.capture === capture && this.target === callback;
  }
}

/** Makes `target` an event target; for natively made objects and mixins as well as for the constructor. */
function initEventTarget(target) {
  target[kEvents] = new Map();
  target[kMaxEventTargetListeners] = getDefaultMaxListeners();
  target[kMaxEventTargetListenersWarned] = false;
  target[kHandlers] = undefined;
}

function isEventTarget(value) {
  return Boolean(value?.constructor?.[kIsEventTarget]);
}

function addListener(target, type, listener, signal) {
  if (signal !== undefined) {
    if (signal.aborted) return;
    const { target: callback, capture } = listener;
    signal.addEventListener('abort', () => removeListener(target, type, callback, capture),
                            { __proto__: null, once: true, [kWeakHandler]: target, [kResistStopPropagation]: true });
  }
  const events = target[kEvents];
  const list = events.get(type);
  if (list === undefined) {
    events.set(type, [listener]);
    target[kListenerAdded]?.(type, 1);
    return;
  }
  const callback = listener.target;
  for (let i = 0; i < list.length; i++) {
    if (list[i].is(callback, listener.capture)) return;
  }
  list.push(listener);
  target[kListenerAdded]?.(type, list.length);
  warnOfLeak(target, type, list.length);
}

function removeListener(target, type, callback, capture) {
  const list = target[kEvents].get(type);
  if (list === undefined) return;
  const position = list.findIndex((listener) => listener.is(callback, capture));
  if (position !== -1) removeAt(target, type, list, position);
}

function removeAt(target, type, list, position) {
  list[position].removed = true;
  const rest = list.toSpliced(position, 1);
  if (rest.length === 0) target[kEvents].delete(type);
  else target[kEvents].set(type, rest);
  target[kListenerRemoved]?.(type, rest.length);
}

/** Runs the listeners of `event` on `target`. What they throw is reported as uncaught and stops nothing. */
function dispatch(target, event) {
  beginDispatch(event, target);
  const { type } = event;
  const list = target[kEvents].get(type);
  if (list !== undefined) {
    const { length } = list;
    for (let i = 0; i < length; i++) callOne(target, type, list[i], event);
  }
  endDispatch(event);
}

function callOne(target, type, listener, event) {
  if (listener.removed || (isStoppedImmediately(event) && !listener.resistStop)) return;
  const callback = listener.target;
  if (listener.once || callback === undefined) {
    const list = target[kEvents].get(type);
    removeAt(target, type, list, list.indexOf(listener));
  }
  if (callback === undefined) return;
  try {
    setInPassiveListener(event, listener.passive);
    // A Node-style listener of a hybrid target is given the value the event stands for.
    const argument = listener.nodeStyle ? target[kNodeValue](event) : event;
    const result = typeof callback === 'function' ?
      callback.call(target, argument) :
      callback.handleEvent(argument);
    if (result !== undefined && result !== null) reportRejection(result);
  } catch (error) {
    reportUncaught(error);
  } finally {
    setInPassiveListener(event, false);
  }
}

/** Listeners are promised not to break the dispatch, so what they throw surfaces on the next tick. */
function reportUncaught(error) {
  process.nextTick(() => { throw error; });
}

function reportRejection(result) {
  const { then } = result;
  if (typeof then === 'function') then.call(result, undefined, reportUncaught);
}

/** The listeners of `type` as programs gave them. */
function listenersOf(target, type) {
  const list = target[kEvents]?.get(type) ?? [];
  return list.map((listener) => listener.target).filter((callback) => callback !== undefined);
}

/** Where a target keeps its `on...` attributes: a Map of type to Handler. */
const kHandlers = Symbol('kHandlers');

/** An `on...` attribute with a value; its listener stays in place when the value changes. */
class Handler {
  constructor(value) {
    this.value = value;
    const handler = this;
    this.listener = function(argument) {
      return handler.value.call(this, argument);
    };
  }
}

/**
 * Defines the event handler attribute `on${type}`: one listener whose place in the order is that of its first
 * assignment.
 */
function defineEventHandler(prototype, type, event = type) {
  const name = `on${type}`;
  const { get, set } = {
    get() {
      return this[kHandlers]?.get(event)?.value ?? null;
    },
    set(value) {
      const handlers = this[kHandlers] ??= new Map();
      const handler = handlers.get(event);
      if (handler !== undefined) {
        handler.value = value;
        if (typeof value === 'function') return;
        handlers.delete(event);
        removeListener(this, event, handler.listener, false);
      } else if (typeof value === 'function') {
        const handler = new Handler(value);
        handlers.set(event, handler);
        addListener(this, event, new Listener(handler.listener, NO_FLAGS), undefined);
      }
    },
  };
  Object.defineProperty(get, 'name', { __proto__: null, value: `get ${name}`, configurable: true });
  Object.defineProperty(set, 'name', { __proto__: null, value: `set ${name}`, configurable: true });
  Object.defineProperty(prototype, name, { __proto__: null, configurable: true, enumerable: true, get, set });
}

/** A hybrid target's translation of an event to the value its Node-style listeners take. */
const kNodeValue = Symbol('kNodeValue');

module.exports = {
  CustomEvent,
  Event,
  EventTarget,
  Listener,
  addListener,
  defineEventHandler,
  dispatch,
  initEventTarget,
  isEventTarget,
  kEvents,
  kListenerAdded,
  kListenerRemoved,
  kNodeValue,
  kResistStopPropagation,
  kTrustEvent,
  kWeakHandler,
  listenersOf,
  removeListener,
  get NodeEventTarget() {
    return require('internal:events/node_event_target').NodeEventTarget;
  },
};

const NO_FLAGS = {
  __proto__: null,
  capture: false,
  once: false,
  passive: false,
  nodeStyle: false,
  resistStop: false,
  weakOwner: undefined,
  signal: undefined,
};

function readOptions(options) {
  if (options === undefined || options === null || options === false) return NO_FLAGS;
  if (options === true) return { ...NO_FLAGS, capture: true };
  if (typeof options !== 'function') validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  return {
    capture: Boolean(options.capture),
    once: Boolean(options.once),
    passive: Boolean(options.passive),
    nodeStyle: false,
    resistStop: Boolean(options[kResistStopPropagation]),
    weakOwner: options[kWeakHandler],
    signal,
  };
}

function isListener(listener) {
  if (typeof listener === 'function' || (typeof listener === 'object' && listener !== null)) return true;
  if (listener === undefined || listener === null) return false;
  throw new ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

function webidlString(value) {
  if (typeof value === 'symbol') throw new ERR_INVALID_ARG_VALUE('value', value);
  return `${value}`;
}

function requireEventTarget(value) {
  if (!isEventTarget(value)) throw new ERR_INVALID_THIS('EventTarget');
}

/** Owner to the callbacks that live as long as it. */
const owned = new WeakMap();

function keepAliveWith(owner, callback) {
  const callbacks = owned.get(owner);
  if (callbacks === undefined) owned.set(owner, new Set([callback]));
  else callbacks.add(callback);
}

function warnOfUselessListener(target, type, listener) {
  const warning = new Error(`addEventListener called with ${listener} which has no effect.`);
  warning.name = 'AddEventListenerArgumentTypeWarning';
  warning.target = target;
  warning.type = type;
  process.emitWarning(warning);
}

function warnOfLeak(target, type, count) {
  const max = target[kMaxEventTargetListeners];
  if (max === 0 || count <= max || target[kMaxEventTargetListenersWarned]) return;
  target[kMaxEventTargetListenersWarned] = true;
  const { inspect } = require('internal:util/inspect');
  const warning = new Error(
    `Possible EventTarget memory leak detected. ${count} ${type} listeners added to ${inspect(target, { depth: -1 })}. ` +
    `MaxListeners is ${max}. Use events.setMaxListeners() to increase limit`);
  warning.name = 'MaxListenersExceededWarning';
  warning.target = target;
  warning.type = type;
  warning.count = count;
  process.emitWarning(warning);
}
