'use strict';

const { kInternal } = require('internal:sqlite/checks');
const { illegal } = require('internal:sqlite/session');
const { StatementSync } = require('internal:sqlite/statement');
const { codes } = require('internal:shared/errors');

/** Statements by the text of template literals; the least lately used go first. */
class SQLTagStore {
  #database;
  #capacity;
  /** @type {Map<string, StatementSync>} */
  #statements = new Map();

  constructor(token, database, capacity) {
    if (token !== kInternal) throw illegal();
    this.#database = database;
    this.#capacity = capacity;
  }

  get(strings, ...values) {
    return this.#statement(strings).get(...values);
  }

  all(strings, ...values) {
    return this.#statement(strings).all(...values);
  }

  iterate(strings, ...values) {
    return this.#statement(strings).iterate(...values);
  }

  run(strings, ...values) {
    return this.#statement(strings).run(...values);
  }

  clear() {
    this.#statements.clear();
  }

  get size() {
    return this.#statements.size;
  }

  get capacity() {
    return this.#capacity;
  }

  get db() {
    return this.#database;
  }

  #statement(strings) {
    if (!Array.isArray(strings)) throw new codes.ERR_INVALID_ARG_TYPE('strings', 'Array', strings);
    const sql = strings.join('?');
    let statement = this.#statements.get(sql);
    if (statement === undefined || StatementSync.isFinalized(statement)) statement = this.#database.prepare(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > this.#capacity) this.#statements.delete(this.#statements.keys().next().value);
    return statement;
  }
}

module.exports = { SQLTagStore };
