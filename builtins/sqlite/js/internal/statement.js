'use strict';

const { kInternal, checkBoolean, checkString, failure, ownGetters } = require('internal:sqlite/checks');
const { illegal } = require('internal:sqlite/session');

/** SQLite's counters by name. */
const COUNTERS = {
  fullscanStep: 1, sort: 2, autoindex: 3, vmStep: 4, reprepare: 5, run: 6, filterMiss: 7, filterHit: 8, memused: 99,
};

/** A compiled statement; `database.prepare()` makes it. */
class StatementSync {
  #native;
  #settings;

  /** @param {symbol} token @param {object} native @param {{ readBigInts, returnArrays, bareNames, unknownNames }} settings */
  constructor(token, native, settings) {
    if (token !== kInternal) throw illegal();
    this.#native = native;
    this.#settings = settings;
    this.#apply();
    Object.defineProperties(this, StatementSync.#own);
  }

  /** Properties of every statement itself, as printing shows. */
  static #own = ownGetters({
    sourceSQL: (statement) => statement.#native.sourceSql,
    expandedSQL: (statement) => statement.#native.expandedSql,
  });

  #apply() {
    const { readBigInts, returnArrays, bareNames, unknownNames } = this.#settings;
    this.#native.set(readBigInts, returnArrays, bareNames, unknownNames);
  }

  all(...parameters) {
    return this.#native.all(parameters);
  }

  get(...parameters) {
    return this.#native.get(parameters);
  }

  run(...parameters) {
    const [changes, lastInsertRowid] = this.#native.run(parameters);
    return { changes, lastInsertRowid };
  }

  iterate(...parameters) {
    return new StatementSyncIterator(this.#native, this.#native.start(parameters));
  }

  columns() {
    return this.#native.columns().map(([name, column = null, table = null, database = null, type = null]) => (
      { __proto__: null, column, database, name, table, type }
    ));
  }

  setReadBigInts(readBigInts) {
    checkBoolean(readBigInts, 'readBigInts');
    this.#settings.readBigInts = readBigInts;
    this.#apply();
  }

  setReturnArrays(returnArrays) {
    checkBoolean(returnArrays, 'returnArrays');
    this.#settings.returnArrays = returnArrays;
    this.#apply();
  }

  setAllowBareNamedParameters(allow) {
    checkBoolean(allow, 'allowBareNamedParameters');
    this.#settings.bareNames = allow;
    this.#apply();
  }

  setAllowUnknownNamedParameters(enabled) {
    checkBoolean(enabled, 'enabled');
    this.#settings.unknownNames = enabled;
    this.#apply();
  }

  /** @param {string} counter a name of `COUNTERS` */
  stat(counter) {
    checkString(counter, 'counter');
    if (!Object.hasOwn(COUNTERS, counter)) {
      throw failure(TypeError, 'ERR_INVALID_ARG_VALUE', 'The "counter" argument is not a valid statistic name.');
    }
    return this.#native.counter(COUNTERS[counter], false);
  }

  resetStats() {
    for (const id of Object.values(COUNTERS)) this.#native.counter(id, true);
  }

  close() {
    this.#native.finalize();
  }

  [Symbol.dispose]() {
    if (!this.#native.isFinalized) this.#native.finalize();
  }

  /** For the tag store. */
  static isFinalized(statement) {
    return statement.#native.isFinalized;
  }
}

/** An iteration ends when its statement is used otherwise; to go on is then an error. */
class StatementSyncIterator extends Iterator {
  #native;
  #generation;
  #isDone = false;

  constructor(native, generation) {
    super();
    this.#native = native;
    this.#generation = generation;
  }

  next() {
    if (!this.#isDone) {
      const value = this.#native.advance(this.#generation);
      if (value !== undefined) return { __proto__: null, done: false, value };
    }
    return this.return();
  }

  return() {
    this.#native.stop(this.#generation);
    this.#isDone = true;
    return { __proto__: null, done: true, value: null };
  }
}

module.exports = { StatementSync };
