'use strict';

const process = require('internal:process/object');

/** Bits of colour beyond which a terminal counts as coloured. */
const LEAST_DEPTH = 2;

/**
 * Whether text for a stream should carry colours: a terminal that has them, or FORCE_COLOR.
 * @param {{ isTTY?: boolean, getColorDepth?: () => number } | undefined} stream
 */
function shouldColorize(stream) {
  if (process.env.FORCE_COLOR !== undefined) {
    // The depth follows from the environment alone.
    return require('node:tty').WriteStream.prototype.getColorDepth() > LEAST_DEPTH;
  }
  if (!stream?.isTTY) return false;
  return typeof stream.getColorDepth !== 'function' || stream.getColorDepth() > LEAST_DEPTH;
}

module.exports = { shouldColorize };
