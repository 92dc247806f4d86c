'use strict';

// Nanoseconds for one `emit`, by number of arguments and of listeners.

const EventEmitter = require('events');

const ROUNDS = 5e6;

for (const [args, listeners] of [[0, 1], [1, 1], [3, 1], [4, 1], [1, 2], [1, 10]]) {
  const emitter = new EventEmitter();
  for (let i = 0; i < listeners; i++) emitter.on('event', () => {});
  const values = [1, 'two', { three: 3 }, 4].slice(0, args);
  const emit = new Function('emitter', 'rounds', ...values.map((_, i) => `v${i}`),
                            `for (let i = 0; i < rounds; i++) emitter.emit('event'${values.map((_, i) => `, v${i}`).join('')});`);
  emit(emitter, 1e5, ...values);
  const start = process.hrtime.bigint();
  emit(emitter, ROUNDS, ...values);
  const nanoseconds = Number(process.hrtime.bigint() - start) / ROUNDS;
  console.log(`emit args=${args} listeners=${listeners}: ${nanoseconds.toFixed(1)} ns`);
}
