// Flags: --experimental-inspector-network-resource
'use strict';

const assert = require('node:assert');
const { NetworkResources, Session } = require('node:inspector');

const session = new Session();
session.connect();
const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => (answer = error ? error.message : result));
  return answer;
};
const url = 'http://localhost/app.js.map';
const handle = { handle: url };

NetworkResources.put(url, '0123456789');
assert.deepStrictEqual(post('Network.loadNetworkResource', { url: 'http://localhost/none' }), { resource: { success: false } });
assert.deepStrictEqual(post('Network.loadNetworkResource', { url }), { resource: { success: true, stream: url } });
assert.deepStrictEqual(post('IO.read', { ...handle, size: 4 }), { data: '0123', eof: false });
assert.deepStrictEqual(post('IO.read', { ...handle, size: 100 }), { data: '456789', eof: false });
assert.deepStrictEqual(post('IO.read', handle), { data: '', eof: true });
assert.deepStrictEqual(post('IO.close', handle), {});
assert.deepStrictEqual(post('Network.loadNetworkResource', { url }), { resource: { success: false } });
assert.strictEqual(post('Network.loadNetworkResource', {}), 'Inspector error -32602: Invalid parameters');
assert.strictEqual(post('IO.read', {}), 'Inspector error -32602: Invalid parameters');
assert.throws(() => NetworkResources.put(1, ''), { code: 'ERR_INVALID_ARG_TYPE' });
session.disconnect();
