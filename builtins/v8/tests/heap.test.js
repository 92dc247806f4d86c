'use strict';
const assert = require('node:assert');
const v8 = require('node:v8');

const heap = v8.getHeapStatistics();
assert(heap.used_heap_size > 0 && heap.used_heap_size <= heap.heap_size_limit);
assert(v8.getHeapSpaceStatistics().some((space) => space.space_name === 'old_space'));
assert(v8.cachedDataVersionTag() > 0);
assert.strictEqual(v8.isStringOneByteRepresentation('a'), true);
assert.strictEqual(v8.isStringOneByteRepresentation('\u1234'), false);
assert.throws(() => v8.setFlagsFromString(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => v8.startupSnapshot.addSerializeCallback(() => {}), { code: 'ERR_NOT_BUILDING_SNAPSHOT' });

const settled = [];
const stop = v8.promiseHooks.onSettled((promise) => settled.push(promise));
const promise = Promise.resolve(1);
stop();
assert(settled.includes(promise));
