'use strict';

const process = require('internal:process/object');
const { errorOrDestroy } = require('internal:stream/lifecycle');
const { prependListener } = require('internal:stream/legacy');

/** Adds `pipe` and `unpipe` to Readable. */
function install(Readable) {
  /**
   * Sends everything to `destination`, as fast as the slowest destination takes it.
   * @param {object} destination
   * @param {{ end?: boolean }} [options] `end: false` leaves the destination open
   * @returns {object} `destination`
   */
  Readable.prototype.pipe = function pipe(destination, options) {
    const state = this._readableState;
    if (state.pipes.length === 1 && !state.multiAwaitDrain) {
      state.multiAwaitDrain = true;
      state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
    }
    state.pipes.push(destination);
    new Pipe(this, destination).connect(options?.end !== false);
    return destination;
  };

  /**
   * Disconnects `destination`, or all destinations.
   * @param {object} [destination]
   */
  Readable.prototype.unpipe = function unpipe(destination) {
    const state = this._readableState;
    if (state.pipes.length === 0) return this;
    if (!destination) {
      const destinations = state.pipes;
      state.pipes = [];
      this.pause();
      for (const each of destinations) each.emit('unpipe', this, { hasUnpiped: false });
      return this;
    }
    const index = state.pipes.indexOf(destination);
    if (index === -1) return this;
    state.pipes.splice(index, 1);
    if (state.pipes.length === 0) this.pause();
    destination.emit('unpipe', this, { hasUnpiped: false });
    return this;
  };
}

/** One source connected to one destination. */
class Pipe {
  constructor(source, destination) {
    this.source = source;
    this.destination = destination;
    this.cleanedUp = false;
    this.onDrain = null;
    this.unpipe = () => source.unpipe(destination);
    this.onSourceEnd = this.unpipe;
    this.onData = (chunk) => {
      if (destination.write(chunk) === false) this.hold();
    };
    this.onUnpipe = (readable, info) => {
      if (readable !== source || info?.hasUnpiped !== false) return;
      // Tells the other pipes of this pair, which hear the event too, that it was not for them.
      info.hasUnpiped = true;
      this.cleanUp();
    };
    this.onError = (err) => this.fail(err);
    this.onClose = () => {
      destination.removeListener('finish', this.onFinish);
      this.unpipe();
    };
    this.onFinish = () => {
      destination.removeListener('close', this.onClose);
      this.unpipe();
    };
  }

  connect(endsDestination) {
    const { source, destination } = this;
    if (endsDestination && !isStandardStream(destination)) this.onSourceEnd = () => destination.end();
    if (source._readableState.endEmitted) process.nextTick(this.onSourceEnd);
    else source.once('end', this.onSourceEnd);

    destination.on('unpipe', this.onUnpipe);
    source.on('data', this.onData);
    // First in line, so that the pipe is undone before a user's handler looks at the streams.
    prependListener(destination, 'error', this.onError);
    destination.once('close', this.onClose);
    destination.once('finish', this.onFinish);
    destination.emit('pipe', source);

    if (destination.writableNeedDrain === true) this.hold();
    else if (!source._readableState.flowing) source.resume();
  }

  /** Stops the source until the destination has drained. */
  hold() {
    const { source, destination } = this;
    if (!this.cleanedUp) {
      // A destination that was unpiped while it wrote must not be waited for.
      const state = source._readableState;
      if (state.pipes.length === 1 && state.pipes[0] === destination) {
        state.awaitDrainWriters = destination;
        state.multiAwaitDrain = false;
      } else if (state.pipes.length > 1 && state.pipes.includes(destination)) {
        state.awaitDrainWriters.add(destination);
      }
      source.pause();
    }
    if (this.onDrain === null) {
      this.onDrain = () => this.drained();
      destination.on('drain', this.onDrain);
    }
  }

  drained() {
    const { source, destination } = this;
    const state = source._readableState;
    if (state.awaitDrainWriters === destination) state.awaitDrainWriters = null;
    else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(destination);
    if ((!state.awaitDrainWriters || state.awaitDrainWriters.size === 0) && source.listenerCount('data') > 0) source.resume();
  }

  fail(err) {
    const { destination } = this;
    this.unpipe();
    destination.removeListener('error', this.onError);
    if (destination.listenerCount('error') > 0) return;
    const state = destination._writableState || destination._readableState;
    // A destination whose error was emitted by hand has not failed in its own eyes yet.
    if (state && !state.errorEmitted) errorOrDestroy(destination, err);
    else destination.emit('error', err);
  }

  cleanUp() {
    const { source, destination } = this;
    destination.removeListener('close', this.onClose);
    destination.removeListener('finish', this.onFinish);
    if (this.onDrain) destination.removeListener('drain', this.onDrain);
    destination.removeListener('error', this.onError);
    destination.removeListener('unpipe', this.onUnpipe);
    source.removeListener('end', this.onSourceEnd);
    source.removeListener('data', this.onData);
    this.cleanedUp = true;

    // The other destinations must not wait for one that is gone.
    const awaited = source._readableState.awaitDrainWriters;
    if (this.onDrain && awaited && (!destination._writableState || destination._writableState.needDrain)) this.drained();
  }
}

function isStandardStream(stream) {
  return stream === process.stdout || stream === process.stderr;
}

module.exports = { install };
