'use strict';

const { LRUCache } = require('lru-cache');
const { line, withServer } = require('./_http');

const evicted = [];
const cache = new LRUCache({ max: 2, dispose: (value, key, reason) => evicted.push(`${key}:${reason}`) });
let computed = 0;

function answer(request, response) {
  const known = cache.get(request.url);
  if (known === undefined) cache.set(request.url, `value ${++computed} of ${request.url}`);
  response.setHeader('X-Cache', known === undefined ? 'miss' : 'hit');
  response.end(cache.get(request.url));
}

withServer(answer, async (ask) => {
  for (const path of ['/a', '/a', '/b', '/c', '/a', '/c']) console.log(line(await ask(path), 'x-cache'));
  console.log(evicted, [...cache.keys()], cache.size);
  const sized = new LRUCache({ maxSize: 10, sizeCalculation: (value) => value.length, ttl: 60_000 });
  sized.set('x', '12345').set('y', '67890').set('z', '1');
  console.log([...sized.entries()], sized.calculatedSize, sized.getRemainingTTL('z') > 59_000);
});
