// Services: redis postgres
// Hot rows in the process, shared ones in Redis, all in the database; and many who ask for the same at once ask once.
'use strict';

const Redis = require('ioredis');
const { LRUCache } = require('lru-cache');
const { Pool } = require('pg');

const redis = new Redis(process.env.REDIS_URL);
const pool = new Pool({ connectionString: process.env.DATABASE_URL });

class Users {
  memory = new LRUCache({ max: 2, ttl: 1000 * 60 * 5 });
  flights = new Map();
  hits = { memory: 0, redis: 0, database: 0 };

  async get(id) {
    const cached = this.memory.get(id);
    if (cached) {
      this.hits.memory++;
      return cached;
    }
    let flight = this.flights.get(id);
    if (!flight) {
      flight = this.#fetch(id).finally(() => this.flights.delete(id));
      this.flights.set(id, flight);
    }
    return flight;
  }

  async #fetch(id) {
    const shared = await redis.get(`user:${id}`);
    if (shared) this.hits.redis++;
    const user = shared ? JSON.parse(shared) : await this.#query(id);
    if (user) this.memory.set(id, user);
    return user;
  }

  async #query(id) {
    this.hits.database++;
    const { rows: [user] } = await pool.query('SELECT id, name FROM users WHERE id = $1', [id]);
    if (user) await redis.setex(`user:${id}`, 300, JSON.stringify(user));
    return user;
  }

  async rename(id, name) {
    await pool.query('UPDATE users SET name = $2 WHERE id = $1', [id, name]);
    await redis.del(`user:${id}`);
    await redis.publish('q45:changed', String(id));
  }
}

/** Another process would do the same: forget what changed. */
async function listen(caches) {
  const subscriber = redis.duplicate();
  await subscriber.subscribe('q45:changed');
  subscriber.on('message', (channel, id) => caches.forEach((cache) => cache.memory.delete(Number(id))));
  return subscriber;
}

(async () => {
  await pool.query('CREATE TABLE users (id int PRIMARY KEY, name text)');
  await pool.query("INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 10) n");
  const one = new Users();
  const two = new Users();
  const subscriber = await listen([one, two]);

  console.log(await one.get(1), one.hits);
  console.log(await one.get(1), one.hits);
  console.log(await two.get(1), two.hits);
  console.log((await redis.ttl('user:1')) > 290, await one.get(99), await redis.exists('user:99'));

  const crowd = new Users();
  console.log(new Set(await Promise.all(Array.from({ length: 100 }, () => crowd.get(5)))).size, crowd.hits);

  for (const id of [2, 3]) await one.get(id);
  console.log('least recently used went:', [...one.memory.keys()]);

  await two.get(3);
  const told = new Promise((resolve) => subscriber.once('message', (channel, id) => resolve(id)));
  await one.rename(3, 'renamed');
  console.log(await told, await two.get(3), two.hits);

  const short = new LRUCache({ max: 10, ttl: 1, ttlResolution: 0 });
  short.set('a', 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  console.log(short.get('a'), short.size);
  await redis.set('brief', 1, 'PX', 1);
  while (await redis.exists('brief'));
  console.log(await redis.get('brief'));
  subscriber.disconnect();
  await redis.quit();
  await pool.end();
})();
