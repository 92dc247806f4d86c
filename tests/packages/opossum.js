'use strict';

const CircuitBreaker = require('opossum');

let broken = true;
const call = async (value) => {
  if (value === 'hang') return new Promise(() => {});
  if (broken) throw new Error('service is down');
  return `answer ${value}`;
};
const breaker = new CircuitBreaker(call, { timeout: 40, errorThresholdPercentage: 50, resetTimeout: 60, volumeThreshold: 2 });
const events = [];
for (const event of ['success', 'failure', 'timeout', 'reject', 'open', 'halfOpen', 'close', 'fallback']) breaker.on(event, () => events.push(event));

const fire = async (value) => {
  try {
    console.log(await breaker.fire(value));
  } catch (error) {
    console.log(error.code, error.message);
  }
};

(async () => {
  await fire('hang');
  await fire(1);
  await fire(2);
  console.log(breaker.opened, breaker.stats.failures, breaker.stats.timeouts, breaker.stats.rejects);
  breaker.fallback((value) => ({ data: 'cached', value }));
  await fire(3);
  await new Promise((resolve) => breaker.once('halfOpen', resolve));
  broken = false;
  await fire(4);
  console.log(breaker.closed, events.join(' '));
  breaker.shutdown();
})();
