'use strict';

/** https://html.spec.whatwg.org/#broadcasting-to-other-browsing-contexts, among the threads of this process. */

const { EventTarget, defineEventHandler } = require('internal:events/event_target');
const { closed, kOwner, opened } = require('internal:async_hooks/open_handles');
const { codes } = require('internal:shared/errors');
const { send } = require('internal:web/message');
const { deliver } = require('internal:web/message_channel');

let nativeOf;

class BroadcastChannel extends EventTarget {
  #name;
  /** The native port; it forgets itself when the channel is closed. */
  #native;
  /** What stands for it among the open handles. */
  #handle = { hasRef: () => this.#native.hasReference(), [kOwner]: this };

  static {
    nativeOf = (channel) => (typeof channel === 'object' && channel !== null && #native in channel ? channel.#native : undefined);
  }

  constructor(name) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    this.#native = new binding.Port(binding.joinBroadcast(this.#name), (message) => this.#take(message));
    this.#native.reference();
    this.#native.start();
    opened(this.#handle, 'MessagePort');
  }

  get name() {
    requireChannel(#name in this);
    return this.#name;
  }

  postMessage(message) {
    requireChannel(#name in this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('message');
    if (!this.#isOpen()) {
      const { DOMException } = require('internal:web/dom_exception');
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    send(this.#native, message);
  }

  close() {
    requireChannel(#name in this);
    this.#native.close();
  }

  ref() {
    requireChannel(#name in this);
    this.#native.reference();
    return this;
  }

  unref() {
    requireChannel(#name in this);
    this.#native.unreference();
    return this;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    requireChannel(typeof this === 'object' && this !== null && #name in this);
    if (depth < 0) return 'BroadcastChannel';
    const shown = { name: this.#name, active: this.#isOpen() };
    return `BroadcastChannel ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }

  #isOpen() {
    return this.#native.hasReference() !== undefined;
  }

  #take(message) {
    if (message === undefined) closed(this.#handle);
    else deliver(this, message);
  }
}

function requireChannel(isChannel) {
  if (!isChannel) throw new codes.ERR_INVALID_THIS('BroadcastChannel');
}

defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');
for (const name of ['name', 'postMessage', 'close']) Object.defineProperty(BroadcastChannel.prototype, name, { __proto__: null, enumerable: true });

module.exports = { BroadcastChannel, nativeOf };
