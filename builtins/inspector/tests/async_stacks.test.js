'use strict';

// Where timers, ticks, immediates and promises were scheduled, while a session wants to see it.
const assert = require('node:assert');
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
const origins = [];
session.on('Debugger.paused', ({ params: { asyncStackTrace } }) => {
  origins.push(asyncStackTrace && `${asyncStackTrace.description} ${asyncStackTrace.callFrames[0].functionName}`);
});
session.post('Debugger.enable');
session.post('Debugger.setAsyncCallStackDepth', { maxDepth: 'deep' }, (error) => assert.ok(error));
session.post('Debugger.setAsyncCallStackDepth', { maxDepth: 8 });

const stop = () => {
  debugger;
};
const inFirst = (schedule) => (function scheduler() { return schedule(); })();

// The innermost frame is one of the runtime, but for promises and for immediates of the program's own.
async function main() {
  const seen = async (schedule) => {
    await new Promise((resolve) => inFirst(() => schedule(() => {
      stop();
      resolve();
    })));
    return origins.pop();
  };
  assert.match(await seen((callback) => setTimeout(callback, 1)), /^Timeout /);
  assert.match(await seen((callback) => setImmediate(callback)), /^Immediate /);
  assert.match(await seen((callback) => process.nextTick(callback)), /^TickObject /);
  assert.match(await seen((callback) => Promise.resolve().then(callback)), /^Promise\.then /);
  assert.match(await seen((callback) => require('node:fs').stat(__filename, callback)), /^FSREQCALLBACK /);
  session.post('Debugger.setAsyncCallStackDepth', { maxDepth: 0 });
  assert.strictEqual(await seen((callback) => setTimeout(callback, 1)), undefined);
  session.disconnect();
}

main();
