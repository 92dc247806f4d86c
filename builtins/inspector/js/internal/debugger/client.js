'use strict';

/** The debugger's side of the protocol: calls with their answers, and events. */

const EventEmitter = require('node:events');
const { codes } = require('internal:shared/errors');

/** Emits the method of each event of the protocol with its parameters, and `close`. */
class Client extends EventEmitter {
  #socket = null;
  #lastId = 0;
  /** @type {Map<number, { resolve: Function, reject: Function }>} */
  #waiting = new Map();

  /** Connects to the first target that `host:port` offers. */
  async connect(host, port) {
    const [target] = await fetchTargets(host, port);
    const { WebSocket } = require('internal:web/websocket');
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = ({ error, message }) => reject(connectionError(error, message));
    });
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    socket.onerror = () => {};
    socket.onclose = () => this.#ended();
    this.#socket = socket;
  }

  /** @param {string} method @param {object} [params] @returns {Promise<any>} the result */
  call(method, params = {}) {
    if (this.#socket === null) return Promise.reject(new codes.ERR_DEBUGGER_ERROR('Use `run` to start the app again.'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  disconnect() {
    this.#socket?.close();
    this.#ended();
  }

  #take({ id, result, error, method, params }) {
    if (id === undefined) {
      this.emit(method, params);
      return;
    }
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) call?.reject(protocolError(error));
    else call?.resolve(result);
  }

  #ended() {
    if (this.#socket === null) return;
    this.#socket = null;
    for (const { reject } of this.#waiting.values()) reject(new codes.ERR_DEBUGGER_ERROR('Debugger session ended'));
    this.#waiting.clear();
    this.emit('close');
  }
}

function protocolError({ code, message }) {
  const error = new Error(message);
  error.code = code;
  Error.captureStackTrace(error, protocolError);
  error.stack = error.stack.replace(/^Error/, `Error [${code}]`);
  return error;
}

function connectionError(error, message) {
  const text = `${error?.message ?? message}`;
  // What answered does not know the protocol of web sockets.
  return new codes.ERR_DEBUGGER_ERROR(/accept/i.test(text) ? 'WebSocket secret mismatch' : text);
}

function fetchTargets(host, port) {
  const http = require('node:http');
  return new Promise((resolve, reject) => {
    const request = http.get({ host, port, path: '/json', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => {
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on('error', reject);
  });
}

module.exports = { Client };
