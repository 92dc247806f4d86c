'use strict';

const EventEmitter = require('node:events');
const { kFirstEventParam } = require('internal:events/on');

/** Pauses the input beyond this many unread lines. */
const kHighWaterMark = 1024;

/**
 * The lines of an interface, for `for await`. Leaving the loop closes the interface.
 * @param {import('node:readline').Interface} iface
 */
function iterateLines(iface) {
  const lines = EventEmitter.on(iface, 'line', { close: ['close'], highWaterMark: kHighWaterMark, [kFirstEventParam]: true });
  const stop = lines.return.bind(lines);
  lines.return = function(...args) {
    iface.close();
    return stop(...args);
  };
  return lines;
}

module.exports = { iterateLines };
