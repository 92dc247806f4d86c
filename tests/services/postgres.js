// Services: postgres
'use strict';

const postgres = require('postgres');
const { Readable } = require('node:stream');
const { pipeline } = require('node:stream/promises');

const notices = [];
const sql = postgres(process.env.DATABASE_URL, { max: 4, onnotice: ({ message }) => notices.push(message), transform: postgres.camel });
const failing = (promise) => promise.then(() => console.log('did not fail'), ({ name, code, message }) => console.log(name, code, message));

async function queries() {
  await sql`CREATE TABLE people (id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY, full_name text NOT NULL, age int, tags text[], extra jsonb)`;
  const people = [{ fullName: 'Ann', age: 30 }, { fullName: 'Bob', age: null }, { fullName: "Robert'); DROP TABLE people;--", age: 9 }];
  console.log(await sql`INSERT INTO people ${sql(people, 'fullName', 'age')} RETURNING id, full_name`);
  const minimum = 10;
  console.log(await sql`SELECT full_name, age FROM people WHERE age > ${minimum} ${minimum > 5 ? sql`AND id > 0` : sql``} ORDER BY ${sql('id')}`);
  console.log(await sql`SELECT full_name FROM people WHERE id IN ${sql([1, 2])} ORDER BY id`);
  await sql`UPDATE people SET ${sql({ age: 31, tags: ['x', 'y,z', null], extra: { a: [1] } }, 'age', 'tags', 'extra')} WHERE id = 1`;
  const [ann] = await sql`SELECT * FROM people WHERE id = 1`;
  console.log(ann);
  console.log(await sql`SELECT ${1n}::int8 AS big, ${new Date(0)}::timestamptz AS time, ${Buffer.from([0, 255])}::bytea AS bytes, ${sql.json({ b: null })} AS json, ${[1, 2]}::int[] AS list, ${true} AS flag`);
  const result = await sql`SELECT 1 AS x, 'b' AS y`.values();
  console.log([...result], result.columns.map(({ name, type }) => [name, type]), result.count, result.command);
  console.log(await sql.unsafe('SELECT 1 AS a; SELECT 2 AS b'));
  await sql`DO $$ BEGIN RAISE NOTICE 'look'; END $$`;
  console.log(notices, (await sql`SELECT 1`.describe()).columns.length);
}

async function transactions() {
  console.log(await sql.begin(async (tx) => {
    await tx`UPDATE people SET age = 1 WHERE id = 1`;
    await tx.savepoint(async (inner) => {
      await inner`UPDATE people SET age = 2 WHERE id = 1`;
      throw new Error('back');
    }).catch(({ message }) => console.log(message));
    return tx`SELECT age FROM people WHERE id = 1`;
  }));
  await failing(sql.begin(async (tx) => {
    await tx`DELETE FROM people`;
    await tx`SELECT 1 / 0`;
  }));
  console.log(await sql`SELECT count(*)::int FROM people`, await sql.begin((tx) => [tx`SELECT 1 AS a`, tx`SELECT 2 AS b`]));
}

async function streamed() {
  const sizes = [];
  await sql`SELECT n FROM generate_series(1, 25) n`.cursor(10, (rows) => void sizes.push(rows.length));
  let sum = 0;
  for await (const rows of sql`SELECT n FROM generate_series(1, 1000) n`.cursor(300)) for (const { n } of rows) sum += n;
  let each = 0;
  await sql`SELECT n FROM generate_series(1, 100) n`.forEach(({ n }) => (each += n));
  console.log(sizes, sum, each);
  await pipeline(Readable.from(['1,a\n2,', 'b\n']), await sql`COPY people (age, full_name) FROM STDIN WITH (FORMAT csv)`.writable());
  const chunks = [];
  for await (const chunk of await sql`COPY (SELECT full_name, age FROM people ORDER BY id) TO STDOUT`.readable()) chunks.push(chunk);
  console.log(Buffer.concat(chunks).toString());
}

async function notified() {
  const heard = new Promise((resolve) => {
    sql.listen('postgres_js', resolve).then(() => sql.notify('postgres_js', 'payload'));
  });
  console.log(await heard);
}

(async () => {
  await queries();
  await transactions();
  await streamed();
  await notified();
  await failing(sql`SELECT * FROM nowhere`);
  await failing(sql`SELECT ${undefined}`);
  const slow = sql`SELECT pg_sleep(30)`;
  const outcome = failing(slow);
  while ((await sql`SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`).length === 0);
  slow.cancel();
  await outcome;
  const many = await Promise.all(Array.from({ length: 200 }, (_, i) => sql`SELECT ${i}::int AS i`));
  console.log(many.reduce((total, [{ i }]) => total + i, 0));
  await sql.end();
  await failing(sql`SELECT 1`);
  const secure = postgres(process.env.DATABASE_URL, { ssl: { rejectUnauthorized: false }, max: 1 });
  console.log(await secure`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`);
  await secure.end();
})();
