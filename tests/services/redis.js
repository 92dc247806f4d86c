// Services: redis
'use strict';

const { createClient, createClientPool, RESP_TYPES, ErrorReply } = require('redis');

const url = process.env.REDIS_URL;
const failing = (promise) => promise.then(() => console.log('did not fail'), (error) => console.log(error.constructor.name, error instanceof ErrorReply, error.message));

async function values(client) {
  console.log(await client.set('a', 'ü', { EX: 100 }), await client.get('a'), await client.get('none'), await client.set('a', 'b', { NX: true }));
  await client.hSet('hash', { name: 'x', age: '3' });
  console.log({ ...(await client.hGetAll('hash')) }, await client.hIncrBy('hash', 'age', 2));
  console.log(await client.rPush('list', ['1', '2']), await client.lRange('list', 0, -1), await client.zAdd('sorted', [{ score: 2, value: 'two' }, { score: 1, value: 'one' }]));
  console.log(await client.zRangeWithScores('sorted', 0, -1), await client.sAdd('set', ['a', 'b']), [...(await client.sMembers('set'))].sort());
  const binary = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  await client.set('bytes', Buffer.from([0, 13, 10, 255]));
  console.log(await binary.get('bytes'), await client.sendCommand(['ECHO', 'hi']));
  await failing(client.hGet('a', 'x'));
  await failing(client.sendCommand(['NOPE']));
  const all = await Promise.all(Array.from({ length: 1000 }, (_, i) => client.incrBy('n', i)));
  console.log(all.at(-1));
  let keys = 0;
  for await (const some of client.scanIterator({ COUNT: 2 })) keys += some.length;
  console.log('scanned', keys);
}

async function together(client) {
  console.log(await client.multi().set('m', '1').incr('m').hGetAll('none').get('m').exec());
  const other = client.duplicate();
  await other.connect();
  await client.watch('m');
  await other.set('m', '9');
  await failing(client.multi().get('m').exec());
  await failing(client.multi().set('m', 'x').incr('m').exec());
  await other.close();
}

async function messages(client) {
  const subscriber = client.duplicate();
  await subscriber.connect();
  const heard = [];
  let listen;
  const done = new Promise((resolve) => (listen = (message, channel) => heard.push([channel, message]) === 2 && resolve()));
  await subscriber.subscribe('redis:news', listen);
  await subscriber.pSubscribe('redis:p*', listen);
  const receivers = [await client.publish('redis:news', 'one'), await client.publish('redis:plus', 'zwei ✓')];
  await done;
  console.log(receivers);
  console.log(heard);
  await subscriber.unsubscribe();
  await subscriber.close();
}

async function streams(client) {
  await client.xAdd('stream', '1-1', { name: 'first' });
  await client.xGroupCreate('stream', 'group', '0');
  const read = await client.xReadGroup('group', 'me', { key: 'stream', id: '>' });
  console.log(JSON.stringify(read), await client.xAck('stream', 'group', '1-1'));
  console.log(await client.eval('return {KEYS[1], ARGV[1], 3}', { keys: ['k'], arguments: ['v'] }));
}

async function connections(client) {
  const events = [];
  const other = client.duplicate({ socket: { reconnectStrategy: () => 1 } });
  for (const event of ['connect', 'ready', 'reconnecting', 'end']) other.on(event, () => events.push(event));
  other.on('error', (error) => events.push(error.constructor.name));
  await other.connect();
  const again = new Promise((resolve) => other.once('ready', resolve));
  await client.sendCommand(['CLIENT', 'KILL', 'ID', String(await other.sendCommand(['CLIENT', 'ID']))]);
  await again;
  console.log(await other.ping(), events);
  await other.close();
  await failing(other.get('a'));
  const pool = createClientPool({ url }, { maximum: 3 });
  await pool.connect();
  console.log((await Promise.all(Array.from({ length: 10 }, () => pool.execute((one) => one.incr('pooled'))))).sort((a, b) => a - b).join());
  await pool.close();
  const refused = createClient({ url: 'redis://127.0.0.1:1', socket: { reconnectStrategy: false } }).on('error', () => {});
  await refused.connect().catch(({ code }) => console.log(code));
}

(async () => {
  const client = await createClient({ url }).on('error', (error) => console.log('client:', error.message)).connect();
  await values(client);
  await together(client);
  await messages(client);
  await streams(client);
  await connections(client);
  await client.close();
})();
