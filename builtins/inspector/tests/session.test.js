'use strict';

const assert = require('node:assert');
const inspector = require('node:inspector');
const { Session } = inspector;

const session = new Session();
assert.throws(() => inspector.waitForDebugger(), { code: 'ERR_INSPECTOR_NOT_ACTIVE' });
assert.throws(() => session.post('Runtime.enable'), { code: 'ERR_INSPECTOR_NOT_CONNECTED' });
session.disconnect();
session.connect();
assert.throws(() => session.connect(), { code: 'ERR_INSPECTOR_ALREADY_CONNECTED' });
assert.throws(() => session.post(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => session.post('a', 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => session.post('a', {}, 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => session.connectToMainThread(), { code: 'ERR_INSPECTOR_NOT_WORKER' });
assert.strictEqual(inspector.url(), undefined);

const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => (answer = { error, result }));
  return answer;
};

// Answers come before post() returns.
assert.deepStrictEqual(post('Runtime.evaluate', { expression: '6 * 7' }).result.result, { type: 'number', value: 42, description: '42' });
const { error } = post('No.such');
assert.strictEqual(error.code, 'ERR_INSPECTOR_COMMAND');
assert.match(error.message, /^Inspector error -32601: 'No.such' wasn't found$/);

// The console is seen with the caller's place.
const calls = [];
session.on('Runtime.consoleAPICalled', ({ params }) => calls.push(params));
post('Runtime.enable');
function speak() {
  console.debug('for the front end', 1);
}
speak();
assert.deepStrictEqual(calls.at(-1).args.map(({ value }) => value), ['for the front end', 1]);
assert.strictEqual(calls.at(-1).stackTrace.callFrames[0].functionName, 'speak');
inspector.console.log('only for the front end');
assert.strictEqual(calls.at(-1).args[0].value, 'only for the front end');

// Profiles.
post('Profiler.enable');
post('Profiler.start');
for (let i = 0, sum = 0; i < 1e5; i++) sum += Math.sqrt(i);
const { profile } = post('Profiler.stop').result;
assert.ok(profile.nodes.length > 0 && profile.endTime >= profile.startTime);

// Events of domains that programs feed.
assert.deepStrictEqual(post('Network.enable').result, {});
const requests = [];
session.on('Network.requestWillBeSent', ({ params }) => requests.push(params.requestId));
assert.throws(() => inspector.Network.requestWillBeSent(1), { code: 'ERR_INVALID_ARG_TYPE' });

session.disconnect();
