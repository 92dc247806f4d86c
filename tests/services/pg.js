// Services: postgres
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Readable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { Client, Pool, types } = require('pg');
const Cursor = require('pg-cursor');
const QueryStream = require('pg-query-stream');
const copy = require('pg-copy-streams');

const connectionString = process.env.DATABASE_URL;

/** What of a server's error does not change from run to run. */
const told = ({ name, code, severity, message, detail, constraint, position }) => [name, code, severity, message, detail, constraint, position].filter((part) => part !== undefined).join(' | ');
const failing = (promise) => promise.then(() => console.log('did not fail'), (error) => console.log(told(error)));

async function values(client) {
  const { rows, fields } = await client.query(`SELECT 1::int2 AS small, 2::int8 AS big, 1.5::float8 AS real, 1.10::numeric AS exact, true AS flag, 'ü' AS text,
    '\\x00ff'::bytea AS bytes, NULL AS nothing, '{"a":[1,2]}'::jsonb AS json, ARRAY[1,2,NULL]::int4[] AS list, '2024-02-29 12:00:00+02'::timestamptz AS time`);
  console.log(rows[0]);
  console.log(fields.map(({ name, dataTypeID, format }) => [name, dataTypeID, format]));
  console.log((await client.query({ text: 'SELECT $1::text AS a, $2::int AS b', values: ['x', 7], rowMode: 'array' })).rows);
  console.log((await client.query('SELECT $1::jsonb AS json, $2::bytea AS bytes, $3::int[] AS list, $4::timestamptz AS time', [{ a: 1 }, Buffer.from([1, 2, 255]), [3, 4], new Date(0)])).rows[0]);
  console.log((await client.query({ text: "SELECT '9007199254740993'::int8 AS big", types: { getTypeParser: (id, format) => (id === 20 ? BigInt : types.getTypeParser(id, format)) } })).rows);
  console.log((await client.query({ text: 'SELECT 258::int4 AS a, NULL::int4 AS b', binary: true })).rows);
  const several = await client.query('SELECT 1 AS a; SELECT 2 AS b; CREATE TABLE t (id serial PRIMARY KEY, name text UNIQUE, at timestamptz)');
  console.log(several.map(({ command, rowCount, rows: some }) => [command, rowCount, some]));
}

async function prepared(client) {
  for (const name of ['a', 'b', 'c']) {
    const { command, rowCount, rows } = await client.query({ name: 'insert', text: 'INSERT INTO t (name) VALUES ($1) RETURNING id', values: [name] });
    console.log(command, rowCount, rows);
  }
  console.log((await client.query('SELECT name, calls FROM (SELECT name, generic_plans + custom_plans AS calls FROM pg_prepared_statements) p')).rows);
  const many = Array.from({ length: 500 }, (_, i) => client.query({ name: 'twice', text: 'SELECT $1::int * 2 AS n', values: [i] }));
  console.log((await Promise.all(many)).reduce((sum, { rows }) => sum + rows[0].n, 0));
}

async function transactions(pool) {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query("INSERT INTO t (name) VALUES ('d')");
  await failing(client.query("INSERT INTO t (name) VALUES ('a')"));
  await failing(client.query('SELECT 1'));
  await client.query('ROLLBACK');
  await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE');
  await client.query("UPDATE t SET name = 'A' WHERE name = 'a'");
  console.log('outside:', (await pool.query('SELECT name FROM t ORDER BY id')).rows.map(({ name }) => name).join());
  await client.query('COMMIT');
  client.release();
  console.log('after:', (await pool.query('SELECT name FROM t ORDER BY name COLLATE "C"')).rows.map(({ name }) => name).join());
}

async function pooled(pool) {
  const events = [];
  for (const event of ['connect', 'acquire', 'release', 'remove']) pool.on(event, () => events.push(event));
  const waits = Array.from({ length: 6 }, (_, i) => pool.query('SELECT $1::int AS i, pg_sleep(0.01)', [i]).then(({ rows }) => rows[0].i));
  console.log((await Promise.all(waits)).join(), pool.totalCount, pool.idleCount, pool.waitingCount);
  console.log(events.filter((event) => event !== 'connect').length, [...new Set(events)].sort());
  const held = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
  pool.options.connectionTimeoutMillis = 20;
  await pool.connect().catch((error) => console.log(error.message));
  pool.options.connectionTimeoutMillis = 0;
  const error = new Promise((resolve) => held[0].once('error', resolve));
  await held[1].query('SELECT pg_terminate_backend($1)', [held[0].processID]);
  console.log(told(await error));
  await failing(held[0].query('SELECT 1'));
  held[0].release(true);
  held.slice(1).forEach((client) => client.release());
  console.log(pool.totalCount, pool.idleCount);
}

async function notifications(pool) {
  const client = await pool.connect();
  const three = new Promise((resolve) => {
    const seen = [];
    client.on('notification', ({ channel, payload }) => seen.push([channel, payload]) === 3 && resolve(seen));
  });
  await client.query('LISTEN news');
  await pool.query("NOTIFY news, 'one'");
  await pool.query('SELECT pg_notify($1, $2)', ['news', 'zwei ✓']);
  await pool.query('NOTIFY news');
  console.log(await three);
  const notice = new Promise((resolve) => client.once('notice', resolve));
  await client.query("DO $$ BEGIN RAISE WARNING 'mind %', 'this'; END $$");
  console.log(told(await notice));
  await client.query('UNLISTEN *');
  client.removeAllListeners('notification');
  client.release();
}

async function rowByRow(pool) {
  const client = await pool.connect();
  const cursor = client.query(new Cursor('SELECT n FROM generate_series(1, 7) n'));
  for (let rows; (rows = await cursor.read(3)).length > 0;) console.log(rows.map(({ n }) => n));
  await cursor.close();
  let sum = 0;
  for await (const { n } of client.query(new QueryStream('SELECT n FROM generate_series(1, $1::int) n', [20000], { batchSize: 500 }))) sum += n;
  console.log('streamed', sum);
  const some = [];
  for await (const { n } of client.query(new QueryStream('SELECT n FROM generate_series(1, 1000000) n', [], { highWaterMark: 4 }))) if (some.push(n) === 10) break;
  console.log('left early', some.at(-1), (await client.query('SELECT 1 AS still')).rows);
  await client.query('CREATE TABLE lines (id int, text text)');
  const source = Readable.from((function* () {
    for (let i = 0; i < 10000; i++) yield `${i}\tline ${i} é\n`;
  })());
  const into = client.query(copy.from('COPY lines FROM STDIN'));
  await pipeline(source, into);
  console.log('copied in', into.rowCount);
  let bytes = 0;
  for await (const chunk of client.query(copy.to("COPY (SELECT * FROM lines ORDER BY id) TO STDOUT WITH (FORMAT csv)"))) bytes += chunk.length;
  console.log('copied out', bytes);
  const broken = pipeline(Readable.from(['1\tx\n', 'no number\ty\n']), client.query(copy.from('COPY lines FROM STDIN')));
  await failing(broken);
  console.log((await client.query('SELECT count(*) FROM lines')).rows);
  client.release();
}

async function faults(pool) {
  await failing(pool.query('SELEC 1'));
  await failing(pool.query('SELECT * FROM missing'));
  await failing(pool.query('SELECT $1::int', ['x']));
  await failing(pool.query('SELECT 1 / $1::int', [0]));
  await failing(pool.query('SELECT $1::int, $2::int', [1]));
  await failing(new Pool({ connectionString, statement_timeout: 20, max: 1, allowExitOnIdle: true }).query('SELECT pg_sleep(5)'));
  await failing(new Pool({ connectionString, query_timeout: 20, max: 1, allowExitOnIdle: true, idleTimeoutMillis: 1 }).query('SELECT pg_sleep(0.2)'));
  const client = await pool.connect();
  const slow = failing(client.query('SELECT pg_sleep(30)'));
  const busy = new Client({ connectionString });
  await busy.connect();
  let found;
  while (!found) found = (await busy.query("SELECT pg_cancel_backend(pid) AS done FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", [client.processID])).rows[0]?.done;
  await slow;
  client.release();
  await busy.end();
  await failing(busy.query('SELECT 1'));
  const url = new URL(connectionString);
  url.pathname = '/nowhere';
  await failing(new Client({ connectionString: url.href }).connect());
  url.port = '1';
  await new Client({ connectionString: url.href }).connect().catch(({ code, syscall, address }) => console.log(code, syscall, address));
}

async function encrypted() {
  const ca = readFileSync(join(__dirname, '../../builtins/tls/tests/fixtures/ca.pem'), 'utf8');
  const client = new Client({ connectionString, ssl: { ca } });
  await client.connect();
  console.log(client.connection.stream.encrypted, client.connection.stream.authorized, client.connection.stream.getProtocol());
  console.log((await client.query('SELECT version, cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).rows);
  console.log((await client.query("SELECT length(repeat('x', 300000) || $1) AS n, repeat('y', 200000) AS text", ['é'.repeat(50000)])).rows.map(({ n, text }) => [n, text.length]));
  await client.end();
  await new Client({ connectionString, ssl: true }).connect().catch(({ code, message }) => console.log(code, message));
}

(async () => {
  const pool = new Pool({ connectionString, max: 3 });
  pool.on('error', (error) => console.log('pool:', error.message));
  const client = await pool.connect();
  await values(client);
  await prepared(client);
  client.release();
  await transactions(pool);
  await pooled(pool);
  await notifications(pool);
  await rowByRow(pool);
  await faults(pool);
  await encrypted();
  await pool.end();
  await failing(pool.query('SELECT 1'));
  console.log(pool.totalCount, pool.ended);
})();
