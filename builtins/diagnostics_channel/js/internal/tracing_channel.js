'use strict';

/** Groups of channels that follow one operation from its start to its end. */

const { Channel, channel } = require('internal:diagnostics_channel/channel');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');

const kBounds = ['start', 'end'];
const kEvents = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

/** The two channels around a synchronous operation. */
class BoundedChannel {
  #channels;

  constructor(nameOrChannels) {
    this.#channels = channelsOf(nameOrChannels, kBounds, BoundedChannel);
  }

  get start() { return this.#channels.start; }
  get end() { return this.#channels.end; }

  get hasSubscribers() {
    return kBounds.some((event) => this.#channels[event]?.hasSubscribers);
  }

  subscribe(subscribers) {
    subscribeAll(this.#channels, kBounds, subscribers);
  }

  unsubscribe(subscribers) {
    return unsubscribeAll(this.#channels, kBounds, subscribers);
  }

  /** Publishes `start`, and `end` when the returned scope is disposed of. */
  withScope(context = {}) {
    const { end } = this;
    const stores = this.start.withStoreScope(context);
    return {
      [Symbol.dispose]() {
        end.publish(context);
        stores[Symbol.dispose]();
      },
    };
  }

  /** Calls `fn` between `start` and `end`. */
  run(context, fn, thisArg, ...args) {
    const { start, end } = this;
    return start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } finally {
        end.publish(context);
      }
    });
  }
}

/** The five channels around an operation that may go on asynchronously. */
class TracingChannel {
  #channels;

  constructor(nameOrChannels) {
    this.#channels = channelsOf(nameOrChannels, kEvents, TracingChannel);
  }

  get start() { return this.#channels.start; }
  get end() { return this.#channels.end; }
  get asyncStart() { return this.#channels.asyncStart; }
  get asyncEnd() { return this.#channels.asyncEnd; }
  get error() { return this.#channels.error; }

  get hasSubscribers() {
    return kEvents.some((event) => this.#channels[event]?.hasSubscribers);
  }

  /** @param {Partial<Record<'start' | 'end' | 'asyncStart' | 'asyncEnd' | 'error', Function>>} subscribers */
  subscribe(subscribers) {
    subscribeAll(this.#channels, kEvents, subscribers);
  }

  /** @returns {boolean} whether all of them were subscribed */
  unsubscribe(subscribers) {
    return unsubscribeAll(this.#channels, kEvents, subscribers);
  }

  /** Traces a call. */
  traceSync(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    return this.start.runStores(context, () => {
      try {
        const result = Reflect.apply(fn, thisArg, args);
        context.result = result;
        return result;
      } catch (error) {
        this.#failed(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  /** Traces a call that gives a promise, to the promise's end. */
  tracePromise(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) {
      const result = Reflect.apply(fn, thisArg, args);
      if (!isThenable(result)) warnOfNoThenable(fn);
      return result;
    }
    return this.start.runStores(context, () => {
      try {
        return this.#followed(Reflect.apply(fn, thisArg, args), fn, context);
      } catch (error) {
        this.#failed(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  /** What a traced call gives: a promise of its own in place of an ordinary one, else what `fn` gave. */
  #followed(result, fn, context) {
    if (!isThenable(result)) {
      warnOfNoThenable(fn);
      context.result = result;
      return result;
    }
    const fulfilled = (value) => {
      context.result = value;
      this.#resumed(context);
      return value;
    };
    const rejected = (error) => {
      this.#failed(context, error);
      this.#resumed(context);
    };
    if (!isOrdinaryPromise(result)) {
      result.then(fulfilled, rejected);
      return result;
    }
    return result.then(fulfilled, (error) => {
      rejected(error);
      return Promise.reject(error);
    });
  }

  /** Traces a call that takes a callback at `position`, to the callback's end. */
  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    args.splice(position, 1, this.#tracedCallback(callback, context));
    return this.start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } catch (error) {
        this.#failed(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  #tracedCallback(callback, context) {
    const tracing = this;
    return function(...results) {
      const [error, result] = results;
      if (error) tracing.#failed(context, error);
      else context.result = result;
      return tracing.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, results);
        } finally {
          tracing.asyncEnd.publish(context);
        }
      });
    };
  }

  #failed(context, error) {
    context.error = error;
    this.error.publish(context);
  }

  #resumed(context) {
    this.asyncStart.publish(context);
    this.asyncEnd.publish(context);
  }
}

function isThenable(value) {
  return typeof value?.then === 'function';
}

function warnOfNoThenable(fn) {
  process.emitWarning(`tracePromise was called with the function '${fn.name || '<anonymous>'}', which returned a non-thenable.`);
}

/** Others may do more in their `then()`, so that what it gives does not stand for them. */
function isOrdinaryPromise(value) {
  return value instanceof Promise && value.constructor === Promise;
}

function channelsOf(nameOrChannels, events, Class) {
  const channels = {};
  for (const event of events) channels[event] = channelOf(nameOrChannels, event, Class);
  return channels;
}

function channelOf(nameOrChannels, event, Class) {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`);
  if (typeof nameOrChannels === 'object' && nameOrChannels !== null) {
    const given = nameOrChannels[event];
    // As Node, whose words these are.
    if (given === undefined || given === null) throw new TypeError('Cannot convert undefined or null to object');
    if (!(given instanceof Channel)) throw new codes.ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, ['Channel'], given);
    return given;
  }
  throw new codes.ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'object', Class.name], nameOrChannels);
}

function subscribeAll(channels, events, subscribers) {
  for (const event of events) {
    if (subscribers[event]) channels[event]?.subscribe(subscribers[event]);
  }
}

function unsubscribeAll(channels, events, subscribers) {
  let all = true;
  for (const event of events) {
    if (subscribers[event] && !channels[event]?.unsubscribe(subscribers[event])) all = false;
  }
  return all;
}

module.exports = { BoundedChannel, TracingChannel };
