// Inputs that mean harm, and objects used after or during what ends them: an error, never a wrong row or a crash.
'use strict';

const assert = require('node:assert');
const { DatabaseSync } = require('node:sqlite');

function fill() {
  const db = new DatabaseSync(':memory:');
  db.exec("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users (name) VALUES ('ann'), ('bob'), ('cy')");
  return db;
}

const count = (db) => db.prepare('SELECT count(*) AS n FROM users').get().n;

// What is bound is a value and never SQL, whatever it looks like.
{
  const db = fill();
  const kInjections = [
    "' OR '1'='1", "'; DROP TABLE users; --", "ann'--", 'ann" OR ""="', "ann\0' OR 1=1 --", '\\', "') UNION SELECT 1, 2 --", '?', '$name', '/*', 'x\ud800',
  ];
  const byName = db.prepare('SELECT * FROM users WHERE name = ?');
  const named = db.prepare('SELECT * FROM users WHERE name = $name');
  const tags = db.createTagStore();
  for (const text of kInjections) {
    assert.deepStrictEqual(byName.all(text), []);
    assert.deepStrictEqual(named.all({ name: text }), []);
    assert.deepStrictEqual(tags.all`SELECT * FROM users WHERE name = ${text}`, []);
    assert.strictEqual(db.prepare('SELECT ? AS text').get(text).text, text.toWellFormed());
  }
  assert.strictEqual(count(db), 3);
  // Nor a name: those of objects only fill parameters that the statement has, and inherited ones fill none.
  assert.throws(() => named.all({ 'name = 1 --': 1 }), { code: 'ERR_INVALID_STATE' });
  assert.deepStrictEqual(named.all({ __proto__: { name: 'ann' } }), []);
  // Nor names of parameters where the value of a template is an object.
  assert.throws(() => tags.all`SELECT * FROM users WHERE name = ${{ name: 'ann' }}`, { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => tags.all`SELECT * FROM users WHERE name = ${['ann']}`, { code: 'ERR_INVALID_ARG_TYPE' });
  // A statement is one statement.
  assert.strictEqual(db.prepare('SELECT 1 AS one; DROP TABLE users').get().one, 1);
  assert.strictEqual(count(db), 3);
  db.close();
}

// Missing values are NULL, values that SQLite has no kind for are refused, bytes of any view are bytes.
{
  const db = fill();
  const echo = db.prepare('SELECT ? AS first, ? AS second, $third AS third');
  assert.deepStrictEqual({ ...echo.get({ third: undefined }, undefined) }, { first: null, second: null, third: null });
  for (const value of [Symbol('s'), () => {}, new Date(0), [1], {}]) {
    assert.throws(() => echo.get(1, value), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  assert.throws(() => echo.get(1, 2, 3, 4), { code: 'ERR_SQLITE_ERROR' });
  assert.throws(() => echo.get(2n ** 63n), { code: 'ERR_INVALID_ARG_VALUE' });
  const bytes = Uint8Array.of(1, 2, 3);
  const shared = new Uint8Array(new SharedArrayBuffer(3));
  shared.set(bytes);
  for (const value of [bytes, bytes.buffer, new DataView(bytes.buffer), shared, shared.buffer]) {
    assert.deepStrictEqual(db.prepare('SELECT ? AS x').get(value).x, bytes);
    assert.deepStrictEqual(db.prepare('SELECT $x AS x').get({ x: value }).x, bytes);
  }
  db.function('bytes', () => bytes.buffer);
  assert.deepStrictEqual(db.prepare('SELECT bytes() AS x').get().x, bytes);
  // A buffer without memory is NULL, a view of it bytes.
  const gone = new ArrayBuffer(8);
  const viewOfGone = new Uint8Array(gone);
  structuredClone(gone, { transfer: [gone] });
  for (const value of [gone, new ArrayBuffer(0), new SharedArrayBuffer(0)]) {
    assert.strictEqual(db.prepare('SELECT 1 AS y, ? AS x').get(value).x, null);
  }
  for (const value of [viewOfGone, new DataView(new ArrayBuffer(0)), new Uint8Array(0), new ArrayBuffer(0, { maxByteLength: 8 })]) {
    assert.deepStrictEqual(db.prepare('SELECT 1 AS y, ? AS x').get(value).x, new Uint8Array(0));
  }
  db.close();
}

// An iterator ends when its statement is run, reset or finalised, or its database closed.
for (const end of [
  (statement) => statement.all(),
  (statement) => statement.get(),
  (statement) => statement.iterate(),
  (statement) => statement.iterate().next(),
  (statement) => [...statement.iterate()],
]) {
  const db = fill();
  const statement = db.prepare('SELECT id FROM users ORDER BY id');
  const iterator = statement.iterate();
  assert.strictEqual(iterator.next().value.id, 1);
  end(statement);
  assert.throws(() => iterator.next(), { code: 'ERR_INVALID_STATE' });
  assert.throws(() => iterator.next(), { code: 'ERR_INVALID_STATE' });
  assert.deepStrictEqual(statement.all().length, 3);
  db.close();
}
{
  const db = fill();
  const iterator = db.prepare('SELECT id FROM users').iterate();
  iterator.next();
  db.close();
  assert.throws(() => iterator.next(), { code: 'ERR_INVALID_STATE' });
  assert.throws(() => iterator.return(), { code: 'ERR_INVALID_STATE' });
}

// A table that goes or changes between two steps.
{
  const db = fill();
  const iterator = db.prepare('SELECT id FROM users').iterate();
  iterator.next();
  assert.throws(() => db.exec('DROP TABLE users'), { code: 'ERR_SQLITE_ERROR', message: /locked/ });
  db.exec('DELETE FROM users WHERE id > 1');
  assert.deepStrictEqual([...iterator], []);
  db.close();
}

// JavaScript that SQLite calls in the middle of a step cannot end the step's statement or database.
{
  const db = fill();
  let statement;
  const attempts = [() => statement.all(), () => statement.get(), () => statement.iterate(), () => db.close()];
  for (const attempt of attempts) {
    let told;
    db.function('meddle', () => {
      try {
        attempt();
      } catch (error) {
        told = error.code;
      }
      return 1;
    });
    statement = db.prepare('SELECT meddle() AS x FROM users');
    assert.strictEqual(statement.all().length, 3);
    assert.strictEqual(told, 'ERR_INVALID_STATE');
    assert.strictEqual(db.isOpen, true);
  }
  db.close();
}

// Numbers at the edges.
for (const rate of [0, -1, 2 ** 31, 1.5, NaN]) {
  const { backup } = require('node:sqlite');
  const db = new DatabaseSync(':memory:');
  assert.throws(() => backup(db, '/nonexistent/copy', { rate }), { code: Number.isInteger(rate) && rate < 1 ? 'ERR_OUT_OF_RANGE' : 'ERR_INVALID_ARG_TYPE' });
  db.close();
}
for (const timeout of [2 ** 31, 1.5, NaN, '5', null]) {
  assert.throws(() => new DatabaseSync(':memory:', { timeout }), { code: 'ERR_INVALID_ARG_TYPE' });
}
{
  const db = new DatabaseSync(':memory:');
  for (const size of [0, -1, 1.5, NaN, 2 ** 31]) assert.throws(() => db.createTagStore(size), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => db.deserialize(new Uint8Array(0)), { code: 'ERR_INVALID_ARG_VALUE' });
  db.aggregate('joined', { start: [], step: (all, value) => [...all, value], result: (all) => all.join() });
  assert.strictEqual(db.prepare('SELECT joined(x) AS all_of_them FROM (SELECT 1 AS x UNION SELECT 2)').get().all_of_them, '1,2');
  assert.deepStrictEqual(Object.keys(db), ['isOpen', 'isTransaction', 'limits']);
  assert.deepStrictEqual(Object.keys(db.prepare('SELECT 1')), ['sourceSQL', 'expandedSQL']);
  assert.deepStrictEqual(Object.keys(db.createTagStore()), ['capacity', 'db', 'size']);
  db.close();
}
