'use strict';

// Files of databases under --permission: every way to name one is refused without the permissions of the file system, and an extension
// always. Node 26.10.0 refuses the extension only.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { DatabaseSync, backup } = require('node:sqlite');

const isAnode = process.versions.anode !== undefined;

if (process.permission === undefined) supervise();
else probe(process.argv[2]);

function supervise() {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'sqlite-permission-'));
  const at = (name) => path.join(root, name);
  for (const name of ['ok', 'read', 'out']) fs.mkdirSync(at(name));
  for (const name of ['read/db', 'out/db']) new DatabaseSync(at(name)).exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  fs.symlinkSync('../out/db', at('ok/link'));
  fs.symlinkSync('ok', at('alias'));
  const limits = ['--permission', ...['ok', 'read', 'alias', __filename].map((name) => `--allow-fs-read=${path.resolve(root, name)}`)];
  const args = [...limits, `--allow-fs-write=${at('ok')}`, `--allow-fs-write=${at('alias')}`, '--no-warnings', __filename, root];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.strictEqual(status, 0, stderr);
  if (isAnode) assert.deepStrictEqual(fs.readdirSync(at('out')), ['db']);
  fs.rmSync(root, { recursive: true });
}

async function probe(root) {
  const at = (name) => path.join(root, name);
  assert.throws(() => new DatabaseSync(':memory:', { allowExtension: true }), { code: 'ERR_LOAD_SQLITE_EXTENSION' });
  if (!isAnode) return;

  const read = { code: 'ERR_ACCESS_DENIED', permission: 'FileSystemRead' };
  const write = { code: 'ERR_ACCESS_DENIED', permission: 'FileSystemWrite' };
  for (const name of [
    at('out/db'), at('out/new'), at('ok/../out/new'), Buffer.from(at('out/new')), pathToFileURL(at('out/new')), `file:${at('ok')}/%2e%2e/out/new`,
    `file:${at('out/db')}?mode=ro&immutable=1`, `file:${at('out/db')}?vfs=unix-none`, at('ok/link'), at('out/db-journal'),
  ]) assert.throws(() => new DatabaseSync(name), read, `${name}`);
  assert.throws(() => new DatabaseSync(at('out/db'), { readOnly: true }), read);
  assert.throws(() => new DatabaseSync(at('read/new')), write);

  const memory = new DatabaseSync(':memory:');
  memory.exec('CREATE TABLE t (a)');
  for (const sql of [`ATTACH '${at('out/db')}' AS x`, `ATTACH 'file:${at('out/db')}?mode=ro' AS x`, `VACUUM INTO '${at('out/copy')}'`]) {
    assert.throws(() => memory.exec(sql), read, sql);
  }
  await assert.rejects(backup(memory, at('out/copy')), read);

  // What is granted works, with the files that SQLite writes beside it; what may only be read is not written.
  for (const name of ['ok/db', 'alias/other']) {
    const own = new DatabaseSync(at(name));
    own.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    assert.strictEqual(own.prepare('SELECT count(*) AS n FROM t').get().n, 1);
    own.close();
  }
  const other = new DatabaseSync(at('read/db'));
  assert.strictEqual(other.prepare('SELECT a FROM t').get().a, 1);
  assert.throws(() => other.exec('INSERT INTO t VALUES (2)'), { code: 'ERR_SQLITE_ERROR', errcode: 8 });
  // A file that is not there is no refusal.
  assert.throws(() => memory.exec(`ATTACH 'file:${at('ok/none')}?mode=ro' AS x`), { code: 'ERR_SQLITE_ERROR' });
}
