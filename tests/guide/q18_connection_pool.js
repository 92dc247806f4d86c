// Services: postgres
// A pool lends connections that stand already, makes who comes too late wait, and gets each back also after an error.
'use strict';

const { Pool } = require('pg');

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 2, idleTimeoutMillis: 300, connectionTimeoutMillis: 10_000 });
let opened = 0;
let closed = 0;
pool.on('connect', () => opened++).on('remove', () => closed++);

async function transfer(from, to, sum) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('UPDATE accounts SET balance = balance - $1 WHERE name = $2', [sum, from]);
    await client.query('UPDATE accounts SET balance = balance + $1 WHERE name = $2', [sum, to]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const balances = async () => (await pool.query('SELECT name, balance FROM accounts ORDER BY name')).rows.map(({ name, balance }) => `${name} ${balance}`).join(', ');

(async () => {
  await pool.query('CREATE TABLE accounts (name text PRIMARY KEY, balance int CHECK (balance >= 0))');
  await pool.query("INSERT INTO accounts VALUES ('ann', 100), ('bob', 0)");
  await Promise.all(Array.from({ length: 30 }, () => transfer('ann', 'bob', 3)));
  console.log(await balances(), '- connections:', opened);
  await transfer('ann', 'bob', 1000).catch(({ code, constraint }) => console.log('refused', code, constraint));
  console.log(await balances(), '- lent:', pool.totalCount - pool.idleCount);

  const [one, two] = [await pool.connect(), await pool.connect()];
  const late = pool.query('SELECT 1 AS n');
  console.log('waiting:', pool.waitingCount);
  one.release();
  console.log((await late).rows, 'waiting:', pool.waitingCount);
  two.release();
  await new Promise((resolve) => pool.on('remove', () => closed === opened && resolve()));
  console.log('idle ones were closed:', pool.totalCount, opened === closed);
  console.log(await balances(), '- connections:', pool.totalCount);
  await pool.end();
  console.log('ended:', pool.ended, pool.totalCount);
})();
