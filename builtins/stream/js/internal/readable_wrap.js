'use strict';

const { errorOrDestroy, destroyer } = require('internal:stream/lifecycle');

/** Adds both `wrap`s to Readable. */
function install(Readable) {
  /**
   * Makes this stream read from an old-style one, which pushes 'data' and may know `pause` and `resume`.
   * @param {import('node:events').EventEmitter} source
   */
  Readable.prototype.wrap = function wrap(source) {
    let paused = false;
    source.on('data', (chunk) => {
      if (this.push(chunk) || !source.pause) return;
      paused = true;
      source.pause();
    });
    source.on('end', () => this.push(null));
    source.on('error', (err) => errorOrDestroy(this, err));
    source.on('close', () => this.destroy());
    source.on('destroy', () => this.destroy());
    this._read = () => {
      if (!paused || !source.resume) return;
      paused = false;
      source.resume();
    };
    lendMethods(source, this);
    return this;
  };

  /**
   * `Readable.wrap`: a new stream around `source`, which it destroys when it is destroyed itself.
   * @param {import('node:events').EventEmitter} source
   * @param {object} [options] of Readable
   */
  Readable.wrap = function wrap(source, options) {
    return new Readable({
      objectMode: source.readableObjectMode ?? source.objectMode ?? true,
      ...options,
      destroy(err, callback) {
        destroyer(source, err);
        callback(err);
      },
    }).wrap(source);
  };
}

function lendMethods(source, stream) {
  for (const name of Object.keys(source)) {
    if (stream[name] === undefined && typeof source[name] === 'function') stream[name] = source[name].bind(source);
  }
}

module.exports = { install };
