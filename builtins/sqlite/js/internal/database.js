'use strict';

const { kIsPlain } = require('internal:shared/constants');
const {
  kInternal, checkBoolean, checkFunction, checkInteger, checkOptions, checkPath, checkString, failure, invalidState, invalidType, isInteger,
  outOfRange, ownGetters, readSwitch,
} = require('internal:sqlite/checks');
const { addAggregate, addFunction } = require('internal:sqlite/functions');
const { checkLimits, createLimits } = require('internal:sqlite/limits');
const { Session } = require('internal:sqlite/session');
const { StatementSync } = require('internal:sqlite/statement');

/** SQLite's switches. */
const kForeignKeys = 1002;
const kLoadExtension = 1005;
const kDefensive = 1010;
const kDoubleQuotedDml = 1013;
const kDoubleQuotedDdl = 1014;

/** Statements that a tag store keeps. */
const kTagStoreSize = 1000;

let nativeOf;

class DatabaseSyncClass {
  #native = new binding.Database();
  #path;
  #settings;
  #limits;
  #mayLoad = false;

  /** @param {string | Uint8Array | URL} path @param {object} [options] */
  constructor(path, options = undefined) {
    this.#path = checkPath(path);
    const given = checkOptions(options);
    const isToOpen = readSwitch(given, 'open', true);
    this.#settings = readSettings(given);
    if (this.#settings.allowExtension) refuseExtensionsUnderLimits();
    Object.defineProperties(this, DatabaseSyncClass.#own);
    /** By which packages tell databases of this module from others. */
    this[Symbol.for('sqlite-type')] = 'node:sqlite';
    if (isToOpen) this.open();
  }

  /** Properties of every database itself, as printing shows. */
  static #own = ownGetters({
    isOpen: (database) => database.#native.isOpen,
    isTransaction: (database) => database.#native.isTransaction,
    limits(database) {
      database.#check();
      database.#limits ??= createLimits(database.#native);
      database.#limits.look();
      return database.#limits.limits;
    },
  });

  static {
    nativeOf = (database) => {
      if (!(#native in database)) throw invalidType('sourceDb', 'an object');
      if (!database.#native.isOpen) throw invalidState('database is not open');
      return database.#native;
    };
  }

  open() {
    if (this.#native.isOpen) throw invalidState('database is already open');
    const settings = this.#settings;
    this.#native.open(this.#path, settings.readOnly);
    this.#native.configure(kDoubleQuotedDml, settings.doubleQuotes);
    this.#native.configure(kDoubleQuotedDdl, settings.doubleQuotes);
    this.#native.configure(kForeignKeys, settings.foreignKeys);
    this.#native.configure(kDefensive, settings.defensive);
    this.#native.configure(kLoadExtension, settings.allowExtension);
    this.#native.setBusyTimeout(settings.timeout);
    for (const [id, value] of settings.limits) this.#native.limit(id, value);
    this.#mayLoad = settings.allowExtension;
  }

  close() {
    this.#native.close();
  }

  [Symbol.dispose]() {
    if (this.#native.isOpen) this.#native.close();
  }

  #check() {
    if (!this.#native.isOpen) throw invalidState('database is not open');
  }

  exec(sql) {
    this.#check();
    checkString(sql, 'sql');
    this.#native.exec(sql);
  }

  prepare(sql, options) {
    this.#check();
    checkString(sql, 'sql');
    const given = checkOptions(options);
    const defaults = this.#settings;
    const settings = {
      readBigInts: readSwitch(given, 'readBigInts', defaults.readBigInts),
      returnArrays: readSwitch(given, 'returnArrays', defaults.returnArrays),
      bareNames: readSwitch(given, 'allowBareNamedParameters', defaults.bareNames),
      unknownNames: readSwitch(given, 'allowUnknownNamedParameters', defaults.unknownNames),
    };
    return new StatementSync(kInternal, this.#native.prepare(sql), settings);
  }

  createTagStore(maxSize = kTagStoreSize) {
    this.#check();
    if (typeof maxSize !== 'number') throw invalidType('maxSize', 'a positive integer');
    if (!isInteger(maxSize) || maxSize <= 0) throw outOfRange('maxSize');
    const { SQLTagStore } = require('internal:sqlite/tag_store');
    return new SQLTagStore(kInternal, this, maxSize);
  }

  location(dbName = 'main') {
    this.#check();
    checkString(dbName, 'dbName');
    return this.#native.location(dbName) ?? null;
  }

  function(name, options, body) {
    this.#check();
    addFunction(this.#native, name, options, body);
  }

  aggregate(name, options) {
    this.#check();
    addAggregate(this.#native, name, options);
  }

  setAuthorizer(callback) {
    this.#check();
    if (callback !== null && typeof callback !== 'function') throw invalidType('callback', 'a function or null');
    this.#native.setAuthorizer(callback === null ? undefined : (...args) => checkAnswer(callback(...args)));
  }

  // --- Changes ---

  createSession(options) {
    this.#check();
    const { table, db = 'main' } = checkOptions(options);
    if (table !== undefined) checkString(table, 'options.table');
    checkString(db, 'options.db');
    return new Session(kInternal, this.#native.createSession(table, db));
  }

  applyChangeset(changeset, options) {
    this.#check();
    if (!(changeset instanceof Uint8Array)) throw invalidType('changeset', 'a Uint8Array');
    const { filter, onConflict } = checkOptions(options);
    if (onConflict !== undefined) checkFunction(onConflict, 'options.onConflict');
    if (filter !== undefined) checkFunction(filter, 'options.filter');
    return this.#native.applyChangeset(changeset, filter, onConflict);
  }

  // --- Extensions and whole databases ---

  enableLoadExtension(allow) {
    this.#check();
    checkBoolean(allow, 'allow');
    if (allow && !this.#settings.allowExtension) {
      throw invalidState('Cannot enable extension loading because it was disabled at database creation.');
    }
    this.#mayLoad = allow;
    this.#native.configure(kLoadExtension, allow);
  }

  loadExtension(path, entryPoint) {
    this.#check();
    if (!this.#mayLoad) throw invalidState('extension loading is not allowed');
    checkString(path, 'path');
    if (entryPoint !== undefined) checkString(entryPoint, 'entryPoint');
    try {
      this.#native.loadExtension(path, entryPoint);
    } catch (error) {
      if (error.code !== 'ERR_SQLITE_ERROR') throw error;
      throw failure(Error, 'ERR_LOAD_SQLITE_EXTENSION', error.message);
    }
  }

  enableDefensive(active) {
    this.#check();
    checkBoolean(active, 'active');
    this.#native.configure(kDefensive, active);
  }

  serialize(dbName = 'main') {
    this.#check();
    checkString(dbName, 'dbName');
    const bytes = this.#native.serialize(dbName);
    if (bytes === undefined) throw failure(Error, 'ERR_SQLITE_ERROR', `unknown database ${dbName}`);
    return bytes;
  }

  deserialize(buffer, options) {
    this.#check();
    if (!(buffer instanceof Uint8Array)) throw invalidType('buffer', 'a Uint8Array');
    if (buffer.byteLength === 0) throw failure(TypeError, 'ERR_INVALID_ARG_VALUE', 'The "buffer" argument must not be empty.');
    const { dbName = 'main' } = checkOptions(options);
    checkString(dbName, 'options.dbName');
    this.#native.deserialize(buffer, dbName);
  }
}

function readSettings(given) {
  const settings = {
    readOnly: readSwitch(given, 'readOnly', false),
    foreignKeys: readSwitch(given, 'enableForeignKeyConstraints', true),
    doubleQuotes: readSwitch(given, 'enableDoubleQuotedStringLiterals', false),
    allowExtension: readSwitch(given, 'allowExtension', false),
    timeout: 0,
    readBigInts: readSwitch(given, 'readBigInts', false),
    returnArrays: readSwitch(given, 'returnArrays', false),
    bareNames: readSwitch(given, 'allowBareNamedParameters', true),
    unknownNames: readSwitch(given, 'allowUnknownNamedParameters', false),
    defensive: readSwitch(given, 'defensive', true),
    limits: checkLimits(given.limits),
  };
  if (given.timeout !== undefined) {
    checkInteger(given.timeout, 'options.timeout');
    settings.timeout = given.timeout;
  }
  return settings;
}

/** Allow, deny and ignore. */
const ANSWERS = [0, 1, 2];

/** An extension is native code, which no limit holds. */
function refuseExtensionsUnderLimits() {
  if (!require('internal:process/permission').isEnforced()) return;
  throw failure(Error, 'ERR_LOAD_SQLITE_EXTENSION', 'Cannot load SQLite extensions when the permission model is enabled.');
}

function checkAnswer(answer) {
  if (!Number.isInteger(answer)) throw new TypeError('Authorizer callback must return an integer authorization code');
  if (!ANSWERS.includes(answer)) throw new RangeError('Authorizer callback returned a invalid authorization code');
  return answer;
}

/** Called without `new` it says so in Node's words. */
const DatabaseSync = new Proxy(DatabaseSyncClass, {
  [kIsPlain]: true,
  apply() {
    throw failure(TypeError, 'ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
  },
});
Object.defineProperty(DatabaseSyncClass, 'name', { __proto__: null, value: 'DatabaseSync', configurable: true });
Object.defineProperty(DatabaseSyncClass.prototype, 'constructor', {
  __proto__: null, value: DatabaseSync, writable: true, enumerable: false, configurable: true,
});

module.exports = { DatabaseSync, nativeOf: (database) => nativeOf(database) };
