'use strict';

/**
 * Connections of a server that live in another process. The server's process asks how many there are and when the last one is closed; the
 * other process answers. A list stands for the connections of one server on one channel.
 */

const EventEmitter = require('node:events');
const { codes } = require('internal:shared/errors');

const kCount = 'NODE_SOCKET_COUNT';
const kGetCount = 'NODE_SOCKET_GET_COUNT';
const kAllClosed = 'NODE_SOCKET_ALL_CLOSED';
const kNotifyClose = 'NODE_SOCKET_NOTIFY_CLOSE';

/** In the process of the server. */
class SentSockets extends EventEmitter {
  constructor(target, key) {
    super();
    this.target = target;
    this.key = key;
    target.once('exit', () => this.emit('exit', this));
  }

  /** @param {(error: Error | null, count?: number) => void} callback */
  getConnections(callback) {
    this.#ask(kGetCount, kCount, (error, answer) => callback(error, answer?.count));
  }

  /** Calls back when all of them are closed, or their process is gone. */
  close(callback) {
    this.#ask(kNotifyClose, kAllClosed, callback);
  }

  #ask(cmd, answer, callback) {
    const { target, key } = this;
    if (!target.connected) {
      callback(new codes.ERR_CHILD_CLOSED_BEFORE_REPLY());
      return;
    }
    const gone = () => {
      target.removeListener('internalMessage', answered);
      callback(new codes.ERR_CHILD_CLOSED_BEFORE_REPLY());
    };
    const answered = (message) => {
      if (message.cmd !== answer || message.key !== key) return;
      target.removeListener('disconnect', gone);
      target.removeListener('internalMessage', answered);
      callback(null, message);
    };
    target.once('disconnect', gone);
    target.on('internalMessage', answered);
    target._send({ cmd, key }, undefined, { swallowErrors: true });
  }
}

/** In the process that has the connections. */
class ReceivedSockets {
  #count = 0;
  #target;
  #key;
  #isAsked = false;

  constructor(target, key) {
    this.#target = target;
    this.#key = key;
    target.on('internalMessage', (message) => message.key === key && this.#answer(message.cmd));
  }

  add(socket) {
    this.#count++;
    socket.once('close', () => {
      this.#count--;
      if (this.#isAsked && this.#count === 0) this.#tellClosed();
    });
  }

  #answer(cmd) {
    if (cmd === kGetCount) this.#send({ cmd: kCount, key: this.#key, count: this.#count });
    if (cmd !== kNotifyClose) return;
    this.#isAsked = true;
    if (this.#count === 0) this.#tellClosed();
  }

  #tellClosed() {
    this.#isAsked = false;
    this.#send({ cmd: kAllClosed, key: this.#key });
  }

  #send(message) {
    if (this.#target.connected) this.#target._send(message, undefined, { swallowErrors: true });
  }
}

/** The list for the connections of `server` that go over `link`; the server learns of it. */
function sentListOf(link, server) {
  const { sent } = link.socketLists;
  const key = server._connectionKey;
  let list = sent.get(key);
  if (list === undefined) {
    list = new SentSockets(link.target, key);
    sent.set(key, list);
    server._setupWorker(list);
  }
  return list;
}

/** The list for the connections that came over `link` from the server called `key`. */
function receivedListOf(link, key) {
  const { received } = link.socketLists;
  if (!received.has(key)) received.set(key, new ReceivedSockets(link.target, key));
  return received.get(key);
}

module.exports = { sentListOf, receivedListOf };
