'use strict';

/** https://html.spec.whatwg.org/#broadcasting-to-other-browsing-contexts, within this thread. */

const { EventTarget, defineEventHandler, dispatch } = require('internal:events/event_target');
const { codes } = require('internal:shared/errors');
const { deserialize, serialize } = require('internal:web/message');
const { MessageEvent } = require('internal:web/message_event');

/** Open channels by name. @type {Map<string, Set<BroadcastChannel>>} */
const channels = new Map();

class BroadcastChannel extends EventTarget {
  #name;
  #queue = [];
  #wakeup = new binding.Wakeup(() => this.#deliver());

  constructor(name) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    const open = channels.get(this.#name);
    if (open === undefined) channels.set(this.#name, new Set([this]));
    else open.add(this);
    this.#wakeup.reference();
  }

  get name() {
    return this.#name;
  }

  postMessage(message) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('message');
    const open = channels.get(this.#name);
    if (!open?.has(this)) {
      const { DOMException } = require('internal:web/dom_exception');
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    for (const channel of open) if (channel !== this) channel.#take(serialize(message, []));
  }

  close() {
    const open = channels.get(this.#name);
    open?.delete(this);
    if (open?.size === 0) channels.delete(this.#name);
    this.#wakeup.unreference();
  }

  ref() {
    this.#wakeup.reference();
    return this;
  }

  unref() {
    this.#wakeup.unreference();
    return this;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    if (typeof this !== 'object' || this === null || !(#name in this)) throw new codes.ERR_INVALID_THIS('BroadcastChannel');
    if (depth < 0) return 'BroadcastChannel';
    const shown = { name: this.#name, active: channels.get(this.#name)?.has(this) ?? false };
    return `BroadcastChannel ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }

  #take(envelope) {
    this.#queue.push(envelope);
    this.#wakeup.signal();
  }

  #deliver() {
    const envelope = this.#queue.shift();
    if (envelope === undefined || !channels.get(this.#name)?.has(this)) return;
    dispatch(this, new MessageEvent('message', { data: deserialize(envelope) }));
  }
}

defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');
for (const name of ['name', 'postMessage', 'close']) Object.defineProperty(BroadcastChannel.prototype, name, { __proto__: null, enumerable: true });

module.exports = { BroadcastChannel };
