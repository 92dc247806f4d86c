'use strict';

// What 'removeListener' tells of listeners that `once` added: the listener where it is the only one or was asked for, else its wrapper.

const assert = require('node:assert');
const EventEmitter = require('node:events');

function first() {}
function second() {}

/** What is told while `act` runs, with the wrapped listener in the place of a wrapper. */
function told(act) {
  const emitter = new EventEmitter();
  const log = [];
  emitter.on('removeListener', (type, listener) => log.push(listener.listener === undefined ? listener.name : `wrapped ${listener.listener.name}`));
  emitter.once('x', first);
  emitter.once('x', second);
  act(emitter);
  return log;
}

assert.deepStrictEqual(told((emitter) => emitter.off('x', first)), ['first']);
assert.deepStrictEqual(told((emitter) => emitter.emit('x')), ['wrapped first', 'second']);
assert.deepStrictEqual(told((emitter) => emitter.removeAllListeners('x')), ['wrapped second', 'first']);
assert.deepStrictEqual(told((emitter) => emitter.removeAllListeners()), ['wrapped second', 'first']);
