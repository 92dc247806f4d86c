'use strict';

/** `node:readline`. */

const { promisify } = require('node:util');
const { AbortError } = require('internal:shared/errors');
const { validateAbortSignal } = require('internal:shared/validators');
const { InterfaceBase } = require('internal:readline/interface');
const { emitKeypressEvents } = require('internal:readline/keypress');
const { clearLine, clearScreenDown, cursorTo, moveCursor } = require('internal:readline/cursor');

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  InterfaceBase.call(this, input, output, completer, terminal);
}
Object.setPrototypeOf(Interface.prototype, InterfaceBase.prototype);
Object.setPrototypeOf(Interface, InterfaceBase);

/**
 * @param {string} query
 * @param {{ signal?: AbortSignal }} [options]
 * @param {(answer: string) => void} callback
 */
Interface.prototype.question = function question(query, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const signal = options?.signal;
  if (signal !== undefined && signal !== null) {
    validateAbortSignal(signal, 'options.signal');
    if (signal.aborted) return;
    callback = untilAborted(this, signal, callback);
  }
  if (typeof callback === 'function') this._ask(query, callback);
};

function untilAborted(iface, signal, callback) {
  const { addAbortListener } = require('node:events');
  const registration = addAbortListener(signal, () => iface._cancelQuestion());
  return (answer) => {
    registration[Symbol.dispose]();
    callback(answer);
  };
}

Object.defineProperty(Interface.prototype.question, promisify.custom, {
  __proto__: null,
  value: function question(query, options) {
    const signal = options?.signal;
    if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
    return new Promise((resolve, reject) => {
      if (!signal) {
        this.question(query, options, resolve);
        return;
      }
      const { addAbortListener } = require('node:events');
      const registration = addAbortListener(signal, () => reject(new AbortError(undefined, { cause: signal.reason })));
      this.question(query, options, (answer) => {
        registration[Symbol.dispose]();
        resolve(answer);
      });
    });
  },
});

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
};

Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return require('node:readline/promises');
  },
});
