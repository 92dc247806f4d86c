'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { DatabaseSync, StatementSync, backup, constants } = require('node:sqlite');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sqlite-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true, force: true }));
const rows = (list) => list.map((row) => ({ ...row }));

// Values both ways, parameters of every kind.
{
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE data (id INTEGER PRIMARY KEY, value ANY) STRICT');
  const insert = db.prepare('INSERT INTO data (value) VALUES (?)');
  assert.ok(insert instanceof StatementSync);
  const values = [null, 1.5, 42, 'text with ü and \u{1F600}', new Uint8Array([1, 2, 3]), new Uint8Array(0), 2n ** 53n - 1n];
  for (const [index, value] of values.entries()) assert.deepStrictEqual(insert.run(value), { changes: 1, lastInsertRowid: index + 1 });
  const read = db.prepare('SELECT value FROM data ORDER BY id').all();
  assert.deepStrictEqual(read.map((row) => row.value), [...values.slice(0, -1), 2 ** 53 - 1]);
  assert.strictEqual(Object.getPrototypeOf(read[0]), null);
  assert.deepStrictEqual({ ...db.prepare('SELECT $a AS a, :b AS b, @c AS c, ? AS d').get({ a: 1, $a: 1, ':b': 2, c: 3 }, 4) }, { a: 1, b: 2, c: 3, d: 4 });
  assert.throws(() => db.prepare('SELECT $a').get({ z: 1 }), { code: 'ERR_INVALID_STATE', message: "Unknown named parameter 'z'" });
  assert.throws(() => insert.run(Symbol('x')), {
    code: 'ERR_INVALID_ARG_TYPE', message: 'Provided value cannot be bound to SQLite parameter 1.',
  });
  assert.strictEqual(db.prepare('SELECT ? AS a').get(true).a, 1);
  assert.strictEqual(insert.stat('sort'), 0);
  assert.throws(() => insert.run(2n ** 64n), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => db.prepare('SELECT 9007199254740993').get(), { code: 'ERR_OUT_OF_RANGE' });
  const big = db.prepare('SELECT 9007199254740993 AS n');
  big.setReadBigInts(true);
  assert.strictEqual(big.get().n, 9007199254740993n);
  big.setReturnArrays(true);
  assert.deepStrictEqual(big.get(), [9007199254740993n]);
  assert.strictEqual(db.prepare('SELECT ? AS a').expandedSQL, 'SELECT NULL AS a');
  assert.strictEqual(db.prepare('SELECT 1 WHERE 0').get(), undefined);
  db.close();
  assert.throws(() => insert.run(1), { code: 'ERR_INVALID_STATE', message: 'statement has been finalized' });
  assert.throws(() => db.exec(''), { code: 'ERR_INVALID_STATE', message: 'database is not open' });
}

// What SQLite has to say.
{
  const db = new DatabaseSync(':memory:');
  assert.throws(() => db.exec('SELEC'), { code: 'ERR_SQLITE_ERROR', errcode: 1, errstr: 'SQL logic error', message: 'near "SELEC": syntax error' });
  db.exec('CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)');
  assert.throws(() => db.exec('INSERT INTO t VALUES (1)'), { code: 'ERR_SQLITE_ERROR', errcode: 2067, errstr: 'constraint failed' });
  assert.throws(() => db.exec('SELECT "x"'), { code: 'ERR_SQLITE_ERROR' });
  // A name is a value: what looks like SQL stays text.
  const hostile = "x'); DROP TABLE t; --";
  assert.strictEqual(db.prepare('SELECT ? AS a').get(hostile).a, hostile);
  assert.strictEqual(db.prepare('SELECT count(*) AS n FROM t').get().n, 1);
}

// Iterators: a statement that is used otherwise ends them.
{
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)');
  const statement = db.prepare('SELECT a FROM t');
  assert.deepStrictEqual([...statement.iterate()].map((row) => row.a), [1, 2, 3]);
  const first = statement.iterate();
  first.next();
  statement.all();
  assert.throws(() => first.next(), { code: 'ERR_INVALID_STATE', message: /iterator was invalidated/ });
  const second = statement.iterate();
  second.next();
  db.close();
  assert.throws(() => second.next(), { code: 'ERR_INVALID_STATE' });
}

// Functions, aggregates, the authorizer; what they throw passes through SQL.
{
  const db = new DatabaseSync(':memory:');
  db.function('twice', (value) => value * 2);
  db.function('glue', { varargs: true }, (...values) => values.join('-'));
  assert.deepStrictEqual({ ...db.prepare("SELECT twice(21) AS a, glue(1, 'x', NULL) AS b").get() }, { a: 42, b: '1-x-' });
  const problem = new Error('from a function');
  db.function('fail', () => {
    throw problem;
  });
  assert.throws(() => db.prepare('SELECT fail()').get(), problem);
  db.function('later', async () => {});
  assert.throws(() => db.prepare('SELECT later()').get(), { message: /Asynchronous user-defined functions are not supported/ });
  db.aggregate('total_of', { start: 0, step: (sum, value) => sum + value, result: (sum) => sum * 10 });
  db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)');
  assert.strictEqual(db.prepare('SELECT total_of(a) AS n FROM t').get().n, 60);
  db.aggregate('moving', { start: () => 0, step: (sum, value) => sum + value, inverse: (sum, value) => sum - value });
  assert.deepStrictEqual(rows(db.prepare('SELECT moving(a) OVER (ORDER BY a ROWS 1 PRECEDING) AS n FROM t').all()), [{ n: 1 }, { n: 3 }, { n: 5 }]);

  // A function that uses its own statement or closes its database does no harm.
  let statement;
  db.function('meddle', () => {
    assert.throws(() => statement.get());
    assert.throws(() => db.close());
    return 1;
  });
  statement = db.prepare('SELECT meddle() AS a FROM t');
  assert.strictEqual(statement.all().length, 3);

  const guarded = new DatabaseSync(':memory:');
  guarded.exec('CREATE TABLE secret (a)');
  guarded.setAuthorizer((action, table) => (action === constants.SQLITE_READ && table === 'secret' ? constants.SQLITE_DENY : constants.SQLITE_OK));
  assert.throws(() => guarded.prepare('SELECT a FROM secret'), { code: 'ERR_SQLITE_ERROR', errcode: 23 });
  guarded.setAuthorizer(null);
  guarded.prepare('SELECT a FROM secret');
}

// Changes, tag stores, limits.
{
  const source = new DatabaseSync(':memory:');
  const target = new DatabaseSync(':memory:');
  for (const db of [source, target]) db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a)');
  const session = source.createSession();
  source.exec("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
  const changes = session.changeset();
  assert.strictEqual(target.applyChangeset(changes), true);
  assert.strictEqual(target.applyChangeset(changes), false);
  assert.strictEqual(target.applyChangeset(changes, { onConflict: () => constants.SQLITE_CHANGESET_REPLACE }), true);
  assert.deepStrictEqual(rows(target.prepare('SELECT * FROM t').all()), [{ id: 1, a: 'one' }, { id: 2, a: 'two' }]);
  session.close();
  assert.throws(() => session.changeset(), { code: 'ERR_INVALID_STATE' });

  const sql = source.createTagStore(2);
  assert.strictEqual(sql.get`SELECT a FROM t WHERE id = ${2}`.a, 'two');
  assert.strictEqual(sql.size, 1);
  source.limits.attach = 3;
  assert.strictEqual(source.limits.attach, 3);
}

// What packages know databases by; limits and names that are refused; the result of a window is asked for once a row.
{
  const db = new DatabaseSync(':memory:');
  assert.strictEqual(db[Symbol.for('sqlite-type')], 'node:sqlite');
  assert.throws(() => new DatabaseSync(':memory:', { limits: { length: Infinity } }), { code: 'ERR_INVALID_ARG_TYPE', message: 'The "options.limits.length" argument must be an integer.' });
  db.exec('CREATE TABLE t (x, y); INSERT INTO t VALUES (1, 4), (2, 5), (3, 3)');
  assert.throws(() => db.prepare('INSERT INTO t VALUES ($k, @k)').run({ k: 1 }), { message: "Cannot create bare named parameter 'k' because of conflicting names '$k' and '@k'." });
  const results = [];
  db.aggregate('total', { start: 0, step: (sum, value) => sum + value, inverse: (sum, value) => sum - value, result: (sum) => (results.push(sum), sum) });
  db.prepare('SELECT total(y) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t').all();
  assert.deepStrictEqual(results.splice(0), [9, 12, 8]);
  assert.strictEqual(db.prepare('SELECT total(y) AS sum FROM t').get().sum, 12);
  assert.deepStrictEqual(results, [12]);
  db.close();
}

// Files: closed and opened again, read-only, copied.
(async () => {
  const file = path.join(directory, 'a.db');
  using db = new DatabaseSync(file);
  db.exec('CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (7)');
  assert.strictEqual(db.isTransaction, true);
  db.exec('COMMIT');
  assert.strictEqual(fs.realpathSync(db.location()), fs.realpathSync(file));
  const reader = new DatabaseSync(file, { readOnly: true });
  assert.throws(() => reader.exec('DELETE FROM t'), { errcode: 8 });
  reader.close();
  const seen = [];
  const pages = await backup(db, path.join(directory, 'b.db'), { rate: 1, progress: (info) => seen.push(info) });
  assert.ok(pages >= 2 && seen.length >= 1);
  const copy = new DatabaseSync(path.join(directory, 'b.db'));
  assert.strictEqual(copy.prepare('SELECT a FROM t').get().a, 7);
  copy.close();
  assert.throws(() => new DatabaseSync(path.join(directory, 'no', 'such')), { code: 'ERR_SQLITE_ERROR', errcode: 14 });
})();
