'use strict';

const { Pool } = require('pg');
const { measure } = require('./measure.js');

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const simple = () => pool.query('SELECT 1 AS one');
const prepared = (i) => pool.query({ name: 'sum', text: 'SELECT $1::int + $2::int AS sum', values: [i, 1] });
const rows100 = () => pool.query({ name: 'rows', text: "SELECT n AS id, 'name ' || n AS name, n % 2 = 0 AS even, now() AS at FROM generate_series(1, 100) n" });

const oneAtATime = (query) => async (n) => { for (let i = 0; i < n; i++) await query(i); };

/** Ten loops, one for each connection of the pool. */
const tenAtATime = (query) => async (n) => {
  let left = n;
  const loop = async () => { while (left-- > 0) await query(left); };
  await Promise.all(Array.from({ length: 10 }, loop));
};

measure({
  'pg simple query, one at a time': oneAtATime(simple),
  'pg simple query, pool of 10': tenAtATime(simple),
  'pg prepared, one at a time': oneAtATime(prepared),
  'pg prepared, pool of 10': tenAtATime(prepared),
  'pg 100 rows, pool of 10': tenAtATime(rows100),
}).then(() => pool.end());
