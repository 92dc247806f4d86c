// Services: mongodb postgres
// Pages by number, with the totals, and pages that go on after the last row seen.
'use strict';

const express = require('express');
const { MongoClient } = require('mongodb');
const { Pool } = require('pg');
const { ask } = require('./_client');

const client = new MongoClient(process.env.MONGODB_URL);
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();

/** Page and limit of a query, whatever it holds. */
function paging({ page, limit }) {
  const wanted = Math.min(Math.max(Number.parseInt(limit, 10) || 10, 1), 100);
  const number = Math.max(Number.parseInt(page, 10) || 1, 1);
  return { page: number, limit: wanted, skip: (number - 1) * wanted };
}

app.get('/mongo', async (req, res) => {
  const { page, limit, skip } = paging(req.query);
  const users = client.db().collection('users');
  const [data, total] = await Promise.all([users.find().sort({ _id: 1 }).skip(skip).limit(limit).toArray(), users.countDocuments()]);
  res.json({ data: data.map(({ name }) => name), page, limit, total, totalPages: Math.ceil(total / limit) });
});

app.get('/postgres', async (req, res) => {
  const { page, limit, skip } = paging(req.query);
  const { rows } = await pool.query('SELECT name, count(*) OVER ()::int AS total FROM users ORDER BY id LIMIT $1 OFFSET $2', [limit, skip]);
  res.json({ data: rows.map(({ name }) => name), page, limit, total: rows[0]?.total ?? 0 });
});

app.get('/after', async (req, res) => {
  const { limit } = paging(req.query);
  const after = req.query.cursor ? Number(Buffer.from(req.query.cursor, 'base64url')) : 0;
  const { rows } = await pool.query('SELECT id, name FROM users WHERE id > $1 ORDER BY id LIMIT $2', [after, limit + 1]);
  const data = rows.slice(0, limit);
  res.json({ data: data.map(({ name }) => name), next: rows.length > limit ? Buffer.from(String(data.at(-1).id)).toString('base64url') : null });
});

(async () => {
  await client.connect();
  await client.db().collection('users').insertMany(Array.from({ length: 25 }, (_, i) => ({ _id: i, name: `user ${i}` })));
  await pool.query('CREATE TABLE users (id serial PRIMARY KEY, name text)');
  await pool.query("INSERT INTO users (name) SELECT 'user ' || n FROM generate_series(0, 24) n");
  const server = app.listen(0, '127.0.0.1', async () => {
    const { port } = server.address();
    for (const path of ['/mongo', '/mongo?page=3&limit=10', '/mongo?page=99', '/mongo?page=x&limit=-5', '/postgres?page=2&limit=4', '/postgres?page=9', '/postgres?limit=1e9&page=1;DROP']) {
      console.log(path, (await ask({ port, path })).split('utf-8 ').at(-1));
    }
    let cursor;
    do {
      const { data, next } = JSON.parse((await ask({ port, path: `/after?limit=9${cursor ? `&cursor=${cursor}` : ''}` })).split('utf-8 ').at(-1));
      console.log(data.length, data[0], data.at(-1), next);
      cursor = next;
    } while (cursor);
    server.close();
    await client.db().dropDatabase();
    await client.close();
    await pool.end();
  });
})();
