'use strict';

// Event and CustomEvent (https://dom.spec.whatwg.org/#interface-event). There is no tree here: an event visits its
// target only.

const { inspectAs } = require('internal:events/inspect');
const { now } = require('internal:perf_hooks/clock');
const { codes: { ERR_INVALID_THIS, ERR_MISSING_ARGS } } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');

const { defineProperties } = Object;

/** Constructor option of our own callers: the event comes from the runtime (`isTrusted`). */
const kTrustEvent = Symbol('kTrustEvent');

// What a dispatch does to an event. Set inside the class, which alone sees its fields.
let isEvent;
let isDispatching;
let isStoppedImmediately;
let setInPassiveListener;
let beginDispatch;
let endDispatch;

class Event {
  #type;
  #bubbles = false;
  #cancelable = false;
  #composed = false;
  #trusted = false;
  #defaultPrevented = false;
  #stopped = false;
  #stoppedImmediately = false;
  #dispatching = false;
  #inPassiveListener = false;
  #target = null;
  #timeStamp = now();

  /**
   * @param {string} type
   * @param {{ bubbles?: boolean, cancelable?: boolean, composed?: boolean }} [options]
   */
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (options !== undefined && options !== null) {
      validateObject(options, 'options');
      this.#bubbles = Boolean(options.bubbles);
      this.#cancelable = Boolean(options.cancelable);
      this.#composed = Boolean(options.composed);
      this.#trusted = options[kTrustEvent] === true;
    }
    this.#type = `${type}`;
  }

  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    requireEvent(this);
    if (this.#dispatching) return;
    this.#type = `${type}`;
    this.#bubbles = Boolean(bubbles);
    this.#cancelable = Boolean(cancelable);
  }

  stopImmediatePropagation() {
    requireEvent(this);
    // The dispatch asks after each listener whether to go on.
    this.#stopped = true;
    this.#stoppedImmediately = true;
  }

  preventDefault() {
    requireEvent(this);
    if (this.#cancelable && !this.#inPassiveListener) this.#defaultPrevented = true;
  }

  get target() {
    requireEvent(this);
    return this.#target;
  }

  get currentTarget() {
    requireEvent(this);
    return this.#dispatching ? this.#target : null;
  }

  get srcElement() {
    requireEvent(this);
    return this.#target;
  }

  get type() {
    requireEvent(this);
    return this.#type;
  }

  get cancelable() {
    requireEvent(this);
    return this.#cancelable;
  }

  get defaultPrevented() {
    requireEvent(this);
    return this.#defaultPrevented;
  }

  get timeStamp() {
    requireEvent(this);
    return this.#timeStamp;
  }

  composedPath() {
    requireEvent(this);
    return this.#dispatching ? [this.#target] : [];
  }

  get returnValue() {
    requireEvent(this);
    return !this.#defaultPrevented;
  }

  set returnValue(value) {
    requireEvent(this);
    if (!value) this.preventDefault();
  }

  get bubbles() {
    requireEvent(this);
    return this.#bubbles;
  }

  get composed() {
    requireEvent(this);
    return this.#composed;
  }

  get eventPhase() {
    requireEvent(this);
    return this.#dispatching ? Event.AT_TARGET : Event.NONE;
  }

  get cancelBubble() {
    requireEvent(this);
    return this.#stopped;
  }

  set cancelBubble(value) {
    requireEvent(this);
    if (value) this.#stopped = true;
  }

  stopPropagation() {
    requireEvent(this);
    this.#stopped = true;
  }

  get isTrusted() {
    requireEvent(this);
    return this.#trusted;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    requireEvent(this);
    const { name } = this.constructor;
    if (depth < 0) return name;
    return inspectAs(name, {
      type: this.#type,
      defaultPrevented: this.#defaultPrevented,
      cancelable: this.#cancelable,
      timeStamp: this.#timeStamp,
    }, options);
  }

  static {
    isEvent = (value) => typeof value === 'object' && value !== null && #type in value;
    isDispatching = (event) => event.#dispatching;
    isStoppedImmediately = (event) => event.#stoppedImmediately;
    setInPassiveListener = (event, value) => { event.#inPassiveListener = value; };
    beginDispatch = (event, target) => {
      event.#target = target;
      event.#dispatching = true;
    };
    endDispatch = (event) => {
      event.#dispatching = false;
      event.#stopped = false;
      event.#stoppedImmediately = false;
    };
  }
}

const enumerable = { __proto__: null, enumerable: true };

defineProperties(Event.prototype, {
  ...Object.fromEntries([
    'initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement', 'type',
    'cancelable', 'defaultPrevented', 'timeStamp', 'composedPath', 'returnValue', 'bubbles', 'composed',
    'eventPhase', 'cancelBubble', 'stopPropagation',
  ].map((name) => [name, enumerable])),
  isTrusted: { __proto__: null, enumerable: true, configurable: false },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'Event' },
});

defineProperties(Event, {
  NONE: { __proto__: null, enumerable: true, value: 0 },
  CAPTURING_PHASE: { __proto__: null, enumerable: true, value: 1 },
  AT_TARGET: { __proto__: null, enumerable: true, value: 2 },
  BUBBLING_PHASE: { __proto__: null, enumerable: true, value: 3 },
});

class CustomEvent extends Event {
  #detail;

  /**
   * @param {string} type
   * @param {{ bubbles?: boolean, cancelable?: boolean, composed?: boolean, detail?: unknown }} [options]
   */
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    if (!(#detail in this)) throw new ERR_INVALID_THIS('CustomEvent');
    return this.#detail;
  }
}

defineProperties(CustomEvent.prototype, {
  detail: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'CustomEvent' },
});

module.exports = {
  Event,
  CustomEvent,
  isEvent,
  kTrustEvent,
  isDispatching,
  beginDispatch,
  endDispatch,
  isStoppedImmediately,
  setInPassiveListener,
};

function requireEvent(value) {
  if (!isEvent(value)) throw new ERR_INVALID_THIS('Event');
}
