// Services: redis
'use strict';

const { once } = require('node:events');

const url = process.env.REDIS_URL;
const failing = (promise) => promise.then((value) => console.log('did not fail', value), ({ name, message }) => console.log(name, message));

async function values(redis) {
  console.log(await redis.set('a', 'ü', 'EX', 100), await redis.get('a'), await redis.ttl('a') > 90, await redis.get('none'));
  console.log(await redis.set('a', '1', 'NX'), await redis.incrby('a:n', 5), await redis.incrbyfloat('a:n', 0.5));
  const bytes = Buffer.from([0, 1, 254, 255, 13, 10]);
  await redis.set('bytes', bytes);
  console.log(await redis.getBuffer('bytes'), (await redis.getBuffer('bytes')).equals(bytes));
  const large = 'é'.repeat(1_000_000);
  await redis.set('large', large);
  console.log((await redis.get('large')) === large, await redis.strlen('large'));
  await redis.hset('hash', { name: 'x', age: 3 });
  console.log(await redis.hgetall('hash'), await redis.hincrby('hash', 'age', 2), await redis.hmget('hash', 'name', 'no'));
  console.log(await redis.rpush('list', 1, 2, 3), await redis.lrange('list', 0, -1), await redis.lmove('list', 'other', 'LEFT', 'RIGHT'));
  console.log(await redis.sadd('set', 'b', 'a', 'b'), (await redis.smembers('set')).sort(), await redis.zadd('sorted', 2, 'two', 1.5, 'one'));
  console.log(await redis.zrange('sorted', 0, -1, 'WITHSCORES'), await redis.zscore('sorted', 'two'), await redis.exists('a', 'b', 'set'));
  console.log(await redis.geoadd('places', 13.361389, 38.115556, 'Palermo', 15.087269, 37.502669, 'Catania'), await redis.geodist('places', 'Palermo', 'Catania', 'km'));
  await failing(redis.hget('a', 'field'));
  await failing(redis.call('NOPE', 'x'));
  redis.get('a', (error, value) => console.log('callback', error, value));
  await redis.ping();
}

async function together(redis, Redis) {
  console.log(await redis.pipeline().set('p', 1).incr('p').hget('p', 'x').get('p').exec().then((all) => all.map(([error, value]) => [error?.message, value])));
  console.log(await redis.multi().set('m', 1).incr('m').get('m').exec());
  await failing(redis.multi().set('m').get('m').exec());
  await redis.watch('m');
  const other = redis.duplicate();
  await other.set('m', 'changed');
  console.log(await redis.multi().set('m', 'lost').exec(), await redis.get('m'));
  other.disconnect();
  const many = redis.pipeline();
  for (let i = 0; i < 5000; i++) many.set(`k${i}`, i).get(`k${i}`);
  console.log((await many.exec()).reduce((sum, [, value]) => sum + (Number(value) || 0), 0));
  const all = Array.from({ length: 2000 }, (_, i) => redis.get(`k${i}`));
  console.log((await Promise.all(all)).reduce((sum, value) => sum + Number(value), 0));
  const automatic = new Redis(url, { enableAutoPipelining: true });
  const reads = [automatic.get('k1'), automatic.get('k2'), automatic.get('k3')];
  console.log(automatic.autoPipelineQueueSize, await Promise.all(reads));
  automatic.disconnect();
}

async function scripts(redis) {
  redis.defineCommand('addUp', { numberOfKeys: 2, lua: "return redis.call('get', KEYS[1]) + redis.call('get', KEYS[2]) + ARGV[1]" });
  console.log(await redis.addUp('k10', 'k20', 5), await redis.pipeline().addUp('k1', 'k2', 3).exec());
  console.log(await redis.eval('return {1, "two", {KEYS[1], ARGV[1]}, false, redis.status_reply("fine")}', 1, 'key', 'arg'));
  await failing(redis.eval('return redis.error_reply("MINE of mine")', 0));
}

async function messages(redis) {
  const subscriber = redis.duplicate();
  console.log(await subscriber.subscribe('ioredis:news', 'ioredis:more'), await subscriber.psubscribe('ioredis:p*'));
  const seen = [];
  const done = new Promise((resolve) => {
    const note = (...words) => seen.push(words.join(' ')) === 3 && resolve();
    subscriber.on('message', (channel, message) => note('message', channel, message));
    subscriber.on('pmessage', (pattern, channel, message) => note('pmessage', pattern, channel, message));
  });
  console.log(await redis.publish('ioredis:news', 'one'), await redis.publish('ioredis:plus', 'zwei ✓'), await redis.publish('ioredis:more', ''));
  await done;
  console.log(seen);
  console.log(await subscriber.unsubscribe('ioredis:news', 'ioredis:more'), await subscriber.punsubscribe('ioredis:p*'));
  subscriber.disconnect();
}

async function streams(redis) {
  await redis.xadd('stream', '1-1', 'name', 'first');
  await redis.xgroup('CREATE', 'stream', 'group', '0');
  const reader = redis.duplicate();
  const blocked = reader.xread('BLOCK', 5000, 'STREAMS', 'stream', '1-1');
  await redis.xadd('stream', '1-2', 'name', 'second', 'n', 2);
  console.log(JSON.stringify(await blocked));
  console.log(JSON.stringify(await reader.xreadgroup('GROUP', 'group', 'me', 'COUNT', 10, 'STREAMS', 'stream', '>')));
  console.log(await reader.xack('stream', 'group', '1-1'), (await reader.xpending('stream', 'group'))[0]);
  const popped = reader.blpop('jobs', 5);
  await redis.lpush('jobs', 'job');
  console.log(await popped, await reader.blpop('jobs', 0.01));
  reader.disconnect();
}

async function scanned(redis) {
  let count = 0;
  for await (const keys of redis.scanStream({ match: 'k*', count: 500 })) count += keys.length;
  const fields = [];
  for await (const some of redis.hscanStream('hash')) fields.push(...some);
  console.log('scanned', count >= 5000, fields);
}

async function connections(redis, Redis) {
  const lazy = new Redis(url, { lazyConnect: true, keyPrefix: 'pre:', retryStrategy: () => 1 });
  const states = [lazy.status];
  for (const event of ['connecting', 'connect', 'ready', 'close', 'reconnecting', 'end']) lazy.on(event, () => states.push(event));
  await lazy.connect();
  await lazy.set('x', 1);
  console.log(await redis.get('pre:x'));
  const again = once(lazy, 'ready');
  await redis.client('KILL', 'ID', await lazy.client('ID'));
  await again;
  console.log(await lazy.get('x'));
  const end = once(lazy, 'end');
  console.log(await lazy.quit());
  await end;
  console.log(states.join(' '));
  await failing(lazy.get('x'));
  const refused = new Redis(1, '127.0.0.1', { retryStrategy: null, maxRetriesPerRequest: 0 });
  const error = once(refused, 'error');
  await failing(refused.get('x'));
  console.log((await error)[0].code);
  const timed = new Redis(url, { commandTimeout: 20 });
  await failing(timed.blpop('never', 5));
  timed.disconnect();
}

// The version that most programs have, and the newest.
async function run(name) {
  const Redis = require(name);
  console.log(name);
  const redis = new Redis(url);
  await values(redis);
  await together(redis, Redis);
  await scripts(redis);
  await messages(redis);
  await streams(redis);
  await scanned(redis);
  await connections(redis, Redis);
  console.log(await redis.flushdb(), await redis.quit());
}

run('ioredis').then(() => run('ioredis6'));
