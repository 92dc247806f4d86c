'use strict';

const assert = require('node:assert');
const { Session } = require('node:inspector');
const { getEnabledCategories } = require('node:trace_events');

const session = new Session();
session.connect();
const events = [];
let completed = 0;
session.on('NodeTracing.dataCollected', ({ params }) => events.push(...params.value));
session.on('NodeTracing.tracingComplete', () => completed++);
const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => (answer = error ? error.message : result));
  return answer;
};
const traceConfig = { includedCategories: ['node.async_hooks'] };

assert.ok(post('NodeTracing.getCategories').categories.includes('node.http'));
assert.match(post('NodeTracing.start', {}), /-32602: Invalid parameters/);
assert.deepStrictEqual(post('NodeTracing.start', { traceConfig }), {});
assert.match(post('NodeTracing.start', { traceConfig }), /-32600: Call NodeTracing::end to stop tracing/);
assert.strictEqual(getEnabledCategories(), 'node.async_hooks');
setImmediate(() => {
  assert.deepStrictEqual(post('NodeTracing.stop'), {});
  assert.strictEqual(completed, 1);
  assert.ok(events.some(({ ph, name, cat, pid }) => ph === 'b' && name === 'Immediate' && cat === 'node,node.async_hooks' && pid === process.pid));
  assert.ok(events.some(({ ph, name, args }) => ph === 'M' && name === 'version' && args.node === process.versions.node));
  session.disconnect();
});
