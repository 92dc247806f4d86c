'use strict';

// AbortController and AbortSignal (https://dom.spec.whatwg.org/#aborting-ongoing-activities).
//
// Lifetimes. A timer and the sources of a dependent signal hold the signal weakly, so that one nobody can observe
// costs nothing. A listener makes it observable: then the timer, or each source, holds it strongly. A dependent
// signal holds its sources.

const {
  Event,
  EventTarget,
  defineEventHandler,
  dispatch,
  kListenerAdded,
  kListenerRemoved,
  kTrustEvent,
} = require('internal:events/event_target');
const { kMaxEventTargetListeners } = require('internal:events/limits');
const { inspectAs } = require('internal:events/inspect');
const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal:shared/errors');
const { validateAbortSignal, validateUint32 } = require('internal:shared/validators');
const { DOMException } = require('internal:web/dom_exception');
const { toSequence } = require('internal:web/webidl');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kMake = Symbol('make');

let abortSignal;
let isSignal;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  /** The signals that a dependent signal follows; none of them is itself dependent. */
  #sources = [];
  /** WeakRefs to the signals that follow this one, and strongly those of them that have listeners. */
  #dependents = undefined;
  #observed = undefined;
  /** For a timeout signal: what its timer holds. */
  #timer = undefined;

  constructor(token = undefined) {
    if (token !== kMake) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
    // Many things wait for one signal; that is no leak.
    this[kMaxEventTargetListeners] = 0;
  }

  get aborted() {
    requireSignal(this);
    return this.#aborted;
  }

  get reason() {
    requireSignal(this);
    return this.#reason;
  }

  throwIfAborted() {
    requireSignal(this);
    if (this.#aborted) throw this.#reason;
  }

  [kInspect](depth, options) {
    return depth < 0 ? this : inspectAs(this.constructor.name, { aborted: this.aborted }, options);
  }

  /** An aborted signal. */
  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    const signal = new AbortSignal(kMake);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  /** A signal that aborts after `delay` milliseconds; its timer does not keep the process alive. */
  static timeout(delay) {
    validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(kMake);
    signal.#timer = { signal: new WeakRef(signal), held: undefined };
    require('node:timers').setTimeout(expire, delay, signal.#timer).unref();
    return signal;
  }

  /** A signal that aborts with the first of `signals`. */
  static any(signals) {
    const sources = toSequence(signals, 'signals');
    sources.forEach((source, index) => validateAbortSignal(source, `signals[${index}]`));
    const aborted = sources.find((source) => source.#aborted);
    if (aborted !== undefined) return AbortSignal.abort(aborted.#reason);

    const result = new AbortSignal(kMake);
    // A dependent source is replaced by its own sources, so that the graph stays one level deep.
    const origins = new Set(sources.flatMap((source) => (source.#sources.length > 0 ? source.#sources : source)));
    result.#sources = [...origins];
    for (const origin of origins) origin.#addDependent(result);
    return result;
  }

  [kListenerAdded](type) {
    if (type === 'abort' && !this.#aborted) this.#hold();
  }

  [kListenerRemoved](type, count) {
    if (type === 'abort' && count === 0) this.#release();
  }

  #addDependent(signal) {
    this.#dependents ??= new Set();
    const reference = new WeakRef(signal);
    this.#dependents.add(reference);
    collected ??= new FinalizationRegistry(({ dependents, reference }) => dependents.delete(reference));
    collected.register(signal, { dependents: this.#dependents, reference });
  }

  #hold() {
    if (this.#timer !== undefined) this.#timer.held = this;
    this.#sources.forEach((source) => {
      source.#observed ??= new Set();
      source.#observed.add(this);
      source.#hold();
    });
  }

  #release() {
    if (this.#timer !== undefined && !(this.#observed?.size > 0)) this.#timer.held = undefined;
    for (const source of this.#sources) source.#observed?.delete(this);
  }

  /** Aborts this signal and those that follow it: all states first, then all events. */
  #abort(reason) {
    if (this.#aborted) return;
    const affected = [this];
    this.#dependents?.forEach((reference) => {
      const dependent = reference.deref();
      if (dependent !== undefined && !dependent.#aborted) affected.push(dependent);
    });
    affected.forEach((signal) => {
      signal.#aborted = true;
      signal.#reason = reason;
    });
    this.#dependents = undefined;
    this.#observed = undefined;
    affected.forEach((signal) => dispatch(signal, new Event('abort', { [kTrustEvent]: true })));
  }

  static {
    abortSignal = (signal, reason) => signal.#abort(reason);
    isSignal = (value) => typeof value === 'object' && value !== null && #aborted in value;
  }
}

Object.defineProperties(AbortSignal.prototype, {
  aborted: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'AbortSignal' },
});
defineEventHandler(AbortSignal.prototype, 'abort');

class AbortController {
  // Made when asked for: many controllers are passed around and never aborted or watched.
  #signal = undefined;

  get signal() {
    return this.#signal ??= new AbortSignal(kMake);
  }

  abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    abortSignal(this.#signal ??= new AbortSignal(kMake), reason);
  }

  [kInspect](depth, options) {
    return depth < 0 ? this : inspectAs(this.constructor.name, { signal: this.signal }, options);
  }
}

Object.defineProperties(AbortController.prototype, {
  signal: { __proto__: null, enumerable: true },
  abort: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'AbortController' },
});

module.exports = { AbortController, AbortSignal };

/** Forgets followers that were collected. Made on first use: a registry cannot be in the startup snapshot. */
let collected;

/** The body of a timeout signal's timer. */
function expire(timer) {
  const signal = timer.signal.deref();
  if (signal === undefined) return;
  timer.held = undefined;
  abortSignal(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
}

function requireSignal(value) {
  if (!isSignal(value)) throw new ERR_INVALID_THIS('AbortSignal');
}
