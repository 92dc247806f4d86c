'use strict';

const EventEmitter = require('node:events');

/**
 * The class below all streams, and itself the stream of Node 0.x: an emitter whose 'data' and 'end' are pushed at whoever listens.
 * @param {object} [options] of EventEmitter
 */
function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

/**
 * Connects an old-style stream to a destination, which slows it down through `pause` and `resume` if it has them.
 * @param {object} destination
 * @param {{ end?: boolean }} [options] `end: false` leaves the destination open
 * @returns {object} `destination`
 */
Stream.prototype.pipe = function pipe(destination, options) {
  new LegacyPipe(this, destination).connect(options?.end !== false);
  return destination;
};

class LegacyPipe {
  constructor(source, destination) {
    this.source = source;
    this.destination = destination;
    this.ended = false;
    this.listeners = [];
  }

  connect(endsDestination) {
    const { source, destination } = this;
    this.listen(source, 'data', (chunk) => this.forward(chunk));
    this.listen(destination, 'drain', () => this.wake());
    // The standard streams stay open (`_isStdio`).
    if (!destination._isStdio && endsDestination) {
      this.listen(source, 'end', () => this.finish(() => destination.end()));
      this.listen(source, 'close', () => this.finish(() => destination.destroy?.()));
    }
    this.listen(source, 'end', () => this.disconnect());
    this.listen(source, 'close', () => this.disconnect());
    this.listen(destination, 'close', () => this.disconnect());
    this.guardErrors(source);
    this.guardErrors(destination);
    destination.emit('pipe', source);
  }

  forward(chunk) {
    const { source, destination } = this;
    if (destination.writable && destination.write(chunk) === false) source.pause?.();
  }

  wake() {
    if (this.source.readable) this.source.resume?.();
  }

  finish(close) {
    if (this.ended) return;
    this.ended = true;
    close();
  }

  /** An error that nobody else handles is thrown, as on any emitter: this listener must not hide it. */
  guardErrors(emitter) {
    const onError = (err) => {
      this.disconnect();
      if (EventEmitter.listenerCount(emitter, 'error') === 0) emitter.emit('error', err);
    };
    prependListener(emitter, 'error', onError);
    this.listeners.push([emitter, 'error', onError]);
  }

  listen(emitter, event, listener) {
    emitter.on(event, listener);
    this.listeners.push([emitter, event, listener]);
  }

  disconnect() {
    for (const [emitter, event, listener] of this.listeners) emitter.removeListener(event, listener);
    this.listeners = [];
  }
}

/** Names only what has a listener: stream constructors fill in empty slots for the usual events. */
Stream.prototype.eventNames = function eventNames() {
  return EventEmitter.prototype.eventNames.call(this).filter((name) => this.listenerCount(name) > 0);
};

/** `prependListener` for emitters of userland that may lack it. */
function prependListener(emitter, event, listener) {
  if (typeof emitter.prependListener === 'function') {
    emitter.prependListener(event, listener);
    return;
  }
  emitter.on(event, listener);
  const handlers = emitter._events?.[event];
  if (Array.isArray(handlers)) handlers.unshift(handlers.pop());
}

module.exports = { Stream, prependListener };
