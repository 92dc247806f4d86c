'use strict';

/** Options of sessions, as the native side takes them: an object of numbers. */

const numeric = [
  'maxDeflateDynamicTableSize', 'maxReservedRemoteStreams', 'maxSendHeaderBlockLength', 'peerMaxConcurrentStreams', 'paddingStrategy',
  'maxSessionMemory', 'maxSettings', 'maxSessionInvalidFrames', 'maxSessionRejectedStreams',
];

/** The fewest header fields that make a message. */
const kLeastServerPairs = 4;
const kLeastClientPairs = 1;

/** @param {object} options @param {boolean} isServer */
function nativeOptions(options, isServer) {
  const result = {};
  for (const name of numeric) {
    if (typeof options[name] === 'number') result[name] = options[name];
  }
  if (typeof options.maxHeaderListPairs === 'number') {
    result.maxHeaderListPairs = Math.max(options.maxHeaderListPairs, isServer ? kLeastServerPairs : kLeastClientPairs);
  }
  if (typeof options.streamResetBurst === 'number' && typeof options.streamResetRate === 'number') {
    result.streamResetBurst = Math.max(1, options.streamResetBurst);
    result.streamResetRate = Math.max(1, options.streamResetRate);
  }
  if (options.strictFieldWhitespaceValidation === false) result.lenientWhitespace = 1;
  return result;
}

module.exports = { nativeOptions };
