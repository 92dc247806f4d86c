'use strict';

/** `process.finalization`: callbacks for objects that are still alive when the process exits. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');

/** @returns {{ register: Function, registerBeforeExit: Function, unregister: Function }} */
function createFinalization() {
  const sets = { exit: new FinalizationSet('exit'), beforeExit: new FinalizationSet('beforeExit') };

  return {
    register(object, callback) {
      warn('register');
      sets.exit.add(object, callback);
    },
    registerBeforeExit(object, callback) {
      warn('registerBeforeExit');
      sets.beforeExit.add(object, callback);
    },
    unregister(object) {
      warn('unregister');
      if (!object) return;
      sets.exit.remove(object);
      sets.beforeExit.remove(object);
    },
  };
}

const warned = new Set();

/** Once for each function. @param {string} name */
function warn(name) {
  if (warned.has(name)) return;
  warned.add(name);
  process.emitWarning(`process.finalization.${name} is an experimental feature and might change at any time`, 'ExperimentalWarning');
}

/** The registered objects of one event, none of them kept alive. */
class FinalizationSet {
  constructor(event) {
    this.event = event;
    /** @type {Set<{ ref: WeakRef<object>, callback: Function }>} */
    this.entries = new Set();
    this.collected = new FinalizationRegistry((entry) => this.delete(entry));
    this.listener = () => this.run();
  }

  add(object, callback) {
    if ((typeof object !== 'object' && typeof object !== 'function') || object === null || Array.isArray(object)) {
      throw new codes.ERR_INVALID_ARG_TYPE('obj', 'Object', object);
    }
    validateFunction(callback, 'fn');
    const entry = { ref: new WeakRef(object), callback };
    if (this.entries.size === 0) process.on(this.event, this.listener);
    this.entries.add(entry);
    this.collected.register(object, entry, object);
  }

  remove(object) {
    this.collected.unregister(object);
    for (const entry of this.entries) {
      if (entry.ref.deref() === object) this.delete(entry);
    }
  }

  delete(entry) {
    if (this.entries.delete(entry) && this.entries.size === 0) process.off(this.event, this.listener);
  }

  run() {
    for (const entry of this.entries) {
      this.entries.delete(entry);
      const object = entry.ref.deref();
      if (object !== undefined) entry.callback(object, this.event);
    }
    process.off(this.event, this.listener);
  }
}

module.exports = { createFinalization };
