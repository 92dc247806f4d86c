'use strict';

/**
 * A thread that the runtime starts for itself. It runs a builtin module in place of a program, keeps no loop alive, and what it prints does not
 * wait for this thread, which may be blocked until the other one answers.
 */

const process = require('internal:process/object');
const { MessageChannel, deliver, drainPort, takeEnd } = require('internal:web/message_channel');
const control = require('internal:worker_threads/control');
const { environmentData } = require('internal:worker_threads/environment_data');
const { unpackError } = require('internal:worker_threads/error_transfer');

/** No limits of its own: as for a worker that is given none. */
const kLimits = [-1, -1, -1, 4];

class InternalThread {
  #native;
  #port;
  #onError;

  /**
   * @param {string} specifier of a builtin module, whose `start(data)` is the program
   * @param {object} data
   * @param {object[]} transferList
   * @param {{ onError: (error: unknown) => void, onExit: (code: number) => void }} callbacks
   */
  constructor(specifier, data, transferList, { onError, onExit }) {
    const channel = new MessageChannel();
    this.#port = channel.port1;
    this.#onError = onError;
    const environment = Object.entries(process.env).flat();
    this.#native = new binding.Worker('', undefined, undefined, environment, kLimits, takeEnd(channel.port2));
    this.#port.postMessage({
      type: control.kLoad,
      program: { kind: 'builtin', specifier, data },
      argv: [],
      environmentData,
      publicPort: null,
      workerData: null,
      hasStdin: false,
      tracksDescriptors: true,
    }, transferList);
    this.#port.on('message', (message) => this.#take(message));
    this.#port.unref();
    this.#native.start((code) => this.#end(code, onExit));
    this.#native.unreference();
  }

  /** Whether nothing of the thread runs any more, which this thread may not have been told yet. */
  get hasEnded() {
    return this.#native === null || this.#native.hasFinished();
  }

  /** Takes what the thread has said so far. */
  drain() {
    if (this.#native !== null) drainPort(this.#port, (message) => deliver(this.#port, message));
  }

  /** Ends the thread and waits for that, so that what is recorded of it is written. */
  end() {
    if (this.#native === null) return;
    this.#native.stop();
    this.#native.join();
  }

  #take(message) {
    switch (message.type) {
      case control.kError:
        this.#onError(message.error === undefined ? undefined : unpackError(message.error));
        break;
      case control.kStdioChunks:
        for (const [chunk, encoding] of message.chunks) if (chunk !== null) process[message.stream].write(chunk, encoding);
        break;
    }
  }

  #end(code, onExit) {
    this.drain();
    this.#native = null;
    this.#port.close();
    onExit(code);
  }
}

module.exports = { InternalThread };
