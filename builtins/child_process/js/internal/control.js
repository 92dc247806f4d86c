'use strict';

/** `process.channel` and `child.channel`: whether the channel keeps its process alive. */

const EventEmitter = require('node:events');

class Control extends EventEmitter {
  #channel;
  #refs = 0;
  #explicit = false;

  constructor(channel) {
    super();
    this.#channel = channel;
  }

  get fd() {
    return this.#channel.fd;
  }

  /** A listener that waits for messages counts as a use, until the program decides for itself. */
  refCounted() {
    if (++this.#refs === 1 && !this.#explicit) this.#channel.ref();
  }

  unrefCounted() {
    if (--this.#refs === 0 && !this.#explicit) {
      this.#channel.unref();
      this.emit('unref');
    }
  }

  ref() {
    this.#explicit = true;
    this.#channel.ref();
  }

  unref() {
    this.#explicit = true;
    this.#channel.unref();
  }
}

module.exports = { Control };
