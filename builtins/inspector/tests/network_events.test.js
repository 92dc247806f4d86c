// Flags: --experimental-network-inspection
'use strict';

// Events of the domain Network that a program makes, and the bodies that are kept for a front end.
const assert = require('node:assert');
const { Network, Session } = require('node:inspector');

const session = new Session();
session.connect();
const events = [];
session.on('inspectorNotification', ({ method, params }) => events.push([method.slice('Network.'.length), params]));
const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => (answer = error ? error.message : result));
  return answer;
};
const refusal = (message) => `Inspector error -32602: ${message}`;
const request = { url: 'http://x.test/', method: 'PUT', headers: { a: 'b' }, hasPostData: true };
const response = { url: 'http://x.test/', status: 200, statusText: 'OK', headers: {}, mimeType: 'text/plain', charset: 'utf-8' };
const bytes = (text) => ({ data: Buffer.from(text), dataLength: text.length, encodedDataLength: text.length });

function begin(requestId) {
  Network.requestWillBeSent({ requestId, timestamp: 1, wallTime: 2, request, charset: 'utf-8' });
  Network.dataSent({ requestId, timestamp: 3, ...bytes('sent') });
  Network.responseReceived({ requestId, timestamp: 4, type: 'Fetch', response });
  Network.dataReceived({ requestId, timestamp: 5, ...bytes('re') });
}

// Nobody listens: nothing is checked.
Network.requestWillBeSent({});
post('Network.enable');
assert.throws(() => Network.requestWillBeSent({ requestId: '1', timestamp: 1, wallTime: 2 }), { message: 'Missing request in event' });
assert.throws(() => Network.requestWillBeSent({ requestId: '1', timestamp: 1, wallTime: 2, request: { ...request, headers: { a: 1 } } }), {
  name: 'TypeError', message: 'Invalid header value in event',
});
assert.throws(() => Network.dataReceived({ requestId: '1', timestamp: 1, dataLength: 1, encodedDataLength: 1, data: 'text' }), TypeError);

// Kept until the end.
begin('kept');
const [[name, { initiator, ...params }], [, received]] = events;
assert.strictEqual(name, 'requestWillBeSent');
assert.deepStrictEqual(params, { requestId: 'kept', timestamp: 1, wallTime: 2, request });
assert.strictEqual(initiator.type, 'script');
assert.ok(initiator.stack.callFrames.some(({ functionName }) => functionName === 'begin'));
assert.deepStrictEqual(received, { requestId: 'kept', timestamp: 4, type: 'Fetch', response });
assert.strictEqual(post('Network.getRequestPostData', { requestId: 'kept' }), refusal('Request data is not finished yet'));
assert.strictEqual(post('Network.getResponseBody', { requestId: 'kept' }), refusal('Response data is not finished yet'));
Network.dataSent({ requestId: 'kept', finished: true });
Network.dataReceived({ requestId: 'kept', timestamp: 6, ...bytes('ceived') });
Network.loadingFinished({ requestId: 'kept', timestamp: 7 });
assert.deepStrictEqual(post('Network.getRequestPostData', { requestId: 'kept' }), { postData: 'sent' });
assert.deepStrictEqual(post('Network.getResponseBody', { requestId: 'kept' }), { body: 'received', base64Encoded: false });
assert.ok(!events.some(([event]) => event === 'dataReceived'));

// Streamed from the middle on.
begin('streamed');
assert.deepStrictEqual(post('Network.streamResourceContent', { requestId: 'streamed' }), { bufferedData: btoa('re') });
Network.dataReceived({ requestId: 'streamed', timestamp: 6, ...bytes('ceived') });
assert.deepStrictEqual(events.at(-1), ['dataReceived', {
  requestId: 'streamed', timestamp: 6, dataLength: 6, encodedDataLength: 6, data: btoa('ceived'),
}]);
Network.loadingFinished({ requestId: 'streamed', timestamp: 7 });
assert.strictEqual(post('Network.getResponseBody', { requestId: 'streamed' }), refusal('Request not found'));

// Failed.
begin('failed');
Network.loadingFailed({ requestId: 'failed', timestamp: 8, type: 'Fetch', errorText: 'gone' });
assert.deepStrictEqual(events.at(-1), ['loadingFailed', { requestId: 'failed', timestamp: 8, type: 'Fetch', errorText: 'gone' }]);
assert.strictEqual(post('Network.getResponseBody', { requestId: 'failed' }), refusal('Request not found'));
assert.strictEqual(post('Network.getResponseBody', {}), refusal('Invalid parameters'));

post('Network.disable');
const count = events.length;
begin('unseen');
assert.strictEqual(events.length, count);
session.disconnect();
