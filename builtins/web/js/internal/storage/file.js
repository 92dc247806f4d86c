'use strict';

/** Pairs in an SQLite database with the tables that Node makes, so that both read the same file. */

const { Buffer } = require('node:buffer');
const { QuotaExceededError } = require('internal:web/quota_exceeded_error');

const kQuota = 10 * 1024 * 1024;

const kSize = 'OCTET_LENGTH(NEW.key) + OCTET_LENGTH(NEW.value)';
const kSizeBefore = 'OCTET_LENGTH(OLD.key) + OCTET_LENGTH(OLD.value)';
const kRefuse = `SELECT RAISE(ABORT, 'QuotaExceeded') WHERE EXISTS (SELECT 1 FROM nodejs_webstorage_state WHERE total_size > max_size);`;

const kSchema = `
  PRAGMA encoding = 'UTF-16le';
  PRAGMA busy_timeout = 3000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS nodejs_webstorage(key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY(key)) STRICT;
  CREATE TABLE IF NOT EXISTS nodejs_webstorage_state(
    max_size INTEGER NOT NULL DEFAULT ${kQuota}, total_size INTEGER NOT NULL, schema_version INTEGER NOT NULL DEFAULT 0,
    single_row_ INTEGER NOT NULL DEFAULT 1 CHECK(single_row_ = 1), PRIMARY KEY(single_row_)) STRICT;
  INSERT OR IGNORE INTO nodejs_webstorage_state(total_size, schema_version) VALUES (0, 1);
  CREATE TRIGGER IF NOT EXISTS nodejs_quota_insert AFTER INSERT ON nodejs_webstorage FOR EACH ROW BEGIN
    UPDATE nodejs_webstorage_state SET total_size = total_size + ${kSize}; ${kRefuse} END;
  CREATE TRIGGER IF NOT EXISTS nodejs_quota_update AFTER UPDATE ON nodejs_webstorage FOR EACH ROW BEGIN
    UPDATE nodejs_webstorage_state SET total_size = total_size + ((${kSize}) - (${kSizeBefore})); ${kRefuse} END;
  CREATE TRIGGER IF NOT EXISTS nodejs_quota_delete AFTER DELETE ON nodejs_webstorage FOR EACH ROW BEGIN
    UPDATE nodejs_webstorage_state SET total_size = total_size - (${kSizeBefore}); END;`;

/** @implements {import('internal:web/storage').Area} */
class FileArea {
  isLocal = true;
  #path;
  #statements = null;

  /** @param {string} path made when it is first used */
  constructor(path) {
    this.#path = path;
  }

  get #run() {
    return (this.#statements ??= this.#open());
  }

  #open() {
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(this.#path);
    database.exec(kSchema);
    const prepare = (sql) => database.prepare(sql);
    return {
      count: prepare('SELECT COUNT(*) AS count FROM nodejs_webstorage'),
      get: prepare('SELECT value FROM nodejs_webstorage WHERE key = ?'),
      set: prepare('INSERT INTO nodejs_webstorage(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value'),
      delete: prepare('DELETE FROM nodejs_webstorage WHERE key = ?'),
      clear: prepare('DELETE FROM nodejs_webstorage'),
      keys: prepare('SELECT key FROM nodejs_webstorage'),
    };
  }

  size() { return this.#run.count.get().count; }

  get(key) {
    const row = this.#run.get.get(toBytes(key));
    return row === undefined ? null : toText(row.value);
  }

  set(key, value) {
    try {
      this.#run.set.run(toBytes(key), toBytes(value));
    } catch (error) {
      if (!`${error.message}`.includes('QuotaExceeded')) throw error;
      throw new QuotaExceededError('Setting the value exceeded the quota');
    }
  }

  delete(key) { this.#run.delete.run(toBytes(key)); }

  clear() { this.#run.clear.run(); }

  keys() { return this.#run.keys.all().map((row) => toText(row.key)); }
}

function toBytes(text) {
  return Buffer.from(text, 'utf16le');
}

function toText(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf16le');
}

module.exports = { FileArea };
