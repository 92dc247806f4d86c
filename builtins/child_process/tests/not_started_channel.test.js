'use strict';

// The channel of a child that could not be started: it takes messages until its end is told, after the error and the end of the child.

const assert = require('node:assert');
const { fork } = require('node:child_process');

const expected = {
  nothing: ['ENOENT', 'close -2', 'disconnect'],
  send: ['ENOENT', 'not sent: EPIPE', 'close -2', 'disconnect'],
  sendWithoutCallback: ['ENOENT', 'EPIPE', 'close -2', 'disconnect'],
  sendOnError: ['ENOENT', 'not sent: EPIPE', 'close -2', 'disconnect'],
};
const deeds = {
  nothing() {},
  send: (child, tell) => assert.strictEqual(child.send('a', (error) => tell(`not sent: ${error.code}`)), true),
  sendWithoutCallback: (child) => assert.strictEqual(child.send('a'), true),
  sendOnError: (child, tell) => child.once('error', () => child.send('a', (error) => tell(`not sent: ${error.code}`))),
};

for (const [name, deed] of Object.entries(deeds)) {
  const child = fork('any', { execPath: '/no/such/program', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const events = [];
  assert.deepStrictEqual([child.connected, typeof child.channel, child.pid], [true, 'object', undefined]);
  child.on('error', (error) => events.push(error.code));
  child.on('close', (code) => events.push(`close ${code}`));
  child.on('disconnect', () => {
    events.push('disconnect');
    assert.deepStrictEqual([child.connected, child.channel], [false, null]);
  });
  deed(child, (text) => events.push(text));
  process.on('exit', () => assert.deepStrictEqual(events, expected[name], name));
}

// Who disconnects hears of it.
const child = fork('any', { execPath: '/no/such/program', silent: true });
const events = [];
child.on('error', (error) => events.push(error.code)).on('disconnect', () => events.push('disconnect'));
child.disconnect();
assert.strictEqual(child.connected, false);
process.on('exit', () => assert.deepStrictEqual(events.toSorted(), ['ENOENT', 'disconnect']));
