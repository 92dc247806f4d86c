'use strict';

/** The idle time of sessions and streams. */

const { clearTimeout, setTimeout } = require('node:timers');
const { validateFunction } = require('internal:shared/validators');
const { timerDuration } = require('internal:net/timer_duration');
const { kTimeout, kUpdateTimer } = require('internal:http2/symbols');

/** `setTimeout` of both classes; `_onTimeout` is called when the time is over. */
function setIdleTimeout(msecs, callback) {
  if (this.destroyed) return this;
  this.timeout = msecs;
  const duration = timerDuration(msecs, 'msecs');
  if (this[kTimeout] !== null) clearTimeout(this[kTimeout]);
  this[kTimeout] = null;
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (duration === 0) {
    if (callback !== undefined) this.removeListener('timeout', callback);
    return this;
  }
  this[kTimeout] = setTimeout(expire, duration, this).unref();
  if (callback !== undefined) this.once('timeout', callback);
  return this;
}

function expire(owner) {
  owner._onTimeout();
}

/** Ends the idle time for good. */
function clearIdleTimeout(owner) {
  if (owner[kTimeout] === null) return;
  clearTimeout(owner[kTimeout]);
  owner[kTimeout] = null;
}

/** Tells the owner that its time is over, unless bytes it wrote have moved since the last look. */
function timedOut(owner, waiting, moved) {
  if (owner.destroyed) return;
  if (waiting && moved) owner[kUpdateTimer]();
  else owner.emit('timeout');
}

module.exports = { clearIdleTimeout, setIdleTimeout, timedOut };
