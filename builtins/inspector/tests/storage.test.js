// Flags: --experimental-storage-inspection
'use strict';

const assert = require('node:assert');
const { DOMStorage, Session } = require('node:inspector');

const session = new Session();
session.connect();
const events = [];
session.on('inspectorNotification', ({ method, params: { storageId: { isLocalStorage }, ...details } }) => {
  events.push([method.replace('DOMStorage.domStorageItem', ''), isLocalStorage, details]);
});
const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => (answer = error ? error.message : result));
  return answer;
};
const storageId = { isLocalStorage: false, securityOrigin: '' };

assert.strictEqual(post('DOMStorage.getDOMStorageItems', { storageId }), 'Inspector error -32000: DOMStorage domain is not enabled');
post('DOMStorage.enable');
sessionStorage.setItem('a', '1');
sessionStorage.setItem('a', '2');
sessionStorage.removeItem('a');
sessionStorage.clear();
sessionStorage.setItem('b', '3');
assert.deepStrictEqual(events, [
  ['Added', false, { key: 'a', newValue: '1' }],
  ['Updated', false, { key: 'a', oldValue: '1', newValue: '2' }],
  ['Removed', false, { key: 'a' }],
  ['sCleared', false, {}],
  ['Added', false, { key: 'b', newValue: '3' }],
]);
assert.deepStrictEqual(post('DOMStorage.getDOMStorageItems', { storageId }), { entries: [['b', '3']] });
assert.strictEqual(post('DOMStorage.getDOMStorageItems', {}), 'Inspector error -32602: Invalid parameters');
assert.strictEqual(post('DOMStorage.clear', { storageId }), 'Inspector error -32000: Not implemented');
for (const [method, params] of [['clear', {}], ['setDOMStorageItem', { storageId, key: 'a' }], ['removeDOMStorageItem', { storageId }]]) {
  assert.strictEqual(post(`DOMStorage.${method}`, params), 'Inspector error -32602: Invalid parameters');
}

// A program shows other pairs, and makes events.
DOMStorage.registerStorage({ isLocalStorage: false, storageMap: { key: 1 } });
assert.deepStrictEqual(post('DOMStorage.getDOMStorageItems', { storageId }), { entries: [['key', '1']] });
assert.throws(() => DOMStorage.domStorageItemAdded({ key: 'k', newValue: 'v' }), { message: 'Missing storageId in event' });
assert.throws(() => DOMStorage.registerStorage({}), { message: 'Missing isLocalStorage in event' });
DOMStorage.domStorageItemRemoved({ storageId: { ...storageId, storageKey: 'k' }, key: 'k' });
assert.deepStrictEqual(events.at(-1), ['Removed', false, { key: 'k' }]);

post('DOMStorage.disable');
assert.strictEqual(post('DOMStorage.getDOMStorageItems', { storageId }), 'Inspector error -32000: DOMStorage domain is not enabled');
session.disconnect();
