'use strict';

/** `inspector.Session`: a front end in the program itself. */

const EventEmitter = require('node:events');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateObject, validateString } = require('internal:shared/validators');
const { isMainThread } = require('internal:worker_threads/this_thread');
const { joinConsole } = require('internal:inspector/console');

/**
 * Emits `inspectorNotification` and the method of each event of the protocol.
 */
class Session extends EventEmitter {
  #connection = null;
  #nextId = 1;
  /** Callbacks of the calls that wait for their answer. @type {Map<number, Function>} */
  #callbacks = new Map();

  /** Connects to the inspector of this thread. */
  connect() {
    this.#connectBy(binding.Connection);
  }

  /** Connects a worker's session to the inspector of the main thread. */
  connectToMainThread() {
    if (isMainThread) throw new codes.ERR_INSPECTOR_NOT_WORKER();
    this.#connectBy(binding.MainThreadConnection);
  }

  #connectBy(Connection) {
    if (this.#connection !== null) throw new codes.ERR_INSPECTOR_ALREADY_CONNECTED('The inspector session');
    joinConsole();
    this.#connection = new Connection((text) => this.#take(JSON.parse(text)));
  }

  /**
   * @param {string} method
   * @param {object} [params]
   * @param {(error: Error | null, result?: object) => void} [callback]
   */
  post(method, params, callback) {
    validateString(method, 'method');
    if (callback === undefined && typeof params === 'function') {
      callback = params;
      params = null;
    }
    if (params) validateObject(params, 'params');
    if (callback) validateFunction(callback, 'callback');
    if (this.#connection === null) throw new codes.ERR_INSPECTOR_NOT_CONNECTED();
    const id = this.#nextId++;
    const message = { id, method };
    if (params) message.params = params;
    if (callback) this.#callbacks.set(id, callback);
    this.#connection.dispatch(JSON.stringify(message));
  }

  /** The program goes on where the engine speaks; what a listener throws becomes a warning. */
  #take(message) {
    try {
      if (message.id) this.#answer(message);
      else this.#announce(message);
    } catch (error) {
      process.emitWarning(error);
    }
  }

  #answer({ id, error, result }) {
    const callback = this.#callbacks.get(id);
    this.#callbacks.delete(id);
    if (callback === undefined) return;
    if (error) callback(new codes.ERR_INSPECTOR_COMMAND(error.code, error.message));
    else callback(null, result);
  }

  #announce(message) {
    this.emit(message.method, message);
    this.emit('inspectorNotification', message);
  }

  /** Ends the session. Calls without an answer fail. */
  disconnect() {
    if (this.#connection === null) return;
    this.#connection.disconnect();
    this.#connection = null;
    const waiting = [...this.#callbacks.values()];
    this.#callbacks.clear();
    this.#nextId = 1;
    for (const callback of waiting) process.nextTick(callback, new codes.ERR_INSPECTOR_CLOSED());
  }
}

module.exports = { Session };
