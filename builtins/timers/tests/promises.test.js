'use strict';
const assert = require('node:assert');
const { promisify } = require('node:util');
const timers = require('node:timers/promises');

async function main() {
  assert.strictEqual(promisify(setTimeout), timers.setTimeout);
  assert.strictEqual(await timers.setTimeout(1, 'value'), 'value');
  assert.strictEqual(await timers.setImmediate('value'), 'value');
  await timers.scheduler.yield();

  const controller = new AbortController();
  const waiting = timers.setTimeout(1e6, null, { signal: controller.signal });
  controller.abort('reason');
  await assert.rejects(waiting, { name: 'AbortError', code: 'ABORT_ERR', cause: 'reason' });
  await assert.rejects(timers.setTimeout('x'), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(timers.setImmediate(1, 2), { code: 'ERR_INVALID_ARG_TYPE' });

  let ticks = 0;
  for await (const value of timers.setInterval(1, 'tick')) {
    assert.strictEqual(value, 'tick');
    if (++ticks === 3) break;
  }
}

let done = false;
main().then(() => { done = true; });
process.on('exit', () => assert(done));
