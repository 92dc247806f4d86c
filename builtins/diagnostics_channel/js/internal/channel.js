'use strict';

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');

/** A named point that publishes to its subscribers; without any, publishing costs one compare. */
class Channel {
  // Fields are defined where assignments would call setters that a program put on `Object.prototype`.

  /** Replaced, never changed, so that a publication in progress keeps its list. @type {Function[] | undefined} */
  _subscribers = undefined;
  /** What each bound store gets from the published data. @type {Map<AsyncLocalStorage, Function | undefined> | undefined} */
  _stores = undefined;
  /** @type {string | symbol} */
  name;

  constructor(name) {
    this.name = name;
  }

  /** @param {(message: unknown, name: string | symbol) => void} subscription */
  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    registry.keep(this);
    this._subscribers = this._subscribers === undefined ? [subscription] : [...this._subscribers, subscription];
  }

  /** @returns {boolean} whether it was subscribed */
  unsubscribe(subscription) {
    const at = this._subscribers === undefined ? -1 : this._subscribers.indexOf(subscription);
    if (at < 0) return false;
    this._subscribers = this._subscribers.length === 1 ? undefined : this._subscribers.toSpliced(at, 1);
    if (!this.hasSubscribers) registry.release(this);
    return true;
  }

  /** Sets `store` to what `transform` makes of the data while `runStores()` runs. */
  bindStore(store, transform) {
    registry.keep(this);
    this._stores ??= new Map();
    this._stores.set(store, transform);
  }

  /** @returns {boolean} whether it was bound */
  unbindStore(store) {
    if (this._stores === undefined || !this._stores.delete(store)) return false;
    if (this._stores.size === 0) this._stores = undefined;
    if (!this.hasSubscribers) registry.release(this);
    return true;
  }

  get hasSubscribers() {
    return this._subscribers !== undefined || this._stores !== undefined;
  }

  /** @param {unknown} data */
  publish(data) {
    const subscribers = this._subscribers;
    if (subscribers === undefined) return;
    for (let i = 0; i < subscribers.length; i++) {
      try {
        const onMessage = subscribers[i];
        onMessage(data, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  /**
   * Publishes `data` and calls `fn` with the bound stores set.
   * @template T
   * @param {unknown} data
   * @param {(...args: any[]) => T} fn
   * @returns {T}
   */
  runStores(data, fn, thisArg, ...args) {
    let run = () => {
      this.publish(data);
      return Reflect.apply(fn, thisArg, args);
    };
    if (this._stores !== undefined) {
      for (const [store, transform] of this._stores) run = inStore(store, data, run, transform);
    }
    return run();
  }

  /** Publishes `data` and keeps the bound stores set until the result is disposed of. */
  withStoreScope(data) {
    return new StoreScope(this, data);
  }
}

function inStore(store, data, next, transform) {
  return () => {
    const value = transformed(data, transform);
    return value === kFailed ? next() : store.run(value, next);
  };
}

const kFailed = Symbol('failed');

/** What a store gets; a transform that throws leaves the store alone and is uncaught. */
function transformed(data, transform) {
  if (transform === undefined) return data;
  try {
    return transform(data);
  } catch (error) {
    throwLater(error);
    return kFailed;
  }
}

function throwLater(error) {
  process.nextTick(rethrow, error);
}

function rethrow(error) {
  throw error;
}

/** The extent of one `withStoreScope()`. */
class StoreScope {
  #frame;

  constructor(channel, data) {
    const { getFrame } = require('internal:async_hooks/context');
    this.#frame = getFrame();
    if (channel._stores !== undefined) {
      for (const [store, transform] of channel._stores) {
        const value = transformed(data, transform);
        if (value !== kFailed) store.enterWith(value);
      }
    }
    channel.publish(data);
  }

  [Symbol.dispose]() {
    require('internal:async_hooks/context').setFrame(this.#frame);
  }
}

/** How many new channels are held before they become collectable. */
const kYoung = 64;

/**
 * All channels by name. A channel with subscribers is held; another one lives as long as its users keep it. New channels are held
 * too, until `kYoung` newer ones exist: most are made when their module loads, some before the startup snapshot, which cannot
 * contain weak references.
 */
class Registry {
  constructor() {
    /** @type {Map<string | symbol, Entry>} */
    this.entries = new Map();
    /** @type {Entry[]} */
    this.young = [];
    this.collected = undefined;
  }

  /** @returns {Channel | undefined} */
  get(name) {
    const entry = this.entries.get(name);
    return entry?.strong ?? entry?.weak?.deref();
  }

  add(channel) {
    const entry = { strong: channel, weak: undefined, kept: false };
    this.entries.set(channel.name, entry);
    this.young.push(entry);
    if (this.young.length > kYoung) {
      for (const young of this.young.splice(0)) this.weaken(young);
    }
  }

  keep(channel) {
    const entry = this.entries.get(channel.name);
    if (entry === undefined) return;
    entry.kept = true;
    entry.strong = channel;
  }

  release(channel) {
    const entry = this.entries.get(channel.name);
    if (entry === undefined) return;
    entry.kept = false;
    if (!this.young.includes(entry)) this.weaken(entry);
  }

  weaken(entry) {
    if (entry.kept) return;
    const channel = entry.strong;
    if (entry.weak === undefined) {
      entry.weak = new WeakRef(channel);
      this.collected ??= new FinalizationRegistry((dead) => this.forget(dead));
      this.collected.register(channel, { name: channel.name, entry });
    }
    entry.strong = undefined;
  }

  forget({ name, entry }) {
    if (this.entries.get(name) === entry) this.entries.delete(name);
  }
}

const registry = new Registry();

/** The channel of this name, made on first use. @param {string | symbol} name @returns {Channel} */
function channel(name) {
  const known = registry.get(name);
  if (known !== undefined) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new codes.ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  }
  const made = new Channel(name);
  registry.add(made);
  return made;
}

/** @returns {boolean} whether anybody listens to the channel of this name; does not make it */
function hasSubscribers(name) {
  return registry.get(name)?.hasSubscribers ?? false;
}

module.exports = { Channel, channel, hasSubscribers };
