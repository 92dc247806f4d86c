'use strict';

// The EventEmitter itself. `node:events` adds the static helpers.
//
// Invariant that lets `emit` run without copying: a listener array is only ever appended to. Every other change
// (removal, prepending) installs a new array, so an emission that captured an array and its length sees exactly the
// listeners that were there when it began.

const process = require('internal:process/object');
const { throwUnhandled } = require('internal:events/unhandled_error');
const { validateBoolean, validateFunction, validateNumber } = require('internal:shared/validators');

const { apply, ownKeys } = Reflect;
const { getPrototypeOf } = Object;

const kCapture = Symbol('kCapture');
const kShapeMode = Symbol('shapeMode');
const kErrorMonitor = Symbol('events.errorMonitor');
const kRejection = Symbol.for('nodejs.rejection');

let defaultMaxListeners = 10;

/**
 * @param {{ captureRejections?: boolean }} [options]
 */
function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;

/**
 * Fills in the state of one emitter; also what mixins and old-style subclasses call.
 * An emitter that arrives with its own `_events` (streams preset the keys they use) keeps that shape for life:
 * removal then stores `undefined` rather than deleting.
 */
EventEmitter.init = function(options) {
  if (this._events === undefined || this._events === getPrototypeOf(this)._events) {
    this[kShapeMode] = false;
    this._events = { __proto__: null };
    this._eventsCount = 0;
  } else {
    this[kShapeMode] = true;
  }
  this._maxListeners = this._maxListeners || undefined;

  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
};

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
};

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return maxListenersOf(this);
};

/**
 * Calls the listeners of `type` in order. V8 forwards the arguments from the stack: rest parameters and `apply`
 * measure the same here as spelled-out argument counts.
 * @returns {boolean} whether there was a listener
 */
EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') emitErrorFirst(this, events, args);
  if (events === undefined) return false;
  const handler = events[type];
  if (handler === undefined) return false;

  if (typeof handler === 'function') {
    const result = apply(handler, this, args);
    if (result !== undefined && result !== null && this[kCapture]) captureRejection(this, result, type, args);
    return true;
  }
  const { length } = handler;
  for (let i = 0; i < length; i++) {
    const result = apply(handler[i], this, args);
    if (result !== undefined && result !== null && this[kCapture]) captureRejection(this, result, type, args);
  }
  return true;
};

EventEmitter.prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};

EventEmitter.prototype.on = EventEmitter.prototype.addListener;

EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};

EventEmitter.prototype.once = function once(type, listener) {
  validateFunction(listener, 'listener');
  this.on(type, wrapOnce(this, type, listener));
  return this;
};

EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
  validateFunction(listener, 'listener');
  this.prependListener(type, wrapOnce(this, type, listener));
  return this;
};

/** Removes the most recently added registration of `listener`. */
EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  validateFunction(listener, 'listener');
  const events = this._events;
  if (events === undefined) return this;
  const registered = events[type];
  if (registered === undefined) return this;

  if (typeof registered === 'function') {
    if (registered !== listener && registered.listener !== listener) return this;
    dropType(this, type);
    if (this._events.removeListener) this.emit('removeListener', type, registered.listener || listener);
    return this;
  }
  const position = lastRegistration(registered, listener);
  if (position < 0) return this;
  events[type] = withoutEntry(registered, position);
  // As it was given: of several, one that `once` wraps is told of as the wrapper when that removes itself.
  if (events.removeListener !== undefined) this.emit('removeListener', type, listener);
  return this;
};

EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (events.removeListener === undefined) {
    if (arguments.length === 0) dropAll(this);
    else if (events[type] !== undefined) dropType(this, type);
    this[kShapeMode] = false;
    return this;
  }
  if (arguments.length === 0) {
    for (const key of ownKeys(events)) {
      if (key !== 'removeListener') this.removeAllListeners(key);
    }
    this.removeAllListeners('removeListener');
    dropAll(this);
    this[kShapeMode] = false;
    return this;
  }
  removeEach(this, type, events[type]);
  return this;
};

EventEmitter.prototype.listeners = function listeners(type) {
  return listenersOf(this, type, unwrap);
};

EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listenersOf(this, type, undefined);
};

EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const registered = this._events?.[type];
  if (registered === undefined) return 0;
  if (typeof registered === 'function') {
    return listener == null || isRegistrationOf(registered, listener) ? 1 : 0;
  }
  if (listener == null) return registered.length;
  let count = 0;
  for (let i = 0; i < registered.length; i++) {
    if (isRegistrationOf(registered[i], listener)) count++;
  }
  return count;
};

EventEmitter.prototype.eventNames = function eventNames() {
  if (!(this._eventsCount > 0)) return [];
  const events = this._events;
  return ownKeys(events).filter((type) => events[type] !== undefined);
};

Object.defineProperty(EventEmitter.prototype, kCapture, {
  __proto__: null,
  value: false,
  writable: true,
  enumerable: false,
});

module.exports = {
  EventEmitter,
  kCapture,
  kErrorMonitor,
  kRejection,
  getDefaultMaxListeners: () => defaultMaxListeners,
  setDefaultMaxListeners: (n) => { defaultMaxListeners = n; },
  listenersOf,
};

function maxListenersOf(emitter) {
  return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

/** What precedes the listeners of 'error': the monitor, and the throw when nobody listens. */
function emitErrorFirst(emitter, events, args) {
  if (events?.[kErrorMonitor] !== undefined) Reflect.apply(emitter.emit, emitter, [kErrorMonitor].concat(args));
  if (events === undefined || events.error === undefined) throwUnhandled(emitter, args[0]);
}

function captureRejection(emitter, result, type, args) {
  try {
    // Read once: `then` may be an accessor.
    const { then } = result;
    if (typeof then === 'function') {
      then.call(result, undefined, (reason) => {
        // On the next tick, so that a listener which throws is an uncaught exception, not an unhandled rejection.
        process.nextTick(deliverRejection, emitter, reason, type, args);
      });
    }
  } catch (error) {
    emitter.emit('error', error);
  }
}

function deliverRejection(emitter, reason, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](reason, type, ...args);
    return;
  }
  // A rejecting 'error' listener must not bring itself back.
  const capture = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', reason);
  } finally {
    emitter[kCapture] = capture;
  }
}

function add(emitter, type, listener, atFront) {
  validateFunction(listener, 'listener');
  let events = emitter._events;
  if (events === undefined) {
    events = emitter._events = { __proto__: null };
    emitter._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    // Before the listener is in, so that a listener for 'newListener' is not told of itself.
    emitter.emit('newListener', type, listener.listener ?? listener);
    events = emitter._events;
  }
  const registered = events[type];
  if (registered === undefined) {
    events[type] = listener;
    ++emitter._eventsCount;
    return emitter;
  }
  const list = events[type] = withEntry(registered, listener, atFront);
  const max = maxListenersOf(emitter);
  if (max > 0 && list.length > max && !list.warned) warnOfLeak(emitter, type, list);
  return emitter;
}

function withEntry(registered, listener, atFront) {
  if (typeof registered === 'function') return atFront ? [listener, registered] : [registered, listener];
  if (!atFront) {
    registered.push(listener);
    return registered;
  }
  return keepWarned([listener].concat(registered), registered);
}

function withoutEntry(registered, position) {
  if (registered.length === 2) return registered[1 - position];
  const rest = registered.slice();
  rest.splice(position, 1);
  return keepWarned(rest, registered);
}

function keepWarned(list, previous) {
  if (previous.warned) list.warned = true;
  return list;
}

function warnOfLeak(emitter, type, list) {
  list.warned = true;
  const { inspect } = require('internal:util/inspect');
  const target = inspect(emitter, { depth: -1 });
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners added to ${target}. ` +
    `MaxListeners is ${maxListenersOf(emitter)}. Use emitter.setMaxListeners() to increase limit`);
  warning.name = 'MaxListenersExceededWarning';
  warning.emitter = emitter;
  warning.type = type;
  warning.count = list.length;
  process.emitWarning(warning);
}

function wrapOnce(target, type, listener) {
  const state = { fired: false, wrapped: undefined, target, type, listener };
  const wrapped = onceWrapper.bind(state);
  wrapped.listener = listener;
  state.wrapped = wrapped;
  return wrapped;
}

function onceWrapper(...args) {
  if (this.fired) return undefined;
  this.target.removeListener(this.type, this.wrapped);
  this.fired = true;
  return apply(this.listener, this.target, args);
}

function dropType(emitter, type) {
  emitter._eventsCount -= 1;
  if (emitter[kShapeMode]) emitter._events[type] = undefined;
  else if (emitter._eventsCount === 0) emitter._events = { __proto__: null };
  else delete emitter._events[type];
}

function dropAll(emitter) {
  emitter._events = { __proto__: null };
  emitter._eventsCount = 0;
}

/** Last in, first out, so that 'removeListener' reports them in that order. */
function removeEach(emitter, type, registered) {
  if (registered === undefined) return;
  if (typeof registered === 'function') {
    emitter.removeListener(type, registered);
    return;
  }
  for (let i = registered.length - 1; i >= 0; i--) emitter.removeListener(type, registered[i]);
}

function lastRegistration(list, listener) {
  for (let i = list.length - 1; i >= 0; i--) {
    if (isRegistrationOf(list[i], listener)) return i;
  }
  return -1;
}

function isRegistrationOf(registered, listener) {
  return registered === listener || registered.listener === listener;
}

function unwrap(listener) {
  return listener.listener || listener;
}

function listenersOf(emitter, type, map) {
  const registered = emitter._events?.[type];
  if (registered === undefined) return [];
  const list = typeof registered === 'function' ? [registered] : registered.slice();
  return map === undefined ? list : list.map(map);
}
