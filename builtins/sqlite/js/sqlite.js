'use strict';

/** `node:sqlite`. Databases are not here yet. */

const { unavailable, unavailableClass } = require('internal:shared/unavailable');

module.exports = {
  DatabaseSync: unavailableClass('sqlite.DatabaseSync'),
  StatementSync: unavailableClass('sqlite.StatementSync'),
  Session: unavailableClass('sqlite.Session'),
  backup: unavailable('sqlite.backup'),
};
