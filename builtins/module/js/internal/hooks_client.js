'use strict';

/**
 * The hooks of `module.register` as a thread that runs a program sees them: it asks their thread, which starts with the first registration, and
 * awaits the answer or, where it cannot wait, blocks until it is there.
 */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { setAsyncHooks } = require('internal:module/hook_lists');
const { MessageChannel, receiveMessageOnPort } = require('internal:web/message_channel');
const { unpackError } = require('internal:worker_threads/error_transfer');
const { InternalThread } = require('internal:worker_threads/internal_thread');

const { load, wait } = Atomics;

/** How long a blocked thread sleeps, in milliseconds, before it looks whether the other one still lives. A thread out of memory says nothing. */
const kLifeCheck = 100;

class HooksClient {
  runHere = false;
  #thread;
  #port;
  /** Counts the messages of the other thread, which wakes this one by it. */
  #sent = new Int32Array(new SharedArrayBuffer(4));
  /** Those who await answers, by the number of their question. @type {Map<number, { resolve: Function, reject: Function }>} */
  #awaited = new Map();
  #lastId = 0;
  /** What the thread died of. @type {{ error: unknown } | undefined} */
  #failure;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const callbacks = { onError: (error) => this.#fail(error), onExit: () => this.#fail(new codes.ERR_WORKER_NOT_RUNNING()) };
    this.#thread = new InternalThread('internal:module/hooks_thread', { port: port2, sent: this.#sent }, [port2], callbacks);
    this.#port.on('message', (message) => this.#take(message));
    this.#port.unref();
    require('internal:process/exit').finalSteps.add(() => this.#endWithProgram());
  }

  #endWithProgram() {
    this.#thread.drain();
    if (process.env.NODE_V8_COVERAGE) this.#thread.end();
  }

  resolve(specifier, context, canWait) {
    return canWait ? this.#ask('resolve', [specifier, context]) : this.#askNow('resolve', [specifier, context]);
  }

  load(url, context, canWait) {
    return canWait ? this.#ask('load', [url, context]) : this.#askNow('load', [url, context]);
  }

  register(specifier, parentURL, data, transferList) {
    this.#askNow('register', [specifier, parentURL, data], transferList);
  }

  #send(method, args, transferList) {
    if (this.#failure !== undefined) throw this.#failure.error;
    const id = ++this.#lastId;
    this.#port.postMessage({ id, method, args }, transferList);
    return id;
  }

  #ask(method, args) {
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#awaited.set(this.#send(method, args), { resolve, reject });
    this.#port.ref();
    return promise;
  }

  #askNow(method, args, transferList) {
    const id = this.#send(method, args, transferList);
    const answer = this.#waitFor(id);
    // What the hooks have printed comes before what follows here.
    this.#thread.drain();
    if (answer.neverSettles) throw new codes.ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED();
    if (answer.error !== undefined) throw unpackError(answer.error);
    return answer.value;
  }

  #waitFor(id) {
    for (;;) {
      const { hasEnded } = this.#thread;
      const sent = load(this.#sent, 0);
      const answer = this.#takeUntil(id);
      if (answer !== undefined) return answer;
      if (hasEnded) {
        this.#thread.drain();
        throw this.#failure?.error ?? new codes.ERR_WORKER_NOT_RUNNING();
      }
      wait(this.#sent, 0, sent, kLifeCheck);
    }
  }

  #takeUntil(id) {
    for (let received; (received = receiveMessageOnPort(this.#port)) !== undefined;) {
      if (received.message.id === id) return received.message;
      this.#take(received.message);
    }
    return undefined;
  }

  #take({ id, value, error, neverSettles, exitCode }) {
    if (exitCode !== undefined) {
      this.#thread.drain();
      process.exit(exitCode);
    }
    const awaited = this.#awaited.get(id);
    this.#awaited.delete(id);
    if (this.#awaited.size === 0) this.#port.unref();
    if (neverSettles) return;
    if (error === undefined) awaited.resolve(value);
    else awaited.reject(unpackError(error));
  }

  /** The thread is gone with whatever was asked of it. */
  #fail(error) {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    const awaited = [...this.#awaited.values()];
    this.#awaited.clear();
    this.#port.unref();
    for (const { reject } of awaited) reject(error);
    if (awaited.length === 0) binding.reportUncaught(error);
  }
}

/** Starts the thread of the hooks. */
function startHooks() {
  const client = new HooksClient();
  setAsyncHooks(client);
  return client;
}

module.exports = { startHooks };
