'use strict';

/** `node:domain`: deprecated grouping of I/O, kept for programs that still use it. */

const EventEmitter = require('node:events');
const { setDetour } = require('internal:async_hooks/native_callbacks');
const { attach, followEmitters, followResources } = require('internal:domain/emitters');
const { active, entered, enter, exit, setStack, withStack } = require('internal:domain/stack');
const process = require('internal:process/object');
const uncaught = require('internal:process/uncaught');
const { codes } = require('internal:shared/errors');

class Domain extends EventEmitter {
  constructor() {
    super();
    /** Emitters that were added by hand. */
    this.members = [];
  }

  /** Makes this the active domain. */
  enter() {
    enter(this);
  }

  /** Leaves this domain and those entered after it. */
  exit() {
    exit(this);
  }

  /** @param {EventEmitter} emitter */
  add(emitter) {
    if (emitter.domain === this) return;
    if (emitter.domain) emitter.domain.remove(emitter);
    // A domain in itself, over any number of steps, would never find an end.
    if (this.domain && emitter instanceof Domain) {
      for (let outer = this.domain; outer; outer = outer.domain) {
        if (emitter === outer) return;
      }
    }
    attach(emitter, this);
    this.members.push(emitter);
  }

  /** @param {EventEmitter} emitter */
  remove(emitter) {
    emitter.domain = null;
    const at = this.members.indexOf(emitter);
    if (at >= 0) this.members.splice(at, 1);
  }

  /** Calls `fn(...args)` in this domain. Left entered when it throws, so that the uncaught handler finds it. */
  run(fn, ...args) {
    this.enter();
    const result = Reflect.apply(fn, this, args);
    this.exit();
    return result;
  }

  /** A function that calls `callback` in this domain, without its first argument, which goes to the domain as an error when set. */
  intercept(callback) {
    const domain = this;
    return bound(domain, function(...args) {
      const error = args[0];
      if (error && error instanceof Error) {
        error.domainBound = callback;
        error.domainThrown = false;
        attach(error, domain);
        domain.emit('error', error);
        return undefined;
      }
      return runBound(domain, callback, this, args.slice(1));
    });
  }

  /** A function that calls `callback` in this domain. */
  bind(callback) {
    const domain = this;
    return bound(domain, function(...args) {
      return runBound(domain, callback, this, args);
    });
  }

  /** Takes an exception. @returns {boolean} whether a listener took it */
  _errorHandler(error) {
    return handle(this, error);
  }
}

function bound(domain, fn) {
  Object.defineProperty(fn, 'domain', { __proto__: null, configurable: true, enumerable: false, value: domain, writable: true });
  return fn;
}

function runBound(domain, callback, thisArg, args) {
  domain.enter();
  const result = Reflect.apply(callback, thisArg, args);
  domain.exit();
  return result;
}

/** Calls what a native addon calls back, in the domain that it names as a property of the receiver. */
function callBack(callback, ...args) {
  const { domain } = this;
  if (!(domain instanceof Domain)) return Reflect.apply(callback, this, args);
  warnOfProperty(this, callback);
  return runBound(domain, callback, this, args);
}

let hasWarned = false;

function warnOfProperty(receiver, callback) {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning(
    'Using a domain property in MakeCallback is deprecated. Use the async_context variant of MakeCallback or the AsyncResource class instead. ' +
    `(Triggered by calling ${callback.name || '<anonymous>'} on ${receiver.constructor.name}.)`, 'DeprecationWarning', 'DEP0097');
}

/** Gives an exception to the active domain, before `uncaughtException` listeners see it. */
function intercept(error) {
  const domain = active();
  return domain ? handle(domain, error) : false;
}

/**
 * Emits `error` on `domain` with it and what lies above it left. What the listener throws goes to the domain below, or is uncaught.
 */
function handle(domain, error) {
  if ((typeof error === 'object' && error !== null) || typeof error === 'function') {
    attach(error, domain);
    error.domainThrown = true;
  }
  const domains = entered();
  const below = domains.slice(0, Math.max(0, domains.lastIndexOf(domain)));
  if (domain.listenerCount('error') === 0) {
    setStack(below);
    return below.length > 0 && handle(below.at(-1), error);
  }
  if (below.length === 0) {
    const result = withStack([], () => domain.emit('error', error));
    setStack([]);
    return result;
  }
  try {
    return withStack(below, () => domain.emit('error', error));
  } catch (second) {
    setStack(below);
    if (handle(below.at(-1), second)) return true;
    throw second;
  } finally {
    setStack([]);
  }
}

/** @returns {Domain} */
function createDomain() {
  return new Domain();
}

if (uncaught.hasUncaughtExceptionCaptureCallback()) throw new codes.ERR_DOMAIN_CALLBACK_NOT_AVAILABLE();
uncaught.refuseCapture(() => new codes.ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE());
uncaught.addInterceptor(intercept);
followEmitters(Domain);
followResources();
setDetour(callBack);

function setActive(domain) {
  setStack(domain === null || domain === undefined ? [] : entered().slice(0, -1).concat(domain));
}

const activeProperty = { __proto__: null, get: active, set: setActive, enumerable: true, configurable: true };
Object.defineProperty(process, 'domain', activeProperty);

module.exports = { Domain, createDomain, create: createDomain };
Object.defineProperty(module.exports, '_stack', { __proto__: null, get: entered, enumerable: true, configurable: true });
Object.defineProperty(module.exports, 'active', activeProperty);
