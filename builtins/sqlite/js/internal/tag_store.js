'use strict';

const { kInternal, ownGetters } = require('internal:sqlite/checks');
const { illegal } = require('internal:sqlite/session');
const { StatementSync } = require('internal:sqlite/statement');
const { codes } = require('internal:shared/errors');

/** Goes first where values are parameters in order, none of which may be taken for an object with names. */
const kNoNames = Object.freeze({ __proto__: null });

/** Statements by the text of template literals; the least lately used go first. */
class SQLTagStore {
  #database;
  #capacity;
  /** @type {Map<string, StatementSync>} */
  #statements = new Map();

  /** Properties of every store itself, as printing shows. */
  static #own = ownGetters({
    capacity: (store) => store.#capacity,
    db: (store) => store.#database,
    size: (store) => store.#statements.size,
  });

  constructor(token, database, capacity) {
    if (token !== kInternal) throw illegal();
    this.#database = database;
    this.#capacity = capacity;
    Object.defineProperties(this, SQLTagStore.#own);
  }

  get(strings, ...values) {
    return this.#statement(strings).get(kNoNames, ...values);
  }

  all(strings, ...values) {
    return this.#statement(strings).all(kNoNames, ...values);
  }

  iterate(strings, ...values) {
    return this.#statement(strings).iterate(kNoNames, ...values);
  }

  run(strings, ...values) {
    return this.#statement(strings).run(kNoNames, ...values);
  }

  clear() {
    this.#statements.clear();
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
