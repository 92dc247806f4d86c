'use strict';

/** https://w3c.github.io/web-locks/ over the native locks of the process. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateAbortSignal, validateDictionary, validateFunction } = require('internal:shared/validators');

const kConstruct = Symbol('construct');
const kModes = ['shared', 'exclusive'];
/** Outcomes of a request. */
const kGranted = 0;
const kNotAvailable = 1;

class Lock {
  #name;
  #mode;

  constructor(token, name, mode) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#mode = mode;
  }

  get name() { return this.#name; }
  get mode() { return this.#mode; }
}

class LockManager {
  constructor(token) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  /**
   * Calls `callback` with the lock when it is there, and holds it until the callback's promise is settled.
   * @param {string} name
   * @param {{ mode?: 'shared' | 'exclusive', ifAvailable?: boolean, steal?: boolean, signal?: AbortSignal } | Function} options
   * @param {(lock: Lock | null) => unknown} [callback]
   */
  async request(name, options, callback) {
    if (callback === undefined && typeof options === 'function') [options, callback] = [{}, options];
    const wanted = wantedOf(`${name}`, options ?? {});
    validateFunction(callback, 'callback');
    wanted.signal?.throwIfAborted();
    return await new Promise((resolve, reject) => ask(wanted, callback, resolve, reject));
  }

  /** @returns {Promise<{ held: object[], pending: object[] }>} */
  async query() {
    const held = [];
    const pending = [];
    for (const [name, isExclusive, isHeld, thread] of binding.queryLocks()) {
      const info = { name, mode: isExclusive ? 'exclusive' : 'shared', clientId: `node-${process.pid}-${thread}` };
      // Pending ones in the order of their turn; of those that are held, the latest comes first.
      if (isHeld) held.unshift(info);
      else pending.push(info);
    }
    return { held, pending };
  }
}

function wantedOf(name, options) {
  validateDictionary(options, 'options');
  const { mode = 'exclusive', ifAvailable = false, steal = false, signal } = options;
  if (!kModes.includes(mode)) throw new codes.ERR_INVALID_ARG_VALUE('options.mode', mode, `must be one of: ${kModes.map((known) => `'${known}'`).join(', ')}`);
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  if (name.startsWith('-')) throw notSupported("Lock name may not start with hyphen '-'");
  if (ifAvailable && steal) throw notSupported('ifAvailable and steal are mutually exclusive');
  if (steal && mode !== 'exclusive') throw notSupported("mode: 'exclusive' must be used with steal");
  if (signal !== undefined && (steal || ifAvailable)) throw notSupported('signal cannot be used with steal or ifAvailable');
  return { name, mode, ifAvailable: !!ifAvailable, steal: !!steal, signal };
}

function ask({ name, mode, ifAvailable, steal, signal }, callback, resolve, reject) {
  function onAbort() {
    binding.releaseLock(id);
    reject(signal.reason);
  }
  const id = binding.requestLock(name, mode === 'exclusive', ifAvailable, steal, (outcome) => {
    signal?.removeEventListener('abort', onAbort);
    if (outcome === kGranted) hold(id, new Lock(kConstruct, name, mode), callback, resolve, reject);
    else if (outcome === kNotAvailable) settle(callback, null).then(resolve, reject);
    else reject(domException('The lock was stolen by another request', 'AbortError'));
  });
  signal?.addEventListener('abort', onAbort, { once: true });
}

function hold(id, lock, callback, resolve, reject) {
  settle(callback, lock).finally(() => binding.releaseLock(id)).then(resolve, reject);
}

async function settle(callback, lock) {
  return await callback(lock);
}

function notSupported(text) {
  return domException(text, 'NotSupportedError');
}

function domException(text, name) {
  const { DOMException } = require('internal:web/dom_exception');
  return new DOMException(text, name);
}

for (const [Class, names] of [[Lock, ['name', 'mode']], [LockManager, ['request', 'query']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
}

module.exports = { Lock, LockManager, locks: new LockManager(kConstruct) };
