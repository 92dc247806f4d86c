'use strict';

/** Makes every EventEmitter remember the domain it was made in and run its listeners there. Installed when `node:domain` loads. */

const EventEmitter = require('node:events');
const hooks = require('internal:async_hooks/hooks');
const { active, emitWithStack, entered, setStack } = require('internal:domain/stack');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');

/** @param {Function} Domain whose own emitters are not members */
function followEmitters(Domain) {
  const { init } = EventEmitter;
  const { emit } = EventEmitter.prototype;

  EventEmitter.usingDomains = true;

  EventEmitter.init = function(options) {
    const domain = this instanceof Domain ? null : active() ?? null;
    Object.defineProperty(this, 'domain', { __proto__: null, configurable: true, enumerable: false, value: domain, writable: true });
    return Reflect.apply(init, this, [options]);
  };

  EventEmitter.prototype.emit = function(...args) {
    const { domain } = this;
    const type = args[0];
    if (domain === null || domain === undefined || this === process) return Reflect.apply(emit, this, args);
    if (type === 'error' && this.listenerCount('error') === 0) return emitToDomain(this, domain, args);
    domain.enter();
    const result = Reflect.apply(emit, this, args);
    domain.exit();
    return result;
  };
}

/** An `error` that nobody listens to goes to the emitter's domain; what its listener throws goes to the domain below. */
function emitToDomain(emitter, domain, args) {
  const error = args.length > 1 && args[1] ? args[1] : new codes.ERR_UNHANDLED_ERROR(args[1]);
  if (typeof error === 'object') {
    error.domainEmitter = emitter;
    attach(error, domain);
    error.domainThrown = false;
  }
  let below = entered();
  while (below.at(-1) === domain) below = below.slice(0, -1);
  withStackUnlessThrown(below, () => domain.emit('error', error));
  return false;
}

/** A thrown error must find the stack as the listener had it: the uncaught handler looks there. */
function withStackUnlessThrown(domains, fn) {
  let thrown;
  let failed = false;
  emitWithStack(domains, () => {
    try {
      fn();
    } catch (error) {
      failed = true;
      thrown = error;
    }
  });
  if (!failed) return;
  setStack(domains);
  throw thrown;
}

/** Makes async resources know the domain they were made in. */
function followResources() {
  hooks.enable({
    init(asyncId, type, triggerAsyncId, resource) {
      const domain = active();
      if (domain) attach(resource, domain);
    },
    tracksPromises: false,
  });
}

/** Notes the domain on an error, out of sight of loops and printing. */
function attach(error, domain) {
  Object.defineProperty(error, 'domain', { __proto__: null, configurable: true, enumerable: false, value: domain, writable: true });
}

module.exports = { followEmitters, followResources, attach };
